//@ undeclared: 1
use openidconnect::{
    ClientId, ClientSecret, IssuerUrl,
    core::{CoreClient, CoreProviderMetadata},
    reqwest,
};

pub async fn issuer_of(realm: &str, http: &reqwest::Client) -> anyhow::Result<String> {
    let issuer = match realm {
        "staff" => IssuerUrl::new("https://id.example.com/staff".to_owned())?,
        _ => IssuerUrl::new("http://id.example.com/guests".to_owned())?, //~ plain_http_endpoint
    };
    let metadata = CoreProviderMetadata::discover_async(issuer, http).await?;
    let client = CoreClient::from_provider_metadata(
        metadata.clone(),
        ClientId::new("door-panel".to_owned()),
        std::env::var("DOOR_PANEL_SECRET")
            .ok()
            .map(ClientSecret::new),
    );
    Ok(format!(
        "{} at {}",
        client.client_id().as_str(),
        metadata.issuer().as_str()
    ))
}

pub async fn badge_token(http: &reqwest::Client, panel: &str) -> anyhow::Result<String> {
    let secret = std::env::var("DOOR_PANEL_SECRET")?;
    let response = http
        .post(format!("http://id.example.com/panels/{panel}/token")) //~ plain_http_endpoint
        .basic_auth("door-panel", Some(secret))
        .form(&[("grant_type", "client_credentials"), ("scope", "badges")])
        .send()
        .await?;
    Ok(response.error_for_status()?.text().await?)
}
