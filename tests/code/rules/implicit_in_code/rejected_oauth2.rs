//@ fact: the response type `token` puts the access token into the redirect
use oauth2::{CsrfToken, Scope, basic::BasicClient, url::Url};

pub fn start(client: &BasicClient) -> (Url, CsrfToken) {
    client
        .authorize_url(CsrfToken::new_random)
        .use_implicit_flow() //~ implicit_in_code
        .add_scope(Scope::new("chat:read".to_string()))
        .url()
}
