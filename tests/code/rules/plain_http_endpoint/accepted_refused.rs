use oauth2::{ClientId, TokenUrl, basic::BasicClient};

/// A client, unless its endpoint is of plain `http`.
pub fn client(id: ClientId, token: String) -> anyhow::Result<TokenUrl> {
    anyhow::ensure!(!token.starts_with("http://"), "`{token}` is reached without TLS");
    let token = TokenUrl::new(token)?;
    let client = BasicClient::new(id).set_token_uri(token);
    Ok(client.token_uri().clone())
}
