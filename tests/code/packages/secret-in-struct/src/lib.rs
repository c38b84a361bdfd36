//@ undeclared: 1
use oauth2::{AuthUrl, ClientId, ClientSecret, TokenUrl, basic::BasicClient};
use once_cell::sync::Lazy;

pub struct Provider {
    pub name: &'static str,
    pub client_id: &'static str,
    pub client_secret: &'static str,
    pub auth_url: &'static str,
    pub token_url: &'static str,
}

pub static DISCORD: Provider = Provider {
    name: "Discord",
    client_id: "880218394199220334",
    client_secret: "mX3p9LQz0tYvA1sKfB6uHc2dJw8e", //~ secret_in_code
    auth_url: "https://discord.com/oauth2/authorize",
    token_url: "https://discord.com/api/oauth2/token",
};

pub static CLIENT: Lazy<BasicClient> = Lazy::new(|| {
    BasicClient::new(
        ClientId::new(DISCORD.client_id.to_string()),
        Some(ClientSecret::new(DISCORD.client_secret.to_string())),
        AuthUrl::new(DISCORD.auth_url.to_string()).expect("a URL"),
        TokenUrl::new(DISCORD.token_url.to_string()).ok(),
    )
});
