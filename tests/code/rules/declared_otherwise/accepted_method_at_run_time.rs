#[oauth_flow::oauth_client(
    kind = "m2m",
    grant = "client_credentials",
    auth = "client_secret_basic",
    token_endpoint = "https://id.example.com/oauth2/token"
)]
pub struct Feed {
    pub client_id: String,
    pub client_secret: String,
    pub in_body: bool,
}

impl Feed {
    pub async fn token(&self, http: &reqwest::Client) -> reqwest::Result<String> {
        let mut form = vec![("grant_type", "client_credentials")];
        let mut request = http.post("https://id.example.com/oauth2/token");
        if self.in_body {
            form.push(("client_secret", self.client_secret.as_str()));
        } else {
            request = request.basic_auth(&self.client_id, Some(&self.client_secret));
        }
        request.form(&form).send().await?.text().await
    }
}
