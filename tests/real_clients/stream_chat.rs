//! A chat of streams: implicit and code in one library.

use super::finds;

#[test]
fn implicit() {
    finds(
        r#"kind = "native", grant = "implicit", redirect_uri = "http://127.0.0.1/cb""#,
        "struct Builder { client_id: Text, redirect_url: Text }",
        &["!implicit_grant"],
    );
}

#[test]
fn printed_by_a_default() {
    finds(
        r#"kind = "m2m""#,
        r#"struct Bot { client_id: Text, #[arg(long, default_value = "s3cr3t")] client_secret: Text }"#,
        &["!embedded_secret"],
    );
}
