//! What a user of the attribute sees in an editor, asked of the real rust-analyzer: no cargo runs
//! but the one that builds the macro.

mod server;
mod session;

use session::{Diagnostic, Session};

const KINDS: [&str; 7] = ["device", "m2m", "native", "spa", "third_party", "trusted", "web"];

const KEYS: [&str; 25] = [
    "allow",
    "auth",
    "authorization_endpoint",
    "client_id",
    "deny",
    "device_authorization_endpoint",
    "grant",
    "issuer",
    "jwks_uri",
    "kind",
    "par",
    "pkce",
    "post_logout_redirect_uri",
    "profile",
    "pushed_authorization_request_endpoint",
    "redirect_uri",
    "refresh",
    "request_object",
    "resource",
    "response_mode",
    "response_type",
    "revocation_endpoint",
    "scope",
    "sender_constraint",
    "token_endpoint",
];

const GRANTS: [&str; 10] = [
    "authorization_code",
    "ciba",
    "client_credentials",
    "device_code",
    "implicit",
    "jwt_bearer",
    "password",
    "refresh_token",
    "saml2_bearer",
    "token_exchange",
];

#[test]
#[ignore = "needs rust-analyzer: `rustup component add rust-analyzer rust-src`, then \
            `cargo test -p oauth-flow-editor-tests -- --ignored --nocapture`; \
            RUST_ANALYZER names another program"]
fn the_attribute_is_at_home_in_an_editor() {
    let mut session = Session::open();
    keys_complete(&mut session);
    words_complete_from_the_set_of_their_key(&mut session);
    rules_complete_in_waivers_and_denials(&mut session);
    names_show_their_documentation(&mut session);
    a_value_leads_to_the_vocabulary(&mut session);
    a_finding_is_shown_at_its_token_while_typing(&mut session);
    fields_complete_under_a_broken_attribute(&mut session);
}

/// A client with these arguments.
fn client(arguments: &str) -> String {
    format!(
        "use oauth_flow::oauth_client;\n\n#[oauth_client({arguments})]\npub struct Frontend {{\n    \
         client_id: String,\n}}\n"
    )
}

fn keys_complete(session: &mut Session) {
    for arguments in [
        "$0",
        "ki$0",
        "kind = \"spa\", $0",
        "kind = \"spa\", gra$0",
        "kind = spa, re$0, pkce = S256",
        "kind = , gra$0",
    ] {
        assert_eq!(session.completions(&client(arguments)), KEYS, "{arguments}");
    }
}

fn words_complete_from_the_set_of_their_key(session: &mut Session) {
    for arguments in ["kind = $0", "kind = sp$0", "kind = $0, pkce = S256", "kind = sp$0, pkce ="] {
        assert_eq!(session.completions(&client(arguments)), KINDS, "{arguments}");
    }
    for arguments in [
        "grant = auth$0",
        "kind = spa, grant($0)",
        "kind = spa, grant(auth$0)",
        "kind = spa, grant(\"refresh_token\", auth$0)",
        "kind = spa, grant = [auth$0]",
    ] {
        assert_eq!(session.completions(&client(arguments)), GRANTS, "{arguments}");
    }
    let pkce = session.completions(&client("kind = spa, pkce = $0"));
    assert_eq!(pkce, ["S256", "none", "plain"]);
    let profiles = session.completions(&client("profile = o$0, kind = spa"));
    assert_eq!(profiles, ["fapi2", "mcp", "oauth2_1", "rfc6749", "rfc9700"]);
    // What is written so far is a keyword.
    let methods = session.completions(&client("kind = web, auth = self$0"));
    assert!(methods.iter().any(|method| method == "self_signed_tls_client_auth"), "{methods:?}");
    assert_eq!(methods.len(), 7, "{methods:?}");
}

fn rules_complete_in_waivers_and_denials(session: &mut Session) {
    for arguments in [
        "kind = spa, allow($0)",
        "kind = spa, allow(miss$0, reason = \"later\")",
        "kind = spa, deny(miss$0)",
    ] {
        let rules = session.completions(&client(arguments));
        for rule in ["missing_pkce", "missing_pkce_confidential", "password_grant"] {
            assert!(rules.iter().any(|offered| offered == rule), "{arguments}: no {rule}");
        }
        // No waiver silences what could not be read.
        assert!(!rules.iter().any(|offered| offered == "unknown_key"), "{arguments}");
    }
}

fn names_show_their_documentation(session: &mut Session) {
    const URI: &str = "redirect_uri = \"https://app.example.com/cb\"";
    for (arguments, documentation) in [
        ("ki$0nd = \"spa\"", "who the client is: a row of the flow guide"),
        ("kind = \"s$0pa\"", "an app that runs in the browser"),
        ("kind = s$0pa", "an app that runs in the browser"),
        ("kind = spa, p$0kce = S256", "the PKCE code challenge method"),
        ("kind = spa, al$0low(missing_pkce, reason = \"later\")", "a waiver: silences one rule"),
        (
            "kind = m2m, grant(\"urn:ietf:params:oauth:grant$0-type:jwt-bearer\")",
            "a JWT of a trusted issuer for an access token (RFC 7523)",
        ),
        (
            "kind = spa, allow(missing_p$0kce, reason = \"later\")",
            "A public client uses the authorization code grant without PKCE.",
        ),
        // Half-written.
        ("ki$0nd = ", "who the client is"),
        ("kind = \"sp$0a\", gra", "an app that runs in the browser"),
    ] {
        let hover = session.hover(&client(&format!("{arguments}, {URI}")));
        assert!(hover.contains(documentation), "{arguments}: {hover}");
    }
}

fn a_value_leads_to_the_vocabulary(session: &mut Session) {
    for (arguments, file, name) in [
        ("ki$0nd = spa", "members/table.rs", "Kind"),
        ("kind = \"s$0pa\"", "vocabulary/words.rs", "Spa"),
        ("kind = s$0pa", "vocabulary/words.rs", "Spa"),
        ("kind = m2m, grant(\"jwt-b$0earer\")", "vocabulary/grant.rs", "JwtBearer"),
    ] {
        let source = client(&format!("{arguments}, redirect_uri = \"https://app.example.com/cb\""));
        let definitions = session.definition(&source);
        let found = definitions.iter().any(|(path, target)| {
            path.ends_with(&format!("oauth-flow-core/src/{file}")) && target == name
        });
        assert!(found, "{arguments}: {definitions:?}");
    }
}

fn a_finding_is_shown_at_its_token_while_typing(session: &mut Session) {
    const URI: &str = "redirect_uri = \"https://app.example.com/cb\"";
    let explicit = format!("kind = \"spa\", grant = \"authorization_code\", {URI}");
    for (arguments, at, message) in [
        (
            explicit.as_str(),
            "\"authorization_code\"",
            "missing_pkce: a `spa` client uses the authorization code grant without PKCE\n\
             help: add `pkce = \"S256\"`\n\
             spec: RFC 9700 section 2.1.1 (MUST), RFC 7636 section 4.2",
        ),
        (
            "kind = ",
            "kind",
            "unfinished_input: `kind` is not finished\n\
             help: write `kind = \"spa\"`\n\
             spec: oauth-flow README (The attribute)",
        ),
        (
            "kind = sap",
            "sap",
            "unknown_word: `sap` is no kind\n\
             help: did you mean `spa`?\n\
             spec: oauth-flow README (The attribute), RFC 7591 section 2",
        ),
    ] {
        let expected = Diagnostic { at: at.into(), message: message.into() };
        assert_eq!(session.diagnostics(&client(arguments)), [expected], "{arguments}");
    }
    // A sound declaration shows nothing: neither of its own, nor of what the editor is told.
    let sound = format!("kind = \"spa\", profile = \"oauth2.1\", {URI}");
    assert_eq!(session.diagnostics(&client(&sound)), []);
}

fn fields_complete_under_a_broken_attribute(session: &mut Session) {
    let method = "impl Frontend { fn id(&self) -> &str { &self.cl$0 } }\n";
    let labels = session.completions(&(client("kind = ") + method));
    assert!(labels.iter().any(|label| label == "client_id"), "{labels:?}");
}
