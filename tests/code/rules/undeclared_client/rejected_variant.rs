//@ fact: this is an OAuth client, and no `#[oauth_client]` of the package declares it
use serde::Deserialize;

/// How the feed is signed in to.
#[derive(Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum SignIn {
    None,
    Basic { user: String, password: String },
    Oauth { client_id: String, client_secret: String, token_url: String }, //~ undeclared_client
}

impl SignIn {
    pub fn read(path: &std::path::Path) -> anyhow::Result<Self> {
        Ok(toml::from_str(&std::fs::read_to_string(path)?)?)
    }
}
