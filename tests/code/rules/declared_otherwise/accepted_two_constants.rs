pub trait Provider {
    const SCOPE: &str;
}

#[oauth_flow::oauth_client(kind = "m2m", grant = "client_credentials", scope = "orders.read")]
pub struct Orders {
    pub client_id: String,
    pub client_secret: String,
    pub token_endpoint: String,
}

pub struct Stock;

impl Provider for Orders {
    const SCOPE: &str = "orders.read";
}

impl Provider for Stock {
    const SCOPE: &str = "stock.read";
}

impl Orders {
    pub async fn token(&self, http: &reqwest::Client) -> reqwest::Result<String> {
        let form = [("grant_type", "client_credentials"), ("scope", Self::SCOPE)];
        let request = http.post(&self.token_endpoint).form(&form);
        let request = request.basic_auth(&self.client_id, Some(&self.client_secret));
        request.send().await?.text().await
    }
}
