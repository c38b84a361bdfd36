use crate::models::ClientRepresentation;

#[derive(Clone, Debug)]
pub struct Configuration {
    pub base_path: String,
    pub user_agent: Option<String>,
    pub client: reqwest::Client,
    pub oauth_access_token: Option<String>,
}

/// GET /admin/realms/{realm}/clients
pub async fn clients_get(
    configuration: &Configuration,
    realm: &str,
) -> Result<Vec<ClientRepresentation>, reqwest::Error> {
    let uri = format!("{}/admin/realms/{realm}/clients", configuration.base_path);
    let mut request = configuration.client.request(reqwest::Method::GET, uri);
    if let Some(user_agent) = &configuration.user_agent {
        request = request.header(reqwest::header::USER_AGENT, user_agent.clone());
    }
    if let Some(token) = &configuration.oauth_access_token {
        request = request.bearer_auth(token.to_owned());
    }
    request.send().await?.error_for_status()?.json().await
}
