//@ fact: the endpoint `http://id.corp/{tenant}/oauth2/authorize` is reached without TLS
use url::Url;

pub fn location(tenant: &str, id: &str, state: &str, challenge: &str) -> anyhow::Result<Url> {
    let server = format!("http://id.corp/{tenant}/oauth2/authorize"); //~ plain_http_endpoint
    let query = [
        ("response_type", "code"),
        ("client_id", id),
        ("state", state),
        ("code_challenge", challenge),
        ("code_challenge_method", "S256"),
    ];
    Ok(Url::parse_with_params(&server, query)?)
}
