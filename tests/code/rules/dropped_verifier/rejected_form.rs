//@ fact: a code challenge is sent, and this request for the token has no code verifier
use reqwest::{Client, Response};

pub struct Login<'a> {
    pub id: &'a str,
    pub callback: &'a str,
    pub state: &'a str,
    pub challenge: &'a str,
}

pub fn location(login: &Login<'_>) -> String {
    let Login { id, callback, state, challenge } = login;
    format!(
        "https://sso.example.com/authorize?response_type=code&client_id={id}&redirect_uri={callback}&state={state}&code_challenge={challenge}&code_challenge_method=S256"
    )
}

pub async fn redeem(http: &Client, login: &Login<'_>, code: &str) -> reqwest::Result<Response> {
    let form = [
        ("grant_type", "authorization_code"), //~ dropped_verifier
        ("client_id", login.id),
        ("redirect_uri", login.callback),
        ("code", code),
    ];
    http.post("https://sso.example.com/token").form(&form).send().await
}
