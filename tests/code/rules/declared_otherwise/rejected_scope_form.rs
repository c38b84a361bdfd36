//@ fact: the code asks for the scope `invoices:delete`, which is not declared
use oauth_flow::oauth_client;

#[oauth_client(
    kind = "m2m",
    grant = "client_credentials",
    auth = "client_secret_basic",
    scope = "invoices:read"
)]
pub struct Invoices {
    pub client_id: String,
    pub client_secret: String,
    pub token_endpoint: String,
}

const SCOPE: &str = "invoices:read invoices:delete"; //~ declared_otherwise

impl Invoices {
    pub async fn token(&self, http: &reqwest::Client) -> reqwest::Result<String> {
        let form = [("grant_type", "client_credentials"), ("scope", SCOPE)];
        let request = http.post(&self.token_endpoint);
        let request = request.basic_auth(&self.client_id, Some(&self.client_secret));
        request.form(&form).send().await?.error_for_status()?.text().await
    }
}
