//! The names of fields, fields with several values, and structs of several services.

use super::{UNIT, finds, found, helps, is_mended};

#[test]
fn names_of_providers_and_of_other_crates_have_roles() {
    let native = r#"kind = "native", redirect_uri = "http://127.0.0.1:3000/cb""#;
    for fields in [
        "clientid: Text, clientsecret: Text",
        "clientId: Text, clientSecret: Text",
        "CLIENT_ID: Text, CLIENT_SECRET: Text",
        "oidc_clientid: Text, oidc_clientsecret: Text",
        "consumerkey: Text, consumersecret: Text",
        "consumer_key: Text, consumer_secret: Text",
        "app_key: Text, app_secret: Text",
        "client_key: Text, api_secret: Text",
        "client_id: Text, oauth_secret: Text",
        "client_id: Text, client_secret_value: Text",
        "client_id: Text, #[serde(rename = \"clientSecret\")] key: Text",
        "client_id: Text, #[serde(rename(deserialize = \"client-secret\"))] key: Text",
        "client_id: Text, #[arg(long = \"client-secret\")] key: Text",
        "client_id: Text, #[clap(long, env = \"OIDC_CLIENT_SECRET\")] key: Text",
    ] {
        finds(native, &format!("struct Cli {{ {fields} }}"), &["!secret_in_public_client"]);
    }
    // Another field has the role.
    let both =
        "struct Web { client_id: Text, client_secret: Text, app_key: Text, api_secret: Text }";
    finds(r#"kind = "web", redirect_uri = "runtime""#, both, &[]);
    for field in ["redirect", "callback", "redirecturi", "redirectUrl", "callbackurl"] {
        let item = format!("struct Web {{ client_id: Text, client_secret: Text, {field}: Text }}");
        finds(r#"kind = "web""#, &item, &[]);
    }
    for field in ["redirect: bool", "follow_redirect: Text", "callback: Box<dyn Fn()>"] {
        let item = format!("struct Web {{ client_id: Text, client_secret: Text, {field} }}");
        finds(r#"kind = "web""#, &item, &["!missing_redirect_uri"]);
    }
}

#[test]
fn a_near_miss_of_a_role_is_asked_about() {
    let native = r#"kind = "native", redirect_uri = "http://127.0.0.1/cb""#;
    for (field, role) in [
        ("oidc_cliend_id", "client_id"),
        ("clinet_id", "client_id"),
        ("client_secert", "client_secret"),
        ("token_enpoint", "token_endpoint"),
        ("autorization_endpoint", "authorization_endpoint"),
        ("redircet_uri", "redirect_uri"),
        ("secret_id", "client_id"),
    ] {
        let item = format!("struct Client {{ {field}: Text }}");
        finds(native, &item, &["misspelt_field"]);
        helps(native, &item, &[&format!("`#[oauth({role})]`"), "`#[oauth(skip)]`"], &[]);
    }
    for field in ["client_ip", "client_ids", "clients_id", "issue_url", "taken_at", "token_urls"] {
        let item = format!("struct Client {{ client_id: Text, {field}: Text }}");
        finds(native, &item, &[]);
    }
    // Also where no other field is the identifier: another form of a word, a word of its own, and a number.
    for field in ["clients_id: Text", "clien_id: Text", "clientip: Text", "oidc_cliend_id: u32"] {
        finds(native, &format!("struct Client {{ token_url: Text, {field} }}"), &[]);
    }
}

#[test]
fn a_switch_of_the_certificate_check_is_known_by_its_words() {
    let client =
        |field: &str| format!("struct Client {{ client_id: Text, client_secret: Text, {field} }}");
    for switch in [
        "ignore_untrusted_cert",
        "verify_ssl",
        "ssl_no_verify",
        "ignore_cert",
        "trust_all_certs",
        "disable_ssl_verification",
        "tls_skip_verify",
        "validate_certificate",
        "no_check_certificate",
        "accept_self_signed",
        "verifySsl",
    ] {
        finds(r#"kind = "m2m""#, &client(&format!("{switch}: bool")), &["insecure_switch"]);
        finds(r#"kind = "m2m""#, &client(&format!("{switch}: Option<bool>")), &["insecure_switch"]);
    }
    for other in [
        "use_tls: bool",
        "trusted_certs: Vec<PathBuf>",
        "verify_email: bool",
        "trust_host: bool",
        "disable_cert_reload: bool",
        "smtp_accept_invalid_certs: bool",
        "ldap_tls_skip_verify: bool",
        "s3_allow_http: bool",
    ] {
        finds(r#"kind = "m2m""#, &client(other), &[]);
    }
}

#[test]
fn values_of_one_request_are_known_by_their_names() {
    let native = r#"kind = "native", redirect_uri = "http://127.0.0.1/cb""#;
    for field in [
        "state",
        "verifier",
        "nonce",
        "login_nonce",
        "pkce_verifier",
        "code_verifier",
        "csrf_token",
    ] {
        for ty in ["String", "Option<String>"] {
            let item = format!("struct Login {{ client_id: Text, {field}: {ty} }}");
            finds(native, &item, &["!request_value_in_config"]);
            is_mended(native, &item);
        }
        let item = format!("struct Login {{ client_id: Text, {field}: AppState }}");
        finds(native, &item, &[]);
    }
    // Nothing says that this is the client.
    finds(native, "struct Address { token_url: Text, state: String }", &[]);
}

#[test]
fn a_user_name_beside_a_password_is_asked_about() {
    let client =
        "struct Client { client_id: Text, client_secret: Text, username: Text, password: Text }";
    for kind in ["m2m", "web", "trusted"] {
        let uri = if kind == "m2m" { "" } else { ", redirect_uri = \"runtime\"" };
        finds(&format!("kind = {kind:?}{uri}"), client, &["password_without_grant"]);
    }
    let declared = r#"kind = "trusted", grant = "password", auth = "client_secret_basic", allow(password_grant, reason = "old")"#;
    finds(declared, client, &[]);
    let other = "struct Client { client_id: Text, client_secret: Text, smtp_username: Text, smtp_password: Text }";
    finds(r#"kind = "m2m""#, other, &[]);
    let part = "struct Part { client_secret: Text, username: Text, password: Text }";
    finds(r#"kind = "m2m""#, part, &[]);
}

#[test]
fn a_struct_that_is_no_client_says_that_nothing_was_checked() {
    let web = r#"kind = "web", redirect_uri = "runtime""#;
    finds(web, "struct Clients { github: Client, google: Client }", &["unchecked_struct"]);
    finds(web, "struct Login(BasicClient);", &["unchecked_struct"]);
    for field in ["scope", "resource", "audience"] {
        finds(web, &format!("struct Options {{ {field}: Text }}"), &["unchecked_struct"]);
    }
    // What could not be read may name the client.
    let unread =
        found(r#"kind = "web", redirect_uri = "runtime", client_id = 5"#, "struct A { b: u8 }");
    assert_eq!(unread, ["!wrong_value"]);
    for item in [
        UNIT,
        "struct Client {}",
        "struct Urls { token_url: Text }",
        "struct Part { issuer: Text }",
        "struct Part { #[serde(flatten)] rest: Rest }",
        "struct Other { #[oauth(skip)] rest: Rest }",
    ] {
        finds(web, item, &[]);
    }
    finds(
        r#"kind = "web", client_id = "portal", redirect_uri = "runtime""#,
        "struct A { b: u8 }",
        &[],
    );
}

#[test]
fn one_field_may_hold_several_values() {
    let both = "struct Catalog { token_endpoint: Text, \
                #[oauth(client_id, client_secret)] credential: (Option<Text>, SecretString) }";
    finds(r#"kind = "m2m", auth = "client_secret_post", scope = "catalog""#, both, &[]);
    finds(
        r#"kind = "native", redirect_uri = "http://127.0.0.1/cb""#,
        both,
        &["!secret_in_public_client"],
    );
}

#[test]
fn a_prefix_names_the_fields_of_the_client() {
    let service = "struct Settings { domain: Text, smtp_accept_invalid_certs: bool, \
                   yubico_client_id: Text, yubico_secret_key: Text, sso_client_id: Text, \
                   sso_client_secret: Text, sso_authority: Text, sso_callback_path: Text }";
    let web = r#"kind = "web", redirect_uri = "runtime", scope = "openid""#;
    finds(web, service, &["!repeated_role"]);
    helps(web, service, &["#[oauth(skip)]", "`fields = \"...\"`"], &[]);
    finds(&format!("{web}, fields = \"sso_\""), service, &[]);
    // What follows the prefix has the role, as a whole name too.
    let native = r#"kind = "native", redirect_uri = "runtime", fields = "sso_""#;
    let secret =
        "struct Settings { sso_client_id: Text, sso_secret: Text, db_client_secret: Text }";
    finds(native, secret, &["!secret_in_public_client"]);
    let other = "struct Settings { sso_client_id: Text, db_client_secret: Text }";
    finds(native, other, &[]);
}

#[test]
fn a_secret_of_another_service_is_answered_by_skip() {
    let printed =
        "#[derive(Debug)] struct Client { token_url: Text, billing_client_secret: String }";
    let embedded = "struct Client { token_url: Text, billing_client_secret: &'static str }";
    for item in [printed, embedded] {
        helps(r#"kind = "m2m""#, item, &["`#[oauth(skip)]`"], &[]);
    }
    let own = "#[derive(Debug)] struct Client { token_url: Text, client_secret: String }";
    helps(r#"kind = "m2m""#, own, &[], &["skip"]);
    let native = r#"kind = "native", redirect_uri = "http://127.0.0.1/cb""#;
    for (field, of_another) in
        [("client_secret", false), ("app_secret", false), ("billing_client_secret", true)]
    {
        let item = format!("struct Client {{ token_url: Text, {field}: Text }}");
        let skip = ["`#[oauth(skip)]`"];
        let (parts, not) = if of_another { (&skip[..], &[][..]) } else { (&[][..], &skip[..]) };
        helps(native, &item, parts, not);
    }
}

#[test]
fn a_field_of_another_service_is_answered_by_skip() {
    let native = r#"kind = "native", redirect_uri = "http://127.0.0.1/cb""#;
    for fields in [
        "client_id: Text, billing_client_secret: Text",
        "client_id: Text, proxy_danger_accept_invalid_certs: bool",
        "client_id: Text, state: String",
        "client_id: Text, upstream_use_pkce: bool",
        "github_client_id: Text, google_client_id: Text",
    ] {
        helps(native, &format!("struct Client {{ {fields} }}"), &["`#[oauth(skip)]`"], &[]);
    }
}
