//@ fact: the code uses the grant `jwt-bearer`, which is not declared
use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", grant = "client_credentials", auth = "client_secret_basic")]
pub struct Ledger {
    pub client_id: String,
    pub client_secret: String,
    pub token_endpoint: String,
}

impl Ledger {
    pub async fn act_for(&self, http: &reqwest::Client, user: &str) -> reqwest::Result<String> {
        let form = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), //~ declared_otherwise
            ("assertion", user),
        ];
        let request = http.post(&self.token_endpoint);
        let request = request.basic_auth(&self.client_id, Some(&self.client_secret));
        request.form(&form).send().await?.error_for_status()?.text().await
    }
}
