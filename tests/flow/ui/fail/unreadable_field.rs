//! The type of a field cannot be read: a secret type of another crate.

use oauth_flow::flow::ClientFields;
use oauth_flow::oauth_client;
use secrecy::SecretString;

fn read<C: ClientFields>(_config: &C) {}

#[oauth_client(kind = "web", redirect_uri = "runtime")]
struct Login {
    client_id: String,
    client_secret: Option<SecretString>,
}

fn main() {
    read(&Login { client_id: String::new(), client_secret: None });
}
