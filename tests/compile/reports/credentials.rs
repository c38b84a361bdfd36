//! Credentials: by reference, of one installation, insisted on by a provider, and as a literal.

use super::{UNIT, finds, helps, is_mended};

#[test]
fn a_field_that_says_where_the_secret_is_is_a_credential() {
    for field in [
        "client_secret_file: PathBuf",
        "client_secret_path: String",
        "client_secret_command: Vec<String>",
        "client_secret_arn: String",
        "client_secret_ref: SecretRef",
        "client_secret_env: String",
        "client_secret_name: String",
        "secret_name: String",
        "secret_arn: String",
        "github_client_secret_file: Option<PathBuf>",
        "app_secret_path: PathBuf",
        "secret_file: PathBuf",
        "clientSecretFile: String",
    ] {
        let item = format!("struct Client {{ client_id: Text, {field} }}");
        finds(r#"kind = "m2m""#, &item, &[]);
        finds(
            r#"kind = "native", redirect_uri = "http://127.0.0.1/cb""#,
            &item,
            &["!secret_in_public_client"],
        );
    }
    let none = "struct Client { client_id: Text, secret_santa: Text }";
    finds(r#"kind = "m2m""#, none, &["!missing_credential"]);
}

#[test]
fn a_field_that_says_where_the_key_is_is_a_credential() {
    for field in [
        "private_key_path: PathBuf",
        "private_key_pem: SecretString",
        "signing_key_file: PathBuf",
        "certificate_path: PathBuf",
        "client_certificate: Vec<u8>",
        "client_cert_path: PathBuf",
        "pfx_path: PathBuf",
        "kms_key_id: String",
        "kms_key_arn: String",
        "kms_alias: String",
        "client_cert_pem: Vec<u8>",
        "private_key_id: String",
        "key_vault_url: Url",
        "signer: Box<dyn Signer>",
        "federated_token_file: PathBuf",
        "web_identity_token_file: PathBuf",
        "client_assertion: SecretString",
        "client_assertion_path: PathBuf",
    ] {
        let item = format!("struct Client {{ client_id: Text, {field} }}");
        finds(r#"kind = "m2m", auth = "private_key_jwt""#, &item, &[]);
        // The method that the field fits.
        let default = r#"kind = "m2m""#;
        helps(default, &item, &["add `auth = \"private_key_jwt\"`"], &[]);
        is_mended(default, &item);
    }
    for field in [
        "refresh_token_file: PathBuf",
        "access_token_file: PathBuf",
        "token_cache_path: PathBuf",
        "ca_cert_path: PathBuf",
        "public_key_path: PathBuf",
    ] {
        let item = format!("struct Client {{ client_id: Text, {field} }}");
        finds(r#"kind = "m2m", auth = "private_key_jwt""#, &item, &["!missing_credential"]);
    }
}

#[test]
fn a_signed_secret_needs_the_identifiers_that_its_jwt_names() {
    let attribute = r#"kind = "web", auth = "client_secret_post", response_mode = "form_post",
        scope = "openid name email", redirect_uri = "https://app.example.com/apple""#;
    let apple = "struct Apple { client_id: Text, team_id: Text, key_id: Text, private_key: Text }";
    finds(attribute, apple, &[]);
    let prefixed = "struct Apple { apple_client_id: Text, apple_team_id: Text, apple_key_id: Text, \
                    apple_private_key_path: PathBuf }";
    finds(attribute, prefixed, &[]);
    let no_team = "struct Client { client_id: Text, key_id: Text, private_key: Text }";
    finds(attribute, no_team, &["!missing_credential"]);
    let bare = "struct Client { client_id: Text, private_key: Text }";
    helps(attribute, bare, &["use `auth = \"private_key_jwt\"`"], &[]);
    is_mended(attribute, bare);
}

#[test]
fn a_key_that_signs_the_grant_needs_no_client_authentication() {
    let account = "struct Account { client_id: Option<Text>, client_email: Text, \
                   private_key: Text, token_uri: Text }";
    let attribute = r#"kind = "m2m", grant = "jwt-bearer""#;
    helps(attribute, account, &["add `auth = \"none\"`"], &["client_secret"]);
    is_mended(attribute, account);
}

#[test]
fn the_keys_of_the_server_are_not_the_clients() {
    let attribute = r#"kind = "web", auth = "private_key_jwt", redirect_uri = "runtime""#;
    for server in ["issuer", "authorization_endpoint", "auth_url"] {
        let item = format!("struct Client {{ client_id: Text, {server}: Text, jwks_uri: Text }}");
        finds(attribute, &item, &["!missing_credential"]);
    }
    finds(attribute, "struct Client { client_id: Text, jwks_uri: Text }", &[]);
    let both = "struct Client { client_id: Text, issuer: Text, jwks_uri: Text, private_key: Text }";
    finds(attribute, both, &[]);
}

#[test]
fn the_secret_of_an_installation_that_registers_itself_is_not_shared() {
    let client = "struct Client { client_id: Text, client_secret: Option<Text> }";
    for kind in ["native", "device"] {
        let uri = if kind == "native" { ", redirect_uri = \"http://127.0.0.1/cb\"" } else { "" };
        let attribute =
            format!("kind = {kind:?}, auth = \"client_secret_post\", dynamic_registration{uri}");
        finds(&attribute, client, &[]);
        let attribute = format!("kind = {kind:?}, auth = \"client_secret_post\"{uri}");
        finds(&attribute, client, &["!secret_in_public_client"]);
        for evidence in ["registration_access_token", "registration_client_uri"] {
            let fields = format!("client_id: Text, client_secret: Text, {evidence}: Text");
            finds(&attribute, &format!("struct Client {{ {fields} }}"), &[]);
            let fields = format!("client_id: Text, client_secret: &'static str, {evidence}: Text");
            let embedded = format!("struct Client {{ {fields} }}");
            finds(&attribute, &embedded, &["!secret_in_public_client"]);
        }
    }
    let embedded = "struct Client { client_id: Text, client_secret: &'static str }";
    let native = r#"kind = "native", auth = "client_secret_post", dynamic_registration,
        redirect_uri = "http://127.0.0.1/cb""#;
    finds(native, embedded, &["!embedded_secret"]);
    let spa = r#"kind = "spa", auth = "client_secret_post", dynamic_registration,
        redirect_uri = "https://app.example.com/cb""#;
    finds(spa, client, &["!secret_in_public_client", "dynamic_registration_of_one_installation"]);
}

#[test]
fn the_provider_that_insists_on_a_secret_is_answered_by_the_waiver() {
    let desktop = "struct Desktop { client_id: Text, client_secret: Text }";
    let attribute =
        r#"kind = "native", auth = "client_secret_post", redirect_uri = "http://127.0.0.1/cb""#;
    helps(
        attribute,
        desktop,
        &["allow(secret_in_public_client, reason = \"...\")", "declare `dynamic_registration`"],
        &[],
    );
    let waived =
        format!("{attribute}, allow(secret_in_public_client, reason = \"it asks for it\")");
    finds(&waived, desktop, &[]);
    let printed = "#[derive(Debug)] struct Desktop { client_id: Text, client_secret: String }";
    finds(&waived, printed, &["leaky_secret"]);
    let spa = r#"kind = "spa", auth = "client_secret_post", redirect_uri = "runtime""#;
    helps(spa, desktop, &["allow(secret_in_public_client"], &["dynamic_registration"]);
}

#[test]
fn a_default_that_is_a_literal_makes_the_secret_part_of_the_program() {
    for attribute in [
        r#"arg(long, env, default_value = "client-secret")"#,
        r#"clap(long, default_value = "client-secret")"#,
        r#"arg(default_value_t = String::from("client-secret"))"#,
        r#"arg(default_value_os = "client-secret")"#,
        r#"arg(long, default_missing_value = "client-secret")"#,
        r#"structopt(long, default_value = "client-secret")"#,
        r#"builder(default = "client-secret".into())"#,
        r#"builder(default = "\"client-secret\".to_string()")"#,
        r#"derivative(Default(value = "\"client-secret\".to_string()"))"#,
        r#"educe(Default(expression = String::from("client-secret")))"#,
        r#"default = "client-secret""#,
        r#"default("client-secret".to_string())"#,
        r#"config(default = "client-secret")"#,
        r#"envconfig(from = "SECRET", default = "client-secret")"#,
        r#"arg(default_value = env!("CLIENT_SECRET"))"#,
        r#"argh(option, default = "String::from(\"client-secret\")")"#,
        r#"default(_code = "\"client-secret\".into()")"#,
    ] {
        let item =
            format!("struct Client {{ client_id: Text, #[{attribute}] client_secret: Text }}");
        finds(r#"kind = "m2m""#, &item, &["!embedded_secret"]);
    }
}

#[test]
fn a_default_that_is_no_text_of_a_secret_is_none() {
    for attribute in [
        r#"arg(long, env, default_value = "")"#,
        r#"arg(long, env = "CLIENT_SECRET")"#,
        r#"serde(default = "secret_from_vault")"#,
        "serde(default)",
        r#"arg(default_value_t = std::env::var("CLIENT_SECRET").unwrap_or_default())"#,
        "arg(default_value_t = SECRET)",
        r#"argh(option, default = "secret_from_vault()")"#,
        r#"default(_code = "secret_from_vault()")"#,
        r#"builder(default = "Self::secret_from_vault()")"#,
        r#"doc = "default = \"client-secret\"""#,
        r#"label = "client secret""#,
        r#"arg(help = "default: none")"#,
    ] {
        let item =
            format!("struct Client {{ client_id: Text, #[{attribute}] client_secret: Text }}");
        finds(r#"kind = "m2m""#, &item, &[]);
    }
    let other = r#"struct Client { client_id: Text, client_secret: Text, #[arg(default_value = "eu")] region: Text }"#;
    finds(r#"kind = "m2m""#, other, &[]);
}

#[test]
fn a_field_is_asked_for_only_where_the_struct_is_the_whole_client() {
    let attribute = r#"kind = "web", auth = "none", grant = "authorization_code", pkce = "S256",
        redirect_uri = "https://app.example.com/cb""#;
    let field = "add a `client_secret` field";
    helps(attribute, "struct Client { client_id: Text }", &[field], &[]);
    let rest = "struct Client { client_id: Text, #[serde(flatten)] rest: Rest }";
    helps(attribute, rest, &["declare `auth = \"client_secret_basic\"`"], &[field]);
    helps(attribute, UNIT, &["declare `auth = \"client_secret_basic\"`"], &[field]);
}

#[test]
fn a_client_that_does_not_authenticate_is_told_the_method_of_its_credential() {
    let attribute = r#"kind = "web", auth = "none", redirect_uri = "runtime""#;
    for (field, method) in [
        ("private_key", "private_key_jwt"),
        ("kms_key_id", "private_key_jwt"),
        ("client_assertion", "private_key_jwt"),
        ("client_secret", "client_secret_basic"),
        ("client_secret_file", "client_secret_basic"),
    ] {
        let item = format!("struct Client {{ client_id: Text, {field}: Text }}");
        let method = format!("declare `auth = \"{method}\"`");
        helps(attribute, &item, &[&method], &["jwks_uri", "add a"]);
    }
}

#[test]
fn a_profile_that_deprecates_the_registration_of_each_installation_says_so() {
    let secret = "struct Client { client_id: Text, client_secret: Text }";
    let attribute = r#"kind = "native", redirect_uri = "http://127.0.0.1/cb""#;
    let deprecated = "which MCP deprecates";
    helps(attribute, secret, &["declare `dynamic_registration`"], &[deprecated]);
    let of_mcp = format!(r#"profile = "mcp", {attribute}, resource = "https://mcp.example.com""#);
    helps(&of_mcp, secret, &["declare `dynamic_registration`", deprecated], &[]);
}
