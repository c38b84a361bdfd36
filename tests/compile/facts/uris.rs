//! Redirect URIs, endpoints, and identifiers that are URLs.

use super::{UNIT, helps, says};

/// What the one redirect URI of a client is said to be.
#[track_caller]
fn redirect(kind: &str, uri: &str, fact: &str) {
    let attribute = format!("kind = {kind:?}, redirect_uri = {uri:?}");
    says(&attribute, UNIT, &[(&format!("{uri:?}"), fact)]);
}

#[track_caller]
fn accepted(kind: &str, uri: &str) {
    says(&format!("kind = {kind:?}, redirect_uri = {uri:?}"), UNIT, &[]);
}

#[test]
fn a_placeholder_is_named_as_it_is_written() {
    for (uri, placeholder) in [
        ("https://a.example/${tenant}/cb", "${tenant}"),
        ("https://a.example/{{tenant}}/cb", "{{tenant}}"),
        ("https://{tenant}.a.example/cb", "{tenant}"),
        ("https://a.example/<tenant>/cb", "<tenant>"),
        ("https://a.example/b/:tenant/cb", ":tenant"),
        ("https://a.example/:t?x=1", ":t"),
        ("https://a.example/%s/cb", "%s"),
        ("https://a.example/%d/cb", "%d"),
        ("https://a.example/%d", "%d"),
        ("https://a.example/%20%d", "%d"),
    ] {
        redirect("web", uri, &format!("the redirect URI has the placeholder `{placeholder}`"));
    }
    for uri in [
        "https://a.example:8443/cb",
        "https://a.example/:/cb",
        "https://a.example/b:c/cb",
        "https://a.example/cb?x=/:y",
        "https://a.example/%d0%B1/cb",
        "https://a.example/%dA/cb",
    ] {
        accepted("web", uri);
    }
}

#[test]
fn a_pattern_of_the_port_is_free_at_the_loopback_address_alone() {
    let port =
        "register and write `http://127.0.0.1/...` without a port: servers accept any port there";
    let list = "list every URI: servers compare them as plain strings";
    let run_time = "declare `redirect_uri = \"runtime\"`, and give the URI to the program when it \
                    starts; or list every URI: servers compare them as plain strings";
    for (uri, help) in [
        ("http://127.0.0.1:*/cb", port),
        ("http://localhost:{port}/cb", port),
        ("http://[::1]:%d/cb", port),
        ("https://*.example.com/cb", list),
        ("https://a.example/:tenant/cb", list),
        ("https://a.example/%s/cb", list),
        ("https://a.example/{tenant}/cb", run_time),
        ("${APP_URL}/cb", run_time),
        ("{{ app.url }}/cb", run_time),
        ("{baseUrl}/login/oauth2/code/portal", run_time),
        ("#{ENV['APP_URL']}/cb", run_time),
        ("$APP_URL/cb", run_time),
        ("https://%APP_HOST%/cb", run_time),
    ] {
        helps(&format!("kind = \"native\", redirect_uri = {uri:?}"), UNIT, help);
    }
}

#[test]
fn http_becomes_https_where_that_is_all_that_changes() {
    let port = "use https, on the port where the app serves it, here and in the registration";
    let unspecified = "register and write the host that the browser reaches; on the user's own \
                       machine that is `http://127.0.0.1`";
    for (uri, help) in [
        (
            "http://a.example/cb",
            "write `https://a.example/cb` in place of `http://a.example/cb`, here and in the registration",
        ),
        (
            "http://a.example",
            "write `https://a.example` in place of `http://a.example`, here and in the registration",
        ),
        (
            "http://a.example/cb?at=b:c",
            "write `https://a.example/cb?at=b:c` in place of `http://a.example/cb?at=b:c`, here and in the registration",
        ),
        ("http://a.example:8080/cb", port),
        ("http://0.0.0.0/cb", unspecified),
        ("http://[::]/cb", unspecified),
    ] {
        helps(&format!("kind = \"web\", redirect_uri = {uri:?}"), UNIT, help);
    }
}

#[test]
fn loopback_is_for_apps_on_the_machine() {
    for kind in ["web", "spa"] {
        for uri in ["http://localhost:8080/cb", "https://127.0.0.1/cb", "http://127.0.0.2/cb"] {
            redirect(kind, uri, &format!("`{uri}` is on the user's own machine"));
        }
    }
    for kind in ["native", "trusted"] {
        accepted(kind, "http://127.0.0.1/cb");
        accepted(kind, "http://[::1]:51004/cb");
        for (uri, host) in
            [("http://localhost/cb", "localhost"), ("http://127.0.0.2/cb", "127.0.0.2")]
        {
            redirect(kind, uri, &format!("the host `{host}` is neither `127.0.0.1` nor `[::1]`"));
        }
    }
    redirect(
        "native",
        "https://127.0.0.1/cb",
        "`https://127.0.0.1/cb` is https on the user's own machine",
    );
    accepted("trusted", "https://127.0.0.1/cb");
    accepted("native", "com.example.app:/localhost");
}

#[test]
fn a_private_use_scheme_is_a_reversed_domain_and_one_slash() {
    redirect("native", "myapp:/cb", "the scheme `myapp` is not the reverse of a domain name");
    for uri in ["com.example.app://cb", "com.example.app:cb", "com.example.app:///cb"] {
        redirect("native", uri, &format!("one slash has to follow the scheme of `{uri}`"));
        helps(
            &format!("kind = \"native\", redirect_uri = {uri:?}"),
            UNIT,
            &format!(
                "write `com.example.app:/cb` in place of `{uri}`, here and in the registration; where \
                 the platform or the provider prescribes the URI, state \
                 `allow(private_use_scheme_authority, reason = \"...\")`"
            ),
        );
    }
    for kind in ["web", "spa"] {
        redirect(
            kind,
            "com.example.app:/cb",
            "a browser opens an app and not a site for `com.example.app:/cb`",
        );
    }
    accepted("trusted", "com.example.app:/cb");
}

#[test]
fn what_a_browser_opens_by_itself_is_no_way_back() {
    let native = "register and use https, a loopback address or a reverse-domain scheme such as \
                  `com.example.app:/callback`";
    for uri in [
        "javascript:alert(1)",
        "Data:text/html,x",
        "chrome-extension://abc/cb",
        "urn:ietf:wg:oauth:2.0:oob",
        "URN:ietf:wg:oauth:2.0:oob:auto",
    ] {
        redirect("native", uri, &format!("a redirect to `{uri}` does not lead to the client"));
        helps(&format!("kind = \"native\", redirect_uri = {uri:?}"), UNIT, native);
        helps(
            &format!("kind = \"spa\", redirect_uri = {uri:?}"),
            UNIT,
            "register and use an https URI",
        );
        helps(
            &format!(
                "profile = \"mcp\", kind = \"native\", resource = \"https://a.example\", \
                 redirect_uri = {uri:?}"
            ),
            UNIT,
            "register and use an https URI or a loopback address",
        );
    }
    let mcp = r#"profile = "mcp", kind = "native", resource = "https://a.example""#;
    says(&format!(r#"{mcp}, redirect_uri = "https://a.example/cb""#), UNIT, &[]);
    says(&format!(r#"{mcp}, redirect_uri = "http://127.0.0.1/cb""#), UNIT, &[]);
}

#[test]
fn a_parameter_leads_on_by_its_name_or_by_its_value() {
    for (query, name) in [
        ("next=1", "next"),
        ("Return-To=1", "Return-To"),
        ("redirect_uri=1", "redirect_uri"),
        ("x=https://b.example", "x"),
        ("x=HTTP%3A%2F%2Fb", "x"),
        ("x=//b.example", "x"),
    ] {
        redirect(
            "web",
            &format!("https://a.example/cb?y=1&{query}"),
            &format!("the parameter `{name}` names the next page"),
        );
    }
    accepted("web", "https://a.example/cb?tenant=1&nextstep=b");
    redirect(
        "web",
        "https://a.example/cb?x=1&iss=2",
        "the server adds `iss` to the redirect URI itself",
    );
}

#[test]
fn a_url_of_the_server_is_https_and_bare() {
    for (url, what) in [
        ("http://as.example", "is not https"),
        ("as.example", "has no scheme"),
        ("https://as.example#x", "has a fragment"),
        ("https://a@as.example", "has userinfo before the host"),
        ("https://as.example?x=1", "has a query"),
    ] {
        let token = format!("{url:?}");
        let issuer = format!("the issuer `{url}` {what}");
        says(&format!("kind = \"m2m\", issuer = {token}"), UNIT, &[(&token, &issuer)]);
        let endpoint = format!("the endpoint `{url}` {what}");
        let expected = [(token.as_str(), endpoint.as_str())];
        // The query of an endpoint stays (RFC 6749 section 3.2).
        let expected = if what == "has a query" { &[][..] } else { &expected };
        says(&format!("kind = \"m2m\", token_endpoint = {token}"), UNIT, expected);
    }
    let local = r#"kind = "m2m", issuer = "http://127.0.0.1""#;
    let fact = "`http://127.0.0.1` is a server on the same machine";
    says(local, UNIT, &[("\"http://127.0.0.1\"", fact)]);
    says(r#"kind = "m2m", issuer = "https://127.0.0.1""#, UNIT, &[]);
}

#[test]
fn the_url_of_a_client_is_that_of_a_document() {
    for (url, what) in [
        ("http://a.example/c.json", "is a URL and not https"),
        ("https://b@a.example/c.json", "has userinfo before the host"),
        ("https://a.example/c.json#x", "has a fragment"),
        ("https://a.example", "is a URL without a path"),
        ("https://a.example/b/../c.json", "has a path that a browser rewrites"),
        ("HTTPS://a.example/c d", "contains a space"),
    ] {
        let attribute =
            format!("kind = \"native\", client_id = {url:?}, redirect_uri = \"runtime\"");
        let fact = format!("the client_id `{url}` {what}");
        says(&attribute, UNIT, &[(&format!("{url:?}"), &fact)]);
    }
    let url = r#"client_id = "https://a.example/c.json""#;
    let fact = "a public document describes this client, which therefore cannot have a secret";
    let item = "struct Client { client_secret: A }";
    for (attribute, item, expected) in [
        (format!(r#"kind = "m2m", {url}"#), UNIT, &[("\"https://a.example/c.json\"", fact)][..]),
        (
            format!(r#"kind = "m2m", {url}, auth = "client_secret_post""#),
            UNIT,
            &[("\"client_secret_post\"", fact)],
        ),
        (
            format!(r#"kind = "m2m", {url}, auth = "tls_client_auth""#),
            item,
            &[("client_secret", fact)],
        ),
        (format!(r#"kind = "m2m", {url}, auth = "tls_client_auth""#), UNIT, &[]),
        (r#"kind = "m2m", client_id = "ftp://a.example/c.json""#.into(), UNIT, &[]),
    ] {
        says(&attribute, item, expected);
    }
}

#[test]
fn the_key_set_is_reached_by_https() {
    let elsewhere = "write the https URI at which the key set is published";
    for (uri, what, help) in [
        (
            "http://a.example/jwks.json",
            "is not https",
            "write `jwks_uri = \"https://a.example/jwks.json\"`",
        ),
        ("ftp://a.example/jwks.json", "is not https", elsewhere),
        ("jwks.json", "has no scheme", elsewhere),
    ] {
        let attribute = format!("kind = \"m2m\", auth = \"private_key_jwt\", jwks_uri = {uri:?}");
        says(&attribute, UNIT, &[(&format!("{uri:?}"), &format!("the URI `{uri}` {what}"))]);
        helps(&attribute, UNIT, help);
    }
}
