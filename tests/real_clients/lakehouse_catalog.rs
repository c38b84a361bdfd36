//! The catalogue of a lakehouse: identifier and secret in one field, the first of them optional.

use super::finds;
use oauth_flow::oauth_client;

pub struct SensitiveString(String);

#[oauth_client(kind = "m2m", auth = "client_secret_post", scope = "catalog")]
pub struct Params {
    token_endpoint: String,
    #[oauth(client_id, client_secret)]
    credential: Option<(Option<String>, SensitiveString)>,
}

#[test]
fn unseen() {
    finds(
        r#"kind = "m2m", auth = "client_secret_post""#,
        "struct Params { credential: Option<(Option<Text>, Text)>, oauth_server: Text }",
        &["unchecked_struct"],
    );
}
