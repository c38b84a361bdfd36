//@ undeclared: 0
use serde::Serialize;
use url::Url;

#[derive(Serialize)]
pub struct Address<'a> {
    pub street: &'a str,
    pub city: &'a str,
    pub state: &'a str,
    pub code: &'a str,
}

impl Address<'_> {
    pub fn geocode_url(&self) -> Result<Url, url::ParseError> {
        let mut url = Url::parse("https://geo.example.com/v1/search")?;
        url.query_pairs_mut()
            .append_pair("street", self.street)
            .append_pair("city", self.city)
            .append_pair("state", self.state)
            .append_pair("code", self.code)
            .append_pair("response_format", "json");
        Ok(url)
    }

    pub fn tax_url(&self) -> String {
        format!(
            "https://tax.example.com/rate?state={}&postal_code={}",
            self.state, self.code
        )
    }
}

pub fn stores_in_oregon() -> &'static str {
    "https://stores.example.com/list?state=OR&response=token"
}
