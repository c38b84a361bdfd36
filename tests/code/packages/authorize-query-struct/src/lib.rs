//@ undeclared: 1
use serde::Serialize;

#[derive(Serialize)]
struct AuthorizeQuery<'a> {
    response_type: &'static str,
    client_id: &'a str,
    redirect_uri: &'a str,
    scope: &'a str,
    state: &'a str,
}

#[derive(Serialize)]
struct ProtectedQuery<'a> {
    response_type: &'static str,
    client_id: &'a str,
    redirect_uri: &'a str,
    state: &'a str,
    code_challenge: &'a str,
    code_challenge_method: &'static str,
}

pub struct Bank {
    pub client_id: String,
    pub redirect_uri: String,
    pub authorization_endpoint: String,
}

impl Bank {
    pub fn accounts(&self, state: &str) -> anyhow::Result<String> {
        let query = AuthorizeQuery {
            response_type: "code", //~ code_without_pkce
            client_id: &self.client_id,
            redirect_uri: &self.redirect_uri,
            scope: "accounts",
            state,
        };
        Ok(format!(
            "{}?{}",
            self.authorization_endpoint,
            serde_urlencoded::to_string(query)?
        ))
    }

    pub fn payments(&self, state: &str, code_challenge: &str) -> anyhow::Result<String> {
        let query = ProtectedQuery {
            response_type: "code",
            client_id: &self.client_id,
            redirect_uri: &self.redirect_uri,
            state,
            code_challenge,
            code_challenge_method: "S256",
        };
        Ok(format!(
            "{}?{}",
            self.authorization_endpoint,
            serde_urlencoded::to_string(query)?
        ))
    }
}
