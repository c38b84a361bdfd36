//@ undeclared: 1
use reqwest::blocking::{Client, ClientBuilder};
use serde::Deserialize;

#[derive(Deserialize)]
struct Issued {
    access_token: String,
}

#[derive(Deserialize)]
struct Exchanged {
    access_token: String,
    issued_token_type: String,
}

fn issue(endpoint: &str, id: &str, secret: &str) -> anyhow::Result<Issued> {
    let http = Client::default(); //~ followed_redirects
    let form = [("grant_type", "client_credentials"), ("scope", "vault")];
    let request = http.post(endpoint).basic_auth(id, Some(secret)).form(&form);
    Ok(request.send()?.error_for_status()?.json()?)
}

fn exchange(endpoint: &str, subject: &Issued) -> anyhow::Result<Exchanged> {
    let http = ClientBuilder::new().https_only(true).build()?; //~ followed_redirects
    let form = [
        (
            "grant_type",
            "urn:ietf:params:oauth:grant-type:token-exchange",
        ),
        ("subject_token", subject.access_token.as_str()),
        (
            "subject_token_type",
            "urn:ietf:params:oauth:token-type:access_token",
        ),
    ];
    Ok(http
        .post(endpoint)
        .form(&form)
        .send()?
        .error_for_status()?
        .json()?)
}

fn main() -> anyhow::Result<()> {
    let endpoint = std::env::var("TOKEN_ENDPOINT")?;
    let (id, secret) = (std::env::var("CLIENT_ID")?, std::env::var("CLIENT_SECRET")?);
    let issued = issue(&endpoint, &id, &secret)?;
    let exchanged = exchange(&endpoint, &issued)?;
    println!(
        "{} of {} bytes",
        exchanged.issued_token_type,
        exchanged.access_token.len()
    );
    Ok(())
}
