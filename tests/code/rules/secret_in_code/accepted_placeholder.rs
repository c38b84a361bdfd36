pub struct Settings {
    pub client_id: String,
    pub client_secret: String,
    pub token_url: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            client_id: "your-client-id".to_owned(),
            client_secret: "your-client-secret".to_owned(),
            token_url: "https://auth.example.com/oauth/token".to_owned(),
        }
    }
}
