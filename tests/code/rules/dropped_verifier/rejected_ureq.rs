//@ fact: a code challenge is sent, and this request for the token has no code verifier
use ureq::Agent;
use url::Url;

pub fn location(server: &Url, id: &str, state: &str, challenge: &str) -> Url {
    let mut url = server.clone();
    let query = [
        ("response_type", "code"),
        ("client_id", id),
        ("state", state),
        ("code_challenge", challenge),
        ("code_challenge_method", "S256"),
    ];
    url.query_pairs_mut().extend_pairs(query);
    url
}

pub fn redeem(agent: &Agent, server: &str, id: &str, code: &str) -> anyhow::Result<String> {
    let body = format!("grant_type=authorization_code&client_id={id}&code={code}"); //~ dropped_verifier
    let request = agent.post(server).content_type("application/x-www-form-urlencoded");
    Ok(request.send(body)?.body_mut().read_to_string()?)
}
