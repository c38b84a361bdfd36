//! Grants of providers, exchanges without a client, and refresh tokens of other programs.

use super::{UNIT, finds, found, helps};

#[test]
fn an_exchange_without_client_authentication_is_a_warning() {
    let sts = "struct Sts { token_endpoint: Text }";
    for kind in ["m2m", "web", "trusted", "third_party"] {
        let attribute = format!(
            "kind = {kind:?}, grant = \"token-exchange\", auth = \"none\", scope = \"cloud\""
        );
        finds(&attribute, sts, &["unauthenticated_assertion"]);
        let fapi = format!("profile = \"fapi2\", sender_constraint = \"dpop\", {attribute}");
        assert!(found(&fapi, sts).iter().any(|rule| rule.starts_with('!')), "{fapi}");
    }
    let codex = r#"kind = "native", grant("authorization_code", "refresh_token", "token-exchange"),
        pkce = "S256", refresh = "rotate", scope = "openid", redirect_uri = "http://127.0.0.1/cb""#;
    finds(codex, "struct Cli { client_id: Text, issuer: Text }", &["unauthenticated_assertion"]);
    helps(codex, UNIT, &["allow(unauthenticated_assertion"], &["client_secret"]);
}

#[test]
fn a_grant_of_a_provider_is_not_taken_for_another_one() {
    for grant in [
        "account_credentials",
        "agent_credentials",
        "user_credentials",
        "fb_exchange_token",
        "ig_refresh_token",
        "app_secret_proof",
        "passcode",
        "service_account",
    ] {
        let attribute = format!("kind = \"m2m\", grant = {grant:?}");
        helps(&attribute, UNIT, &["the URI of an extension", "without `Flow`"], &["did you mean"]);
    }
    for (grant, meant) in [
        ("clientcredentials", "client_credentials"),
        ("client_credential", "client_credentials"),
        ("authorisation_code", "authorization_code"),
        ("autorization_code", "authorization_code"),
    ] {
        let attribute = format!("kind = \"m2m\", grant = {grant:?}");
        helps(&attribute, UNIT, &[&format!("did you mean `{meant}`?")], &[]);
    }
}

#[test]
fn a_client_may_use_the_refresh_token_of_another_program() {
    let helper = "struct Refresher { issuer: Text, token_endpoint: Option<Text>, \
                  refresh_token: SecretString, client_id: Text }";
    for kind in ["native", "device"] {
        finds(&format!("kind = {kind:?}, grant = \"refresh_token\""), helper, &[]);
    }
    finds(
        r#"kind = "spa", grant = "refresh_token", refresh = "rotate""#,
        helper,
        &["!refresh_without_source"],
    );
    finds(
        r#"kind = "native", grant = "refresh_token", refresh = "rotate""#,
        UNIT,
        &["!refresh_without_source"],
    );
}

#[test]
fn who_leaves_a_deprecated_grant_is_told_what_else_has_to_change() {
    let (returns, fields) =
        ("declare a `redirect_uri`", "remove the fields of the user's password");
    let implicit = r#"kind = "spa", grant = "implicit""#;
    let redirected = format!("{implicit}, redirect_uri = \"https://app.example.com/cb\"");
    helps(&redirected, UNIT, &["`authorization_code`"], &[returns, fields]);
    let password = r#"kind = "web", grant = "password""#;
    let client = "struct Client { client_id: Text, client_secret: Text }";
    helps(password, client, &[returns], &[fields]);
    let user =
        "struct Client { client_id: Text, client_secret: Text, username: Text, password: Text }";
    helps(password, user, &[returns, fields], &[]);
}

#[test]
fn the_target_of_an_exchange_is_named_in_one_of_several_ways() {
    let client = "struct Client { client_id: Text, client_secret: Text }";
    let exchange = r#"kind = "m2m", grant = "token-exchange""#;
    finds(exchange, client, &["token_exchange_without_target"]);
    for target in [
        r#"resource = "https://api.example.com""#,
        r#"resource = "runtime""#,
        r#"audience = "orders""#,
        r#"scope = "orders""#,
    ] {
        finds(&format!("{exchange}, {target}"), client, &[]);
    }
}
