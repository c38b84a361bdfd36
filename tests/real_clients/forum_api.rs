//! The API client of a forum: a user name and a password beside the client.

use super::finds;

#[test]
fn declared() {
    finds(
        r#"kind = "trusted", grant = "password", auth = "client_secret_basic""#,
        "struct Config { client_id: Text, client_secret: Text, username: Text, password: Text }",
        &["!password_grant"],
    );
}

#[test]
fn claimed_to_be_a_machine() {
    finds(
        r#"kind = "m2m""#,
        "struct Config { client_id: Text, client_secret: Text, username: Option<Text>, password: Option<Text> }",
        &["password_without_grant"],
    );
}
