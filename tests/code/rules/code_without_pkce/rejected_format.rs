//@ fact: the authorization request carries no code challenge
use url::form_urlencoded::byte_serialize;

const AUTHORIZE: &str = "https://git.example.com/login/oauth/authorize";

pub fn location(client_id: &str, callback: &str, state: &str) -> String {
    let callback: String = byte_serialize(callback.as_bytes()).collect();
    format!(
        "{AUTHORIZE}?response_type=code&client_id={client_id}&redirect_uri={callback}&state={state}" //~ code_without_pkce
    )
}
