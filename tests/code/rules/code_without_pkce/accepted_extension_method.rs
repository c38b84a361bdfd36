use oauth2::{CsrfToken, basic::BasicClient, url::Url};

use crate::policy::{Policy, WithPolicy};

pub fn begin(client: &BasicClient, policy: &Policy) -> (Url, CsrfToken) {
    client.authorize_url(CsrfToken::new_random).with_policy(policy).url()
}
