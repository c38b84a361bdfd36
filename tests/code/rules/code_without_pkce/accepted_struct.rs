use serde::Serialize;

#[derive(Serialize)]
struct Query<'a> {
    response_type: &'static str,
    client_id: &'a str,
    state: &'a str,
    code_challenge: &'a str,
    code_challenge_method: &'static str,
}

pub fn query(
    client_id: &str,
    state: &str,
    code_challenge: &str,
) -> Result<String, serde_urlencoded::ser::Error> {
    serde_urlencoded::to_string(Query {
        response_type: "code",
        client_id,
        state,
        code_challenge,
        code_challenge_method: "S256",
    })
}
