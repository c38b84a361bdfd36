//@ fact: the authorization request carries no code challenge, and `pkce = "S256"` is declared
use oauth_flow::oauth_client;
use serde::Serialize;

#[oauth_client(
    kind = "native",
    grant = "authorization_code",
    pkce = "S256",
    auth = "none",
    redirect_uri = "http://127.0.0.1/finish"
)]
pub struct Player {
    pub client_id: String,
}

#[derive(Serialize)]
struct Query<'a> {
    response_type: &'static str,
    client_id: &'a str,
    redirect_uri: String,
    state: &'a str,
}

impl Player {
    pub fn query(&self, port: u16, state: &str) -> Result<String, serde_urlencoded::ser::Error> {
        serde_urlencoded::to_string(Query {
            response_type: "code", //~ code_without_pkce
            client_id: &self.client_id,
            redirect_uri: format!("http://127.0.0.1:{port}/finish"),
            state,
        })
    }
}
