//! Redirect URIs that a platform prescribes, or that are several in one text.

use oauth_flow_syntax::text::read;

use super::{UNIT, finds, found, helps, is_mended};

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
    for uri in [
        "https://app.example.com/a,b;c|d",
        "https://app.example.com/a,b;c",
        "https://app.example.com/a,1b:/c",
        "https://app.example.com/a,b~c:/d",
        "https://app.example.com/cb?to=a,https://b.example",
    ] {
        let rules = found(&format!("kind = \"web\", redirect_uri = {uri:?}"), UNIT);
        assert!(
            !rules.iter().any(|rule| rule.ends_with("joined_redirect_uris")),
            "{uri}: {rules:?}"
        );
    }
}

#[test]
fn a_name_with_the_port_0_becomes_an_address_without_a_port() {
    let attribute = r#"kind = "native", redirect_uri = "http://localhost:0/cb""#;
    let right = "write `http://127.0.0.1/cb` in place of `http://localhost:0/cb`";
    helps(attribute, UNIT, &[right], &[]);
    is_mended(attribute, UNIT);
    // Another port is one that the server may know.
    let attribute = r#"kind = "native", redirect_uri = "http://localhost:8080/cb""#;
    let right = "write `http://127.0.0.1:8080/cb` in place of `http://localhost:8080/cb`";
    helps(attribute, UNIT, &[right], &[]);
    is_mended(attribute, UNIT);
}

#[test]
fn a_scheme_has_characters_of_its_own() {
    let attribute = r#"kind = "native", redirect_uri = "com.example.my_app:/oauth2redirect""#;
    helps(attribute, UNIT, &["letters, digits, `+`, `-` and `.`", "RFC 3986 section 3.1"], &[]);
}
