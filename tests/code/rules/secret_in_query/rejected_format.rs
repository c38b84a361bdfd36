//@ fact: the client secret is part of a URL
use serde_json::Value;

pub struct App {
    pub id: String,
    pub secret: String,
}

pub async fn redeem(
    http: &reqwest::Client,
    app: &App,
    code: &str,
    verifier: &str,
) -> reqwest::Result<Value> {
    let App { id, secret } = app;
    let url = format!(
        "https://graph.example.com/oauth/access_token?grant_type=authorization_code&client_id={id}&client_secret={secret}&code={code}&code_verifier={verifier}" //~ secret_in_query
    );
    http.get(url).send().await?.error_for_status()?.json().await
}
