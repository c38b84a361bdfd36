//! The type of a field cannot be read: a secret type of another crate.

use oauth_flow::flow::Flow;
use oauth_flow::oauth_client;
use secrecy::SecretString;

#[oauth_client(kind = "web", redirect_uri = "runtime")]
struct Login {
    client_id: String,
    client_secret: Option<SecretString>,
}

fn main() {
    let login = Login { client_id: String::new(), client_secret: None };
    let _ = Flow::new(&login);
}
