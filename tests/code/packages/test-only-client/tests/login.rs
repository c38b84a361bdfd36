use oauth2::{AuthUrl, ClientId, ClientSecret, CsrfToken, basic::BasicClient};

#[test]
fn login_page_opens() {
    let auth = AuthUrl::new("http://login.example.com/authorize".to_string()).unwrap();
    let client = BasicClient::new(ClientId::new("e2e".to_string()))
        .set_client_secret(ClientSecret::new("e2e-secret".to_string()))
        .set_auth_uri(auth);
    let (url, _) = client.authorize_url(CsrfToken::new_random).url();
    assert!(url.as_str().contains("client_id=e2e"));
}
