//! A compiler cache: an enum of ways to sign in, which a file of serde chooses from.

use super::finds;
use oauth_flow::oauth_client;

#[derive(serde::Deserialize)]
#[serde(tag = "type")]
pub enum Login {
    Token { token: String },
    Browser(Browser),
}

#[oauth_client(kind = "native", redirect_uri = "http://127.0.0.1:8731/redirect")]
#[derive(serde::Deserialize)]
pub struct Browser {
    pub client_id: String,
    pub auth_url: String,
    pub token_url: String,
}

#[test]
fn the_format_of_the_file_stays() {
    let text = r#"{"type":"Browser","client_id":"a","auth_url":"b","token_url":"c"}"#;
    let read: Login = serde_json::from_str(text).expect("the same format as before");
    assert!(matches!(read, Login::Browser(Browser { client_id, .. }) if client_id == "a"));
}

#[test]
fn an_enum() {
    finds(
        r#"kind = "native", redirect_uri = "http://127.0.0.1/cb""#,
        r#"#[derive(Deserialize)] #[serde(tag = "type")] enum Login { Token { token: String }, Browser { client_id: String, auth_url: String } }"#,
        &["!not_a_struct"],
    );
}

#[test]
fn its_older_way() {
    finds(
        r#"kind = "native", grant = "implicit", redirect_uri = "http://localhost:12731/redirect""#,
        "struct Older { client_id: Text, auth_url: Text }",
        &["!implicit_grant", "localhost_redirect_uri"],
    );
}
