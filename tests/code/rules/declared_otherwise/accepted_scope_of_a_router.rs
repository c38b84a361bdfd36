use actix_web::{Scope, web};

#[oauth_flow::oauth_client(
    kind = "m2m",
    grant = "client_credentials",
    scope = "orders.read",
    token_endpoint = "https://id.example.com/oauth2/token"
)]
pub struct Orders {
    pub client_id: String,
    pub client_secret: String,
}

impl Orders {
    pub async fn token(&self, http: &reqwest::Client) -> reqwest::Result<String> {
        let form = [("grant_type", "client_credentials"), ("scope", "orders.read")];
        let request = http.post("https://id.example.com/oauth2/token").form(&form);
        let request = request.basic_auth(&self.client_id, Some(&self.client_secret));
        request.send().await?.text().await
    }

    pub fn routes() -> Scope {
        Scope::new("/orders").route("/", web::get().to(|| async { "none" }))
    }
}
