//@ undeclared: 1
use clap::Parser;
use oauth2::{
    ClientId, ResourceOwnerPassword, ResourceOwnerUsername, Scope, TokenResponse, TokenUrl,
    basic::BasicClient, reqwest,
};

#[derive(Parser)]
struct Arguments {
    #[arg(long)]
    server: String,
    #[arg(long)]
    user: String,
    #[arg(long, env = "FLEET_PASSWORD", hide_env_values = true)]
    password: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let http = reqwest::ClientBuilder::new()
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let client = BasicClient::new(ClientId::new("fleetctl".to_string()))
        .set_token_uri(TokenUrl::new(format!("{}/oauth/token", arguments.server))?);
    let user = ResourceOwnerUsername::new(arguments.user);
    let password = ResourceOwnerPassword::new(arguments.password);
    let tokens = client
        .exchange_password(&user, &password) //~ password_in_code
        .add_scope(Scope::new("fleet".to_string()))
        .request_async(&http)
        .await?;
    println!("export FLEET_TOKEN={}", tokens.access_token().secret());
    Ok(())
}
