//@ fact: the code challenge is the verifier itself
use serde::Serialize;

#[derive(Serialize)]
struct Query<'a> {
    response_type: &'static str,
    client_id: &'a str,
    state: &'a str,
    code_challenge: &'a str,
    code_challenge_method: &'static str,
}

pub fn query(client_id: &str, state: &str, verifier: &str) -> anyhow::Result<String> {
    Ok(serde_urlencoded::to_string(Query {
        response_type: "code",
        client_id,
        state,
        code_challenge: verifier,
        code_challenge_method: "plain", //~ plain_pkce_in_code
    })?)
}
