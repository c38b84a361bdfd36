//! What engineers reported in public of configurations like theirs, each kind with inputs of its own:
//! what is found, by rule, and what the help says where the help was at fault.

use oauth_flow_compile_tests::follow_the_help;
use oauth_flow_core::Level;
use oauth_flow_syntax::text::{Text, apply, read};

const UNIT: &str = "struct Client;";

/// The rules of what is found, errors with a mark.
fn found(attribute: &str, item: &str) -> Vec<String> {
    let findings = read(attribute, item).findings();
    let shown = findings.iter().map(|finding| match finding.level {
        Level::Error => format!("!{}", finding.rule.id),
        _ => String::from(finding.rule.id),
    });
    shown.collect()
}

/// Asserts what is found: an error begins with `!`.
#[track_caller]
fn finds(attribute: &str, item: &str, expected: &[&str]) {
    assert_eq!(found(attribute, item), expected, "{attribute} on {item}");
    follow_the_help(attribute, item);
}

/// Asserts that the help of the only finding has these parts and none of the others.
#[track_caller]
fn helps(attribute: &str, item: &str, parts: &[&str], not: &[&str]) {
    let findings = read(attribute, item).findings();
    let [finding] = findings.as_slice() else { panic!("{attribute} on {item}: {findings:?}") };
    for part in parts {
        assert!(finding.help.contains(part), "{attribute}: {} lacks {part}", finding.help);
    }
    for part in not {
        assert!(!finding.help.contains(part), "{attribute}: {} has {part}", finding.help);
    }
}

/// Asserts that whoever does what each help says gets no further finding.
#[track_caller]
fn is_mended(attribute: &str, item: &str) {
    let text = Text { attribute: attribute.to_owned(), item: item.to_owned() };
    let source = text.read();
    for finding in source.findings() {
        let Some(fixed) = apply(&text, &source, &finding.remedy) else {
            panic!("{}: {} is a question", finding.rule.id, finding.help)
        };
        let left = found(&fixed.attribute, &fixed.item);
        assert_eq!(left, [""; 0], "{attribute} became {fixed:?}");
    }
}

// A waiver that the run time can need.

#[test]
fn a_waiver_of_values_that_arrive_at_run_time_is_used() {
    let whole = "struct Client { client_id: Text, client_secret: Text, issuer: Text, \
                 authorization_url: Text, token_url: Text, callback_url: Text, scopes: Text, \
                 resource: Text }";
    for rule in [
        "insecure_issuer",
        "insecure_endpoint",
        "loopback_issuer",
        "templated_server_url",
        "insecure_redirect_uri",
        "loopback_redirect_uri",
        "localhost_redirect_uri",
        "private_use_scheme",
        "redirect_uri_fragment",
        "secret_in_uri",
        "missing_openid_scope",
        "over_broad_scope",
        "joined_scopes",
        "invalid_resource",
    ] {
        let waiver = format!("allow({rule}, reason = \"compose network\")");
        finds(&format!("kind = \"web\", {waiver}"), whole, &[]);
    }
    let waived = |rule: &str| format!("allow({rule}, reason = \"compose network\")");
    let run_time = |rule| format!("kind = \"web\", redirect_uri = \"runtime\", {}", waived(rule));
    finds(&run_time("insecure_redirect_uri"), UNIT, &[]);
    // The issuer, the endpoints and the scope come from the server's metadata and the builder.
    for rule in ["insecure_issuer", "insecure_endpoint", "over_broad_scope", "invalid_resource"] {
        finds(&run_time(rule), UNIT, &[]);
    }
}

#[test]
fn a_waiver_of_values_that_are_all_declared_is_unused() {
    let declared = r#"kind = "m2m", issuer = "https://as.example.com",
        token_endpoint = "https://as.example.com/token", scope = "orders:read",
        resource = "https://api.example.com""#;
    for rule in [
        "insecure_issuer",
        "insecure_endpoint",
        "loopback_issuer",
        "over_broad_scope",
        "invalid_resource",
        // No rule of values, or none of this client.
        "plain_pkce",
        "insecure_redirect_uri",
        "insecure_logout_uri",
    ] {
        let attribute = format!("{declared}, allow({rule}, reason = \"a test\")");
        finds(&attribute, UNIT, &["unused_allow"]);
    }
    let uri = r#"kind = "native", redirect_uri = "http://127.0.0.1/cb", allow(localhost_redirect_uri, reason = "a test")"#;
    finds(uri, UNIT, &["unused_allow"]);
    // Off under the profile, at run time too.
    let off = r#"profile = "mcp", kind = "native", resource = "runtime", redirect_uri = "runtime", allow(localhost_redirect_uri, reason = "a test")"#;
    finds(off, UNIT, &["unused_allow"]);
}

// Credentials by reference.

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

// The secret of one installation, and the one that a provider insists on.

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

// A literal beside the secret.

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

// Scopes.

#[test]
fn only_a_space_separates_scopes() {
    for (scope, right) in [
        ("openid,profile,email", "openid profile email"),
        ("openid;email", "openid email"),
        ("openid+email", "openid email"),
        ("openid%20email", "openid email"),
        ("openid, email", "openid email"),
        ("api.read,openid", "api.read openid"),
        ("openId email profile", "openid email profile"),
        ("OpenID", "openid"),
        ("open_id email", "openid email"),
        ("openid Profile", "openid profile"),
        ("openid e-mail", "openid email"),
        ("openId,email", "openid email"),
        ("openid openId", "openid"),
    ] {
        let attribute = format!("kind = \"web\", redirect_uri = \"runtime\", scope = {scope:?}");
        let rules = found(&attribute, UNIT);
        assert!(!rules.is_empty(), "{scope}");
        for rule in rules {
            assert!(["joined_scopes", "misspelt_scope"].contains(&&*rule), "{scope}: {rule}");
        }
        for finding in read(&attribute, UNIT).findings() {
            assert_eq!(finding.help, format!("use `scope = \"{right}\"`"), "{scope}");
        }
        is_mended(&attribute, UNIT);
    }
    let refresh = r#"kind = "web", grant("authorization_code", "refresh_token"), pkce = "S256", redirect_uri = "runtime""#;
    for scope in ["openid,offline_access", "openid offline-access", "openid offlineAccess"] {
        let attribute = format!("{refresh}, scope = {scope:?}");
        assert_eq!(found(&attribute, UNIT).len(), 1, "{scope}");
        is_mended(&attribute, UNIT);
    }
}

#[test]
fn the_separators_of_a_provider_are_its_own() {
    for scope in [
        "read,activity:read_all",
        "users:read,channels:history",
        "public_profile,email",
        "https://www.googleapis.com/auth/userinfo.email",
        "User.Read Mail.Send",
        "user:email",
        "profile:read",
        "email_read",
    ] {
        let attribute = format!("kind = \"web\", redirect_uri = \"runtime\", scope = {scope:?}");
        finds(&attribute, UNIT, &[]);
    }
}

#[test]
fn offline_access_may_be_a_scope_of_a_server_without_openid_connect() {
    let code = r#"grant("authorization_code", "refresh_token"), pkce = "S256", refresh = "rotate", redirect_uri = "http://127.0.0.1:8976/cb""#;
    let scope = |scope: &str| format!("kind = \"native\", {code}, scope = {scope:?}");
    finds(&scope("account:read workers:write offline_access"), UNIT, &[]);
    finds(&scope("offline_access"), UNIT, &[]);
    finds(&scope("email offline_access"), UNIT, &["!missing_openid_scope"]);
    finds(&scope("profile offline_access"), UNIT, &["!missing_openid_scope"]);
    finds(r#"kind = "m2m", scope = "offline_access""#, UNIT, &["openid_without_user"]);
}

// Redirect URIs.

#[test]
fn a_rewrite_of_a_redirect_uri_names_the_registration() {
    for (kind, uri) in [
        ("native", "msauth.com.example.app://auth"),
        ("native", "http://localhost:8400/cb"),
        ("native", "http://localhost:0/cb"),
        ("native", "https://127.0.0.1/cb"),
        ("native", "http://127.0.0.1:0/cb"),
        ("native", "http://127.1/cb"),
        ("native", "myapp://cb"),
        ("native", "com.example.my_app:/oauth2redirect"),
        ("native", "urn:ietf:wg:oauth:2.0:oob"),
        ("web", "http://app.example.com/cb"),
        ("web", "http://app.example.com:8080/cb"),
        ("web", "http://0.0.0.0/cb"),
        ("web", "https://app.example.com/a/../cb"),
        ("web", "https://app.example.com/a%2Fcb"),
        ("web", "https://app.example.com/#/cb"),
        ("web", "HTTPS://App.Example.com/cb"),
        ("web", "https://bücher.example/cb"),
        ("web", "https://app.example.com/cb?state=1"),
        ("web", "https://app.example.com/cb?next=/home"),
        ("web", "https://a@app.example.com/cb"),
        ("web", "com.example.app:/cb"),
    ] {
        let attribute = format!("kind = {kind:?}, redirect_uri = {uri:?}");
        let findings = read(&attribute, UNIT).findings();
        assert_eq!(findings.len(), 1, "{attribute}: {findings:?}");
        for finding in findings {
            let help = &finding.help;
            assert!(help.contains("regist"), "{attribute}: {help}");
        }
    }
}

#[test]
fn what_a_platform_or_a_provider_prescribes_is_answered_by_the_waiver() {
    for (kind, uri, rule) in [
        ("native", "msauth.com.example.app://auth", "private_use_scheme_authority"),
        (
            "native",
            "msauth://com.example.app/2pmj9i4rSx0yEb%2FviWBYkE%2FZQrk%3D",
            "private_use_scheme",
        ),
        ("native", "fb123456://authorize", "private_use_scheme"),
        ("native", "http://localhost:8400/cb", "localhost_redirect_uri"),
        ("native", "https://localhost/cb", "https_loopback_redirect_uri"),
        ("web", "Jane_Doe-JaneDoe-Shop-abcdefg", "invalid_redirect_uri"),
    ] {
        let attribute = format!("kind = {kind:?}, redirect_uri = {uri:?}");
        helps(&attribute, UNIT, &[&format!("allow({rule}, reason = \"...\")")], &[]);
        let waived = format!("{attribute}, allow({rule}, reason = \"the provider prescribes it\")");
        finds(&waived, UNIT, &[]);
    }
}

#[test]
fn an_escaped_slash_in_a_private_use_scheme_is_what_it_is() {
    for uri in ["com.example.app:/signature/a%2Fb%3D", "com.example.app:/a%5Cb"] {
        finds(&format!("kind = \"native\", redirect_uri = {uri:?}"), UNIT, &[]);
    }
    for uri in ["com.example.app:/a/../b", "com.example.app:/a/%2e%2e/b"] {
        let attribute = format!("kind = \"native\", redirect_uri = {uri:?}");
        finds(&attribute, UNIT, &["!redirect_uri_dot_segments"]);
    }
    let web = r#"kind = "web", redirect_uri = "https://app.example.com/a%2Fb""#;
    finds(web, UNIT, &["!redirect_uri_dot_segments"]);
}

#[test]
fn several_uris_in_one_text_are_a_list() {
    for separator in [",", ";", "|", ", "] {
        let uri = format!("https://app.example.com/cb{separator}https://b.example.com/cb");
        let attribute = format!("kind = \"web\", redirect_uri = {uri:?}");
        let list = "`redirect_uri(\"https://app.example.com/cb\", \"https://b.example.com/cb\")`";
        helps(&attribute, UNIT, &[list], &[]);
    }
    let three = "http://127.0.0.1/a,com.example.app:/cb,http://127.0.0.1/b";
    finds(&format!("kind = \"native\", redirect_uri = {three:?}"), UNIT, &["joined_redirect_uris"]);
    for uri in
        ["https://app.example.com/a,b;c|d", "https://app.example.com/cb?to=a,https://b.example"]
    {
        let rules = found(&format!("kind = \"web\", redirect_uri = {uri:?}"), UNIT);
        assert!(
            !rules.iter().any(|rule| rule.ends_with("joined_redirect_uris")),
            "{uri}: {rules:?}"
        );
    }
}

#[test]
fn a_scheme_has_characters_of_its_own() {
    let attribute = r#"kind = "native", redirect_uri = "com.example.my_app:/oauth2redirect""#;
    helps(attribute, UNIT, &["letters, digits, `+`, `-` and `.`", "RFC 3986 section 3.1"], &[]);
}

// Names.

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
}

#[test]
fn a_struct_that_is_no_client_says_that_nothing_was_checked() {
    let web = r#"kind = "web", redirect_uri = "runtime""#;
    finds(web, "struct Clients { github: Client, google: Client }", &["unchecked_struct"]);
    finds(web, "struct Login(BasicClient);", &["unchecked_struct"]);
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

// Grants.

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

// Members.

#[test]
fn an_audience_is_no_resource() {
    finds(
        r#"kind = "m2m", audience = "https://api.example.com""#,
        "struct A { client_id: Text, client_secret: Text, token_url: Text }",
        &[],
    );
    finds(r#"kind = "m2m", audience("orders", "billing")"#, UNIT, &[]);
    finds(r#"kind = "m2m", audience = """#, UNIT, &["!empty_value"]);
    let mcp = r#"profile = "mcp", kind = "native", redirect_uri = "http://127.0.0.1/cb""#;
    finds(&format!("{mcp}, audience = \"https://mcp.example.com\""), UNIT, &["!missing_resource"]);
    finds(mcp, "struct Mcp { client_id: Text, audience: Text }", &["!missing_resource"]);
    finds(&format!("{mcp}, resource = \"runtime\""), UNIT, &[]);
    helps(mcp, UNIT, &["`resource = \"runtime\"`"], &[]);
}

#[test]
fn a_placeholder_of_the_server_has_a_rule_of_its_own() {
    for profile in ["rfc9700", "rfc6749", "oauth2.1", "mcp"] {
        let more = match profile {
            "rfc6749" => ", allow(legacy_profile, reason = \"a test\")",
            "mcp" => ", resource = \"runtime\"",
            _ => "",
        };
        for value in [
            r#"issuer = "https://login.microsoftonline.com/{tenantid}/v2.0""#,
            r#"issuer = "${ISSUER}""#,
            r#"token_endpoint = "https://login.microsoftonline.com/{tenant_id}/oauth2/v2.0/token""#,
            r#"token_endpoint = "https://{{ host }}/token""#,
            r#"token_endpoint = "https://<tenant>.auth.example.com/token""#,
        ] {
            let attribute = format!("kind = \"m2m\", profile = {profile:?}, {value}{more}");
            finds(&attribute, UNIT, &["!templated_server_url"]);
        }
    }
    let issuer = r#"kind = "web", redirect_uri = "runtime", issuer = "https://as.example.com/{tenantid}/v2.0""#;
    helps(issuer, UNIT, &["`{tenantid}`", "declare the endpoints and no issuer"], &[]);
}

#[test]
fn a_client_that_a_document_describes_is_never_offered_a_secret() {
    let document = r#"client_id = "https://host.example.com/oauth/client.json", resource = "https://mcp.example.com""#;
    for attribute in [
        r#"kind = "web", profile = "mcp", auth = "none", redirect_uri = "https://host.example.com/cb""#,
        r#"kind = "m2m", auth = "none""#,
        r#"kind = "third_party", grant = "token-exchange", auth = "none""#,
    ] {
        let attribute = format!("{attribute}, {document}");
        helps(&attribute, UNIT, &["private_key_jwt"], &["client_secret"]);
    }
}

#[test]
fn a_development_client_is_a_warning() {
    for id in ["http://localhost", "http://localhost/", "http://localhost?scope=atproto"] {
        let attribute =
            format!("kind = \"native\", client_id = {id:?}, redirect_uri = \"http://127.0.0.1/\"");
        finds(&attribute, UNIT, &["development_client_id"]);
    }
    for id in ["http://localhost/client.json", "http://localhost:8080", "http://app.example.com"] {
        let attribute =
            format!("kind = \"native\", client_id = {id:?}, redirect_uri = \"http://127.0.0.1/\"");
        finds(&attribute, UNIT, &["!invalid_client_id_url"]);
    }
}

#[test]
fn a_method_of_a_draft_is_answered_with_what_it_is() {
    for (method, draft) in [
        ("attest_jwt_client_auth", "draft-ietf-oauth-attestation-based-client-auth-11"),
        ("attest_jwt_client_auth_dpop", "draft-ietf-oauth-attestation-based-client-auth-11"),
        ("spiffe_jwt", "draft-ietf-oauth-spiffe-client-auth-02"),
        ("spiffe_x509", "draft-ietf-oauth-spiffe-client-auth-02"),
        ("spiffe-wit", "draft-ietf-oauth-spiffe-client-auth-02"),
    ] {
        let attribute = format!("kind = \"m2m\", auth = {method:?}");
        helps(&attribute, UNIT, &[draft], &["did you mean"]);
    }
}

// One field, several values; one struct, several services.

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

// What is no struct.

#[test]
fn an_enum_keeps_its_format_around_a_struct() {
    let attribute = r#"kind = "native", redirect_uri = "http://127.0.0.1/redirect""#;
    let tagged = r#"#[derive(Serialize)] #[serde(tag = "type")] enum DistAuth {
        Token { token: String },
        CodeGrantPkce { client_id: String, auth_url: Option<Url>, token_url: String },
    }"#;
    helps(
        attribute,
        tagged,
        &[
            "`CodeGrantPkce(CodeGrantPkce)`",
            "`struct CodeGrantPkce { client_id: String, auth_url: Option<Url>, token_url: String }`",
            "the same format",
        ],
        &[],
    );
    let renamed = r#"#[derive(Deserialize)] #[serde(rename_all_fields = "camelCase", deny_unknown_fields)]
        enum Login { Browser { client_id: String } }"#;
    helps(
        attribute,
        renamed,
        &[r#"`#[serde(rename_all = "camelCase", deny_unknown_fields)]`"#],
        &[],
    );
    let variant = r#"#[derive(Deserialize)] enum Login { #[serde(rename_all = "kebab-case")] Browser { client_id: String } }"#;
    helps(attribute, variant, &[r#"`#[serde(rename_all = "kebab-case")]`"#], &[]);
    helps(attribute, "enum Provider { GitHub, Google }", &["`struct GitHub;`", "DECLARATION"], &[]);
}

#[test]
fn a_trait_and_a_function_are_told_where_the_attribute_goes() {
    let attribute = r#"kind = "native", redirect_uri = "http://127.0.0.1/redirect""#;
    helps(attribute, "trait Provider { fn id(&self) -> String; }", &["implements `Provider`"], &[]);
    for function in
        ["fn git_hub_login() {}", "pub async fn git_hub_login() {}", "const fn git_hub_login() {}"]
    {
        helps(
            attribute,
            function,
            &["`struct GitHubLogin;`", "`<GitHubLogin as oauth_flow::OAuthClient>::DECLARATION`"],
            &[],
        );
    }
}
