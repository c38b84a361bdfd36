//@ fact: the authorization request carries no code challenge
use url::form_urlencoded::byte_serialize;

fn escaped(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

pub fn location(server: &str, id: &str, callback: &str, state: &str) -> String {
    let mut url = server.to_owned();
    url.push_str("?response_type=code"); //~ code_without_pkce
    url.push_str("&client_id=");
    url.push_str(&escaped(id));
    url.push_str("&redirect_uri=");
    url.push_str(&escaped(callback));
    url.push_str("&state=");
    url.push_str(state);
    url
}
