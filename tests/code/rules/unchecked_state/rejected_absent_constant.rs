//@ fact: the authorization request has no state
const AUTHORIZE: &str =
    "https://id.example.com/oauth2/authorize?response_type=code&client_id=kiosk"; //~ unchecked_state

pub fn location(callback: &str, challenge: &str) -> String {
    format!(
        "{AUTHORIZE}&redirect_uri={callback}&code_challenge={challenge}&code_challenge_method=S256"
    )
}
