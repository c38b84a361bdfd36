//@ fact: the client secret is part of a URL
use url::Url;

pub fn refresh_url(server: &Url, id: &str, secret: &str, token: &str) -> Url {
    let mut url = server.clone();
    {
        let mut query = url.query_pairs_mut();
        query.append_pair("grant_type", "refresh_token");
        query.append_pair("refresh_token", token);
        query.append_pair("client_id", id);
        query.append_pair("client_secret", secret); //~ secret_in_query
    }
    url
}
