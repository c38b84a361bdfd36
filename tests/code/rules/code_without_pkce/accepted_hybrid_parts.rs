pub struct Parts<'a> {
    pub client_id: &'a str,
    pub state: &'a str,
    pub pkce: &'a str,
}

/// `pkce` has the challenge and its method, as a query.
pub fn location(server: &str, parts: &Parts<'_>) -> String {
    let Parts { client_id, state, pkce } = parts;
    format!("{server}?response_type=code&client_id={client_id}&state={state}&{pkce}")
}
