use serde::Deserialize;
use url::Url;

#[derive(Deserialize)]
pub struct ProviderMetadata {
    pub issuer: String,
    pub authorization_endpoint: String,
    #[serde(default)]
    pub code_challenge_methods_supported: Vec<String>,
}

impl ProviderMetadata {
    /// A server that knows `plain` alone is none that this client signs in at.
    pub fn check(&self) -> anyhow::Result<()> {
        let methods = &self.code_challenge_methods_supported;
        if methods.iter().all(|method| method == "plain") {
            anyhow::bail!("{} supports code_challenge_method=plain alone", self.issuer);
        }
        Ok(())
    }

    pub fn location(&self, id: &str, state: &str, challenge: &str) -> anyhow::Result<Url> {
        self.check()?;
        let query = [
            ("response_type", "code"),
            ("client_id", id),
            ("state", state),
            ("code_challenge", challenge),
            ("code_challenge_method", "S256"),
        ];
        Ok(Url::parse_with_params(&self.authorization_endpoint, query)?)
    }
}
