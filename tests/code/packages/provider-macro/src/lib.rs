//@ undeclared: 1
use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, Scope, url::Url};

macro_rules! provider {
    ($name:ident, $auth:literal, $token:literal) => {
        pub fn $name(id: String, secret: String) -> oauth2::basic::BasicClient {
            oauth2::basic::BasicClient::new(
                oauth2::ClientId::new(id),
                Some(oauth2::ClientSecret::new(secret)),
                oauth2::AuthUrl::new($auth.to_string()).expect("a URL"),
                oauth2::TokenUrl::new($token.to_string()).ok(),
            )
        }
    };
}

provider!(
    notion,
    "https://api.notion.com/v1/oauth/authorize",
    "https://api.notion.com/v1/oauth/token"
);
provider!(
    dropbox,
    "https://www.dropbox.com/oauth2/authorize",
    "https://api.dropboxapi.com/oauth2/token"
);

pub fn files(client: &oauth2::basic::BasicClient) -> (Url, PkceCodeVerifier) {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, _state) = client //~ unchecked_state
        .authorize_url(CsrfToken::new_random)
        .add_scope(Scope::new("files.content.read".to_string()))
        .set_pkce_challenge(challenge)
        .url();
    (url, verifier)
}
