//@ fact: the response type `id_token token` puts the access token into the redirect
use url::Url;

pub fn location(server: &Url, id: &str, state: &str, nonce: &str) -> Url {
    let mut url = server.clone();
    url.query_pairs_mut()
        .append_pair("response_type", "id_token token") //~ implicit_in_code
        .append_pair("client_id", id)
        .append_pair("state", state)
        .append_pair("nonce", nonce);
    url
}
