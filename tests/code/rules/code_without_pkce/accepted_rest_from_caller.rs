use url::Url;

const AUTHORIZE: &str = "https://id.example.com/oauth2/authorize?response_type=code&client_id=shop";

pub fn url(more: &[(String, String)]) -> Result<Url, url::ParseError> {
    let mut url = Url::parse(AUTHORIZE)?;
    url.query_pairs_mut().extend_pairs(more);
    Ok(url)
}
