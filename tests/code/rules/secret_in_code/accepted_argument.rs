use clap::Parser;
use oauth2::{AuthUrl, ClientId, ClientSecret, basic::BasicClient};

#[derive(Parser)]
pub struct Arguments {
    #[arg(long, env = "TOOL_CLIENT_ID")]
    client_id: String,
    #[arg(long, env = "TOOL_CLIENT_SECRET", hide_env_values = true)]
    client_secret: Option<String>,
}

pub fn client(arguments: Arguments, authorize: AuthUrl) -> BasicClient {
    let secret = arguments.client_secret.map(ClientSecret::new);
    BasicClient::new(ClientId::new(arguments.client_id), secret, authorize, None)
}
