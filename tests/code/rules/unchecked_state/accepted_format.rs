pub struct Attempt<'a> {
    pub state: &'a str,
    pub challenge: &'a str,
}

pub fn location(id: &str, callback: &str, attempt: &Attempt<'_>) -> String {
    let pkce = format!("code_challenge={}&code_challenge_method=S256", attempt.challenge);
    format!(
        "https://chat.example.com/oauth/authorize?response_type=code&client_id={id}&redirect_uri={callback}&state={}&{pkce}",
        attempt.state
    )
}
