use url::form_urlencoded::Serializer;

/// `id_token` alone, which the browser posts to the client.
pub fn query(client_id: &str, callback: &str, state: &str, nonce: &str) -> String {
    Serializer::new(String::new())
        .append_pair("response_type", "id_token")
        .append_pair("response_mode", "form_post")
        .append_pair("client_id", client_id)
        .append_pair("redirect_uri", callback)
        .append_pair("state", state)
        .append_pair("nonce", nonce)
        .finish()
}
