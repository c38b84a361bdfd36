//@ fact: this is an OAuth client, and no `#[oauth_client]` of the package declares it
use url::Url;

pub struct Login<'a> {
    pub state: &'a str,
    pub challenge: &'a str,
}

pub fn location(server: &Url, id: &str, callback: &str, login: &Login<'_>) -> Url {
    let mut url = server.clone();
    url.query_pairs_mut()
        .append_pair("response_type", "code") //~ undeclared_client
        .append_pair("client_id", id)
        .append_pair("redirect_uri", callback)
        .append_pair("state", login.state)
        .append_pair("code_challenge", login.challenge)
        .append_pair("code_challenge_method", "S256");
    url
}
