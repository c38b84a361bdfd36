pub fn url(client_id: &str, request: &str) -> String {
    format!(
        "https://id.example.com/oauth2/authorize?response_type=code&client_id={client_id}&request={request}"
    )
}
