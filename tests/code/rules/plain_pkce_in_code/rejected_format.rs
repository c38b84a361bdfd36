//@ fact: the code challenge is the verifier itself
pub struct Login {
    pub state: String,
    pub verifier: String,
}

pub fn location(client_id: &str, callback: &str, login: &Login) -> String {
    let Login { state, verifier } = login;
    let request = format!("client_id={client_id}&redirect_uri={callback}&state={state}");
    let pkce = format!("code_challenge={verifier}&code_challenge_method=plain"); //~ plain_pkce_in_code
    format!("https://anime.example.com/v1/oauth2/authorize?response_type=code&{request}&{pkce}")
}
