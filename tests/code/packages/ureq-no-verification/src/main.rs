//@ undeclared: 1
use serde::Deserialize;
use ureq::{Agent, tls::TlsConfig};

#[derive(Deserialize)]
struct Token {
    access_token: String,
    token_type: String,
}

fn agent() -> Agent {
    Agent::config_builder().max_redirects(0).build().into()
}

fn lab_token(id: &str, secret: &str) -> anyhow::Result<Token> {
    let tls = TlsConfig::builder().disable_verification(true).build(); //~ certificate_checks_off
    let agent: Agent = Agent::config_builder()
        .tls_config(tls)
        .max_redirects(0)
        .build()
        .into();
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", id),
        ("client_secret", secret),
    ];
    let mut response = agent
        .post("https://lab.example.org/oauth2/token")
        .send_form(form)?;
    Ok(response.body_mut().read_json()?)
}

fn token(id: &str, secret: &str) -> anyhow::Result<Token> {
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", id),
        ("client_secret", secret),
    ];
    let mut response = agent()
        .post("https://auth.example.org/oauth2/token")
        .send_form(form)?;
    Ok(response.body_mut().read_json()?)
}

fn main() -> anyhow::Result<()> {
    let id = std::env::var("CLIENT_ID")?;
    let secret = std::env::var("CLIENT_SECRET")?;
    let lab = std::env::args().any(|argument| argument == "--lab");
    let token = if lab {
        lab_token(&id, &secret)?
    } else {
        token(&id, &secret)?
    };
    println!("{} {}", token.token_type, token.access_token.len());
    Ok(())
}
