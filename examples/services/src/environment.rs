//! The values of a client from the environment, or from a server of this process's own.

use std::env::{self, VarError};

use oauth_flow_e2e_tests::Server;
use serde_json::json;

/// Where the authorization server is, and who the client is there.
pub struct Environment {
    /// `ISSUER`.
    pub issuer: String,
    /// `CLIENT_ID`.
    pub client_id: String,
    /// `CLIENT_SECRET`.
    pub client_secret: String,
    /// The local server that replaces a real one; it ends with this value.
    pub stand_in: Option<Server>,
}

impl Environment {
    /// Reads the environment. Without `ISSUER`, starts the authorization server of the end-to-end
    /// tests, with a client that has this grant and these redirect URIs. This blocks.
    ///
    /// # Errors
    /// `ISSUER` is set without the others, or no local server starts, such as without Node.js.
    pub fn read(grant: &str, redirect_uris: &[&str]) -> Result<Self, String> {
        match env::var("ISSUER") {
            Ok(issuer) => Ok(Self {
                issuer,
                client_id: variable("CLIENT_ID")?,
                client_secret: variable("CLIENT_SECRET")?,
                stand_in: None,
            }),
            Err(VarError::NotPresent) => Self::stand_in(grant, redirect_uris),
            Err(error) => Err(format!("ISSUER: {error}")),
        }
    }

    fn stand_in(grant: &str, redirect_uris: &[&str]) -> Result<Self, String> {
        let (client_id, client_secret) = ("example", "known to this process and to its server");
        let response_types: &[&str] = if redirect_uris.is_empty() { &[] } else { &["code"] };
        let client = json!({
            "client_id": client_id,
            "client_secret": client_secret,
            "token_endpoint_auth_method": "client_secret_basic",
            "grant_types": [grant],
            "response_types": response_types,
            "redirect_uris": redirect_uris,
        });
        let server = Server::start_with(&[client]).map_err(|reason| {
            format!(
                "set ISSUER, CLIENT_ID and CLIENT_SECRET: no local server starts, because {reason}"
            )
        })?;
        Ok(Self {
            issuer: server.issuer().to_owned(),
            client_id: client_id.to_owned(),
            client_secret: client_secret.to_owned(),
            stand_in: Some(server),
        })
    }
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|error| format!("{name}: {error}"))
}
