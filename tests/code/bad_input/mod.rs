//! What the command line says of bad input: one clear message, nothing lost, and never an abort.

mod baseline;
mod files;
mod nesting;
mod output;
mod settings;
mod waivers;
mod workspaces;

use std::path::Path;

use crate::support::{check, findings, package, run};

/// A client with one finding, `plain_pkce`, in the columns 78 to 85 of its first line.
const PLAIN: &str = "#[oauth_flow::oauth_client(kind = \"web\", grant(\"authorization_code\"), pkce = \"plain\", redirect_uri = \"https://app.example.com/cb\")]\n\
                     pub struct Shop { client_id: String, client_secret: String }\n";

/// A function with one finding that a waiver beside its line can silence, `unchecked_state` in its line 4.
/// The other finding of the file is `undeclared_client` in line 3.
fn login(beside: &str) -> String {
    format!(
        "use oauth2::{{CsrfToken, PkceCodeChallenge, basic::BasicClient}};\n\
         pub fn login(client: &BasicClient, challenge: PkceCodeChallenge) -> String {{\n\
         let request = client.authorize_url(CsrfToken::new_random).set_pkce_challenge(challenge);\n\
         let (url, _) = request.url();{beside}\n\
         url.to_string() }}\n"
    )
}

/// What is found in a library with this text: the line and the rule.
fn found(text: &str, more: &[&str]) -> Vec<(u64, String)> {
    let folder = package(&[("src/lib.rs", text)]);
    let lines = check(&folder.path().join("Cargo.toml"), more);
    findings(&lines).into_iter().map(|(_, line, rule)| (line, rule)).collect()
}

/// Asserts that the call says this one thing, and that it could not run.
#[track_caller]
fn refused(folder: &Path, arguments: &[&str], message: &str) {
    let (status, output, errors) = run(folder, arguments);
    assert_eq!((status, output.as_str()), (2, ""), "{arguments:?}");
    assert_eq!(errors, format!("error: {message}\n"), "{arguments:?}");
}
