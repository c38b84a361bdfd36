//! What is not certain: `--fix` writes nothing that the code does not show in each case.

use super::{FIX, fixed, package};
use crate::support::{check, run};

/// A web client whose attribute says nothing of PKCE.
const PORTAL: &str = "use oauth2::{CsrfToken, PkceCodeChallenge};\n\
    #[oauth_flow::oauth_client(kind = \"web\", grant(\"authorization_code\"), redirect_uri = \"https://app.example.com/cb\")]\n\
    pub struct Portal { client_id: String, client_secret: String }\n";

/// The portal with a method that sends the browser away.
fn portal(method: &str) -> String {
    format!("{PORTAL}impl Portal {{\n    {method}\n}}\n")
}

const SENT: &str = "pub fn start(&self, c: &Client) -> (Url, CsrfToken, PkceCodeVerifier) {\n\
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();\n\
    let (url, state) = c.authorize_url(CsrfToken::new_random).set_pkce_challenge(challenge).url();\n\
    (url, state, verifier) }";

fn is_declared(text: &str) -> bool {
    fixed(text).contains("pkce = \"S256\"")
}

#[test]
fn pkce_is_declared_where_each_request_has_it() {
    let url = "format!(\"https://as.example.com/oauth/authorize?response_type=code&code_challenge={c}&code_challenge_method=S256&state={s}\")";
    for (method, declared) in [
        (SENT, true),
        (&format!("pub fn url(&self, c: &str, s: &str) -> String {{ {url} }}"), true),
        // Only at times.
        (
            "pub fn start(&self, c: &Client, safe: bool) -> (Url, CsrfToken) {\n\
             let (challenge, _v) = PkceCodeChallenge::new_random_sha256();\n\
             let b = c.authorize_url(CsrfToken::new_random);\n\
             if safe { b.set_pkce_challenge(challenge).url() } else { b.url() } }",
            false,
        ),
        (
            "pub fn url(&self, c: Option<&str>, s: &str) -> String {\n\
             let mut u = format!(\"https://as.example.com/oauth/authorize?response_type=code&state={s}\");\n\
             if let Some(c) = c { u.push_str(&format!(\"&code_challenge={c}&code_challenge_method=S256\")); }\n\
             u }",
            false,
        ),
        // Of a method that is not S256, or that nobody sees.
        (
            &format!(
                "pub fn url(&self, c: &str, s: &str) -> String {{ {} }}",
                url.replace("&code_challenge_method=S256", "")
            ),
            false,
        ),
        (
            &format!(
                "pub fn url(&self, c: &str, m: &str, s: &str) -> String {{ {} }}",
                url.replace("method=S256", "method={m}")
            ),
            false,
        ),
        (&SENT.replace("new_random_sha256", "new_random_plain"), false),
        // A second request without one.
        (
            &format!(
                "{SENT}\npub fn again(&self, c: &Client) -> (Url, CsrfToken) {{ c.authorize_url(CsrfToken::new_random).url() }}"
            ),
            false,
        ),
    ] {
        assert_eq!(is_declared(&portal(method)), declared, "{method}");
    }
}

#[test]
fn what_was_not_read_may_send_no_challenge() {
    let text = portal(SENT);
    assert!(is_declared(&text));
    let hidden = "impl Portal { pub fn again(&self, c: &Client) -> (Url, CsrfToken) { \
                  c.authorize_url(CsrfToken::new_random).url() } }";
    for more in [
        format!("#[cfg(target_os = \"none\")]\n{hidden}\n"),
        format!("macro_rules! more {{ () => {{ {hidden} }}; }}\nmore!();\n"),
        format!("wrap! {{ {hidden} }}\n"),
    ] {
        assert!(!is_declared(&format!("{text}{more}")), "{more}");
    }
    // A file that has no word of OAuth in it but the call.
    let folder = package(&[
        ("src/lib.rs", &format!("{text}mod again;\n")),
        ("src/again.rs", &format!("use crate::*;\n{hidden}\n")),
    ]);
    run(folder.path(), &FIX);
    let text = std::fs::read_to_string(folder.path().join("src/lib.rs")).unwrap();
    assert!(!text.contains("S256"), "{text}");
}

#[test]
fn a_flow_is_that_of_the_project_and_of_each_build() {
    let declared = |more: &str| is_declared(&format!("{PORTAL}{more}\n"));
    assert!(declared("use oauth_flow::flow::Flow;\nfn a(flow: Flow<Portal>) {}"));
    for more in [
        "pub struct Flow<T>(T);\nfn a(flow: Flow<Portal>) {}",
        "#[cfg(test)]\nmod tests { use oauth_flow::flow::Flow; fn a(flow: Flow<super::Portal>) {} }",
        "use oauth_flow::flow::Flow;\n#[test]\nfn a() { Flow::<Portal>::new(&it()); }",
    ] {
        assert!(!declared(more), "{more}");
    }
}

#[test]
fn a_declared_grant_stays() {
    let text =
        portal(SENT).replace("\"authorization_code\")", "\"authorization_code\", \"password\")");
    assert!(fixed(&text).contains("\"password\""));
}

#[test]
fn a_rule_that_is_left_out_mends_nothing() {
    let text = "#[oauth_flow::oauth_client(knd = \"m2m\", scope(\"a\", \"a\"))]\n\
                pub struct Job { client_id: String, client_secret: String }\n"
        .replace("knd", "knid");
    let folder = package(&[("src/lib.rs", &text)]);
    run(folder.path(), &[&FIX[..], &["-A", "repeated_value", "-A", "duplicate_scope"]].concat());
    let fixed = std::fs::read_to_string(folder.path().join("src/lib.rs")).unwrap();
    assert_eq!(fixed, text.replace("knid", "kind"));
}

#[test]
fn a_client_is_not_declared_twice() {
    let job = "pub struct Job { client_id: String, client_secret: String, token_url: String }\n\
        impl Job { pub fn token(&self, http: &ureq::Agent) -> String {\n\
        let form = [(\"grant_type\", \"client_credentials\"), (\"client_id\", self.client_id.as_str()), (\"client_secret\", self.client_secret.as_str())];\n\
        http.post(&self.token_url).send_form(form).unwrap().into_body().read_to_string().unwrap() } }\n";
    assert!(fixed(job).contains("oauth_client("));
    for declared in [
        format!(
            "#[cfg_attr(not(feature = \"y\"), oauth_flow::oauth_client(kind = \"m2m\", auth = \"client_secret_post\"))]\n{job}"
        ),
        format!(
            "use oauth_flow::oauth_client as oc;\n#[oc(kind = \"m2m\", auth = \"client_secret_post\")]\n{job}"
        ),
        format!(
            "macro_rules! client {{ ($it:item) => {{ #[oauth_flow::oauth_client(kind = \"m2m\")] $it }}; }}\n\
             client! {{ {} }}\n{}",
            job.lines().next().unwrap_or_default(),
            job.lines().skip(1).collect::<Vec<_>>().join("\n")
        ),
    ] {
        assert_eq!(fixed(&declared), declared);
    }
}

#[test]
fn what_differs_between_the_calls_is_not_declared() {
    let call = |name: &str, authenticates: &str| {
        format!(
            "pub fn {name}(http: &reqwest::blocking::Client, id: &str, secret: &str) -> String {{\n\
             http.post(\"https://as.example.com/oauth/token\"){authenticates}.send().unwrap().text().unwrap() }}\n"
        )
    };
    let post = ".form(&[(\"grant_type\", \"client_credentials\"), (\"client_id\", id), (\"client_secret\", secret)])";
    let basic = ".basic_auth(id, Some(secret)).form(&[(\"grant_type\", \"client_credentials\")])";
    let one = call("a", post);
    assert!(fixed(&one).contains("auth = \"client_secret_post\""));
    let two = format!("{one}{}", call("b", basic));
    assert_eq!(fixed(&two), two);
}

#[test]
fn a_value_is_written_as_a_text_of_rust() {
    let text = "pub fn a(http: &reqwest::blocking::Client, id: &str, secret: &str) -> String {\n\
        http.post(\"https://as.example.com/oauth/token\")\
        .form(&[(\"grant_type\", \"client_credentials\"), (\"client_id\", id), (\"client_secret\", secret), (\"scope\", \"a\\\\b\")])\
        .send().unwrap().text().unwrap() }\n";
    let folder = package(&[("src/lib.rs", text)]);
    run(folder.path(), &FIX);
    let lines = check(&folder.path().join("Cargo.toml"), &[]);
    assert!(lines.iter().all(|line| line["type"] != "not_read"), "{lines:?}");
    let fixed = std::fs::read_to_string(folder.path().join("src/lib.rs")).unwrap();
    assert!(!fixed.contains("scope = ") || fixed.contains("scope = \"a\\\\b\""), "{fixed}");
}
