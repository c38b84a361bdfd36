//! Clients that nothing declares.

use std::fs;

use super::{FIX, MANIFEST, fixed, package};
use crate::support::{check, findings, run};

/// A job that asks for a token by its credentials, which it sends in the body.
const JOB: &str = "/// A job.\n\
    #[derive(Clone)]\n\
    pub(crate) struct Job {\n\
    \x20   client_id: String,\n\
    \x20   client_secret: String,\n\
    \x20   token_url: String,\n\
    }\n\
    \n\
    impl Job {\n\
    \x20   pub fn token(&self, http: &ureq::Agent) -> String {\n\
    \x20       let form = [(\"grant_type\", \"client_credentials\"), (\"client_id\", self.client_id.as_str()), (\"client_secret\", self.client_secret.as_str()), (\"scope\", \"orders:read\")];\n\
    \x20       http.post(&self.token_url).send_form(form).unwrap().into_body().read_to_string().unwrap()\n\
    \x20   }\n\
    }\n";

const DECLARED: &str = "#[oauth_flow::oauth_client(\n\
    \x20   kind = \"m2m\",\n\
    \x20   grant = \"client_credentials\",\n\
    \x20   auth = \"client_secret_post\",\n\
    \x20   scope = \"orders:read\",\n\
    )]\n\
    #[derive(Clone)]\n\
    pub(crate) struct Job {";

/// What the declaration is above.
const ITEM: &str = "#[derive(Clone)]\npub(crate) struct Job {";

#[test]
fn a_client_of_a_certain_kind_is_declared_above_its_struct() {
    assert_eq!(fixed(JOB), JOB.replace(ITEM, DECLARED));
    let windows = |text: &str| text.replace('\n', "\r\n");
    assert_eq!(fixed(&windows(JOB)), windows(&JOB.replace(ITEM, DECLARED)));
}

#[test]
fn a_long_value_is_declared_whole() {
    let scope = "https://www.googleapis.com/auth/drive.file.readonly";
    let long = |text: &str| text.replace("orders:read", &format!("orders:read {scope}"));
    assert_eq!(fixed(&long(JOB)), long(&JOB.replace(ITEM, DECLARED)));
    let extension = "urn:example:grant-type:a-badge-that-is-longer-than-a-line-of-a-message";
    let badge = "\n    pub fn badge(&self, http: &ureq::Agent) {\n        let form = [(\"grant_type\", \"EXTENSION\"), (\"client_id\", self.client_id.as_str()), (\"client_secret\", self.client_secret.as_str())];\n        http.post(&self.token_url).send_form(form).unwrap();\n    }\n}\n";
    let two = JOB.strip_suffix("}\n").unwrap().to_owned() + &badge.replace("EXTENSION", extension);
    let text = fixed(&two);
    assert!(text.contains(&format!("grant(\"client_credentials\", \"{extension}\")")), "{text}");
}

#[test]
fn the_declaration_is_read_and_judged_at_once() {
    let folder = package(&[("src/lib.rs", JOB)]);
    let (status, text, _) = run(folder.path(), &FIX);
    assert_eq!(status, 0);
    assert!(text.contains("1 declared client, 0 errors, 0 warnings"), "{text}");
    // A machine that sends its secret in a URL does so after it is declared.
    let leaky = JOB.replace(
        "http.post(&self.token_url)",
        "http.post(&format!(\"https://as.example.com/token?client_secret={}\", self.client_secret))",
    );
    let folder = package(&[("src/lib.rs", &leaky)]);
    let before = findings(&check(&folder.path().join("Cargo.toml"), &[]));
    assert!(before.iter().any(|(_, _, rule)| rule == "secret_in_query"), "{before:?}");
    run(folder.path(), &FIX);
    let after = findings(&check(&folder.path().join("Cargo.toml"), &[]));
    assert!(after.iter().any(|(_, _, rule)| rule == "secret_in_query"), "{after:?}");
    assert!(!after.iter().any(|(_, _, rule)| rule == "undeclared_client"), "{after:?}");
}

#[test]
fn the_facade_has_the_name_that_the_package_gives_it() {
    let renamed = MANIFEST.replace(
        "oauth-flow = \"0.1\"",
        "login-check = { package = \"oauth-flow\", version = \"0.1\" }",
    );
    let folder = package(&[("Cargo.toml", &renamed), ("src/lib.rs", JOB)]);
    run(folder.path(), &FIX);
    let text = fs::read_to_string(folder.path().join("src/lib.rs")).unwrap();
    assert!(text.contains("#[login_check::oauth_client(\n"), "{text}");
}

#[test]
fn a_package_without_the_facade_is_told_how_to_get_it() {
    for dependencies in ["", "[dev-dependencies]\noauth-flow = \"0.1\"\n"] {
        let manifest = MANIFEST.replace("[dependencies]\noauth-flow = \"0.1\"\n", dependencies);
        let folder = package(&[("Cargo.toml", &manifest), ("src/lib.rs", JOB)]);
        let (status, text, _) = run(folder.path(), &FIX);
        assert_eq!(status, 0);
        let note = "note: to let `--fix` declare the clients of `example`, first run \
                    `cargo add oauth-flow --package example`";
        assert!(text.lines().any(|line| line == note), "{text}");
        assert_eq!(fs::read_to_string(folder.path().join("src/lib.rs")).unwrap(), JOB);
    }
}

#[test]
fn a_client_of_functions_is_declared_by_a_unit_struct_above_them() {
    let text = "//! Orders.\n\
        use ureq::Agent;\n\
        \n\
        const LIMIT: usize = 3;\n\
        \n\
        /// Asks for a token.\n\
        #[must_use]\n\
        pub fn token(http: &Agent, id: &str, secret: &str) -> String {\n\
        \x20   let form = [(\"grant_type\", \"client_credentials\"), (\"client_id\", id), (\"client_secret\", secret)];\n\
        \x20   http.post(\"https://as.example.com/oauth/token\").send_form(form).unwrap().into_body().read_to_string().unwrap()\n\
        }\n";
    let declared = text.replace(
        "/// Asks for",
        "/// The OAuth client of the calls below.\n\
         #[oauth_flow::oauth_client(\n    \
            kind = \"m2m\",\n    \
            grant = \"client_credentials\",\n    \
            auth = \"client_secret_post\",\n    \
            token_endpoint = \"https://as.example.com/oauth/token\",\n\
         )]\n\
         pub struct OAuthClient;\n\
         \n\
         /// Asks for",
    );
    assert_eq!(fixed(text), declared);
    // The calls are found to be those of the struct.
    let folder = package(&[("src/lib.rs", &declared)]);
    assert_eq!(findings(&check(&folder.path().join("Cargo.toml"), &[])), []);
    // The name is another one's, or the calls of another declaration are in the file.
    let taken = format!("{text}pub trait OAuthClient {{}}\n");
    assert_eq!(fixed(&taken), taken);
}

#[test]
fn a_client_of_methods_is_declared_above_the_struct_that_has_them() {
    let text = JOB.replace("    token_url: String,\n", "").replace("&self.token_url", "&url()");
    let text =
        format!("{text}fn url() -> String {{ \"https://as.example.com/oauth/token\".into() }}\n");
    let declared = DECLARED.replace(
        ")]\n#[derive",
        "    token_endpoint = \"https://as.example.com/oauth/token\",\n)]\n#[derive",
    );
    assert_eq!(fixed(&text), text.replace(ITEM, &declared));
    // A struct without anything of a client is something else that asks for tokens.
    let other = JOB
        .replace(
            "    client_id: String,\n    client_secret: String,\n    token_url: String,\n",
            "    http: Http,\n",
        )
        .replace("self.client_id", "self.http.id")
        .replace("self.client_secret", "self.http.secret")
        .replace("self.token_url", "self.http.url");
    let unit = DECLARED.replace(ITEM, "pub struct OAuthClient;\n\nimpl Job {");
    let unit = format!("/// The OAuth client of the calls below.\n{unit}");
    assert_eq!(fixed(&other), other.replace("impl Job {", &unit));
}

#[test]
fn what_a_person_has_to_choose_is_left_to_them() {
    let unsure = JOB.replace("client_credentials", "authorization_code");
    let beside = JOB.replace("#[derive(Clone)]\npub(crate) struct", "pub fn a() {} struct");
    let in_enum = JOB
        .replace("pub(crate) struct Job {", "pub enum Config { Job {")
        .replace("token_url: String,\n}", "token_url: String,\n} }")
        .replace("impl Job", "impl Config");
    for text in [unsure, beside, in_enum] {
        assert_eq!(fixed(&text), text);
    }
    // Two structs may be the client's.
    let two = format!(
        "{JOB}\npub struct Other {{ client_id: String, token_url: String }}\n\
         impl Other {{ fn url(&self) -> &str {{ &self.token_url }} }}\n"
    );
    assert_eq!(fixed(&two), two);
}
