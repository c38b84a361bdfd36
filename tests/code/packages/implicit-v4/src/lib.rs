//@ undeclared: 1
use oauth2::{CsrfToken, Scope, basic::BasicClient, url::Url};

pub struct Widget {
    client: BasicClient,
    scopes: &'static [&'static str],
}

impl Widget {
    pub fn new(client: BasicClient) -> Self {
        Self {
            client,
            scopes: &["calendar.read", "calendar.free_busy"],
        }
    }

    pub fn popup(&self) -> (Url, CsrfToken) {
        self.client
            .authorize_url(CsrfToken::new_random)
            .use_implicit_flow() //~ implicit_in_code
            .add_scopes(
                self.scopes
                    .iter()
                    .map(|scope| Scope::new((*scope).to_string())),
            )
            .url()
    }
}
