//! The values of a client from the environment, or from a server of this process's own.

use std::env::{self, VarError};

use oauth_flow_e2e_tests::Server;
use serde_json::{Value, json};

/// Where the authorization server is, and who the client is there.
pub struct Environment {
    /// `ISSUER`.
    pub issuer: String,
    /// `CLIENT_ID`.
    pub client_id: String,
    /// `CLIENT_SECRET`; empty for a client that has none.
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
        Self::read_as("", &[grant], redirect_uris, json!({}))
    }

    /// The same for variables whose names begin with this prefix, and for a client that has these grants and
    /// is registered with more: an object of OpenID Connect client metadata. Where its
    /// `token_endpoint_auth_method` is `none`, the client has no secret, and none is read.
    ///
    /// # Errors
    /// Those of [`read`](Self::read).
    pub fn read_as(
        prefix: &str,
        grants: &[&str],
        redirect_uris: &[&str],
        more: Value,
    ) -> Result<Self, String> {
        match env::var(format!("{prefix}ISSUER")) {
            Ok(issuer) => Ok(Self {
                issuer,
                client_id: variable(&format!("{prefix}CLIENT_ID"))?,
                client_secret: if has_no_secret(&more) {
                    String::new()
                } else {
                    variable(&format!("{prefix}CLIENT_SECRET"))?
                },
                stand_in: None,
            }),
            Err(VarError::NotPresent) => Self::stand_in(grants, redirect_uris, more),
            Err(error) => Err(format!("{prefix}ISSUER: {error}")),
        }
    }

    fn stand_in(grants: &[&str], redirect_uris: &[&str], mut more: Value) -> Result<Self, String> {
        let (client_id, client_secret, needed) = if has_no_secret(&more) {
            ("example", "", "ISSUER and CLIENT_ID")
        } else {
            let secret = "known to this process and to its server";
            more["client_secret"] = json!(secret);
            more["token_endpoint_auth_method"] = json!("client_secret_basic");
            ("example", secret, "ISSUER, CLIENT_ID and CLIENT_SECRET")
        };
        let response_types: &[&str] = if redirect_uris.is_empty() { &[] } else { &["code"] };
        more["client_id"] = json!(client_id);
        more["grant_types"] = json!(grants);
        more["response_types"] = json!(response_types);
        more["redirect_uris"] = json!(redirect_uris);
        let server = Server::start_with(&[more])
            .map_err(|reason| format!("set {needed}: no local server starts, because {reason}"))?;
        Ok(Self {
            issuer: server.issuer().to_owned(),
            client_id: client_id.to_owned(),
            client_secret: client_secret.to_owned(),
            stand_in: Some(server),
        })
    }
}

fn has_no_secret(client: &Value) -> bool {
    client["token_endpoint_auth_method"] == "none"
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|error| format!("{name}: {error}"))
}
