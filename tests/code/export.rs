//! The registrations that the command line writes.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{package, run};

const STOREFRONT: &str = "use oauth_flow::oauth_client;\n\
    \n\
    #[oauth_client(\n\
    \x20   kind = \"web\",\n\
    \x20   grant(\"authorization_code\", \"refresh_token\"),\n\
    \x20   pkce = \"S256\",\n\
    \x20   client_id = \"storefront\",\n\
    \x20   redirect_uri = \"https://shop.example.com/cb\",\n\
    \x20   fields = \"sso_\",\n\
    )]\n\
    pub struct Storefront { pub sso_client_secret: Secret, pub port: u16 }\n";

const WORKER: &str =
    "#[oauth_flow::oauth_client(kind = \"m2m\", client_id = \"stock\")]\npub struct Worker;\n";

/// A client whose declaration has an error.
const BROKEN: &str =
    "#[oauth_flow::oauth_client(kind = \"m2m\", grant = \"password\")]\npub struct Till;\n";

/// The attribute that is reported for a client, on its struct.
fn replaced(source: &str, errors: &str) -> String {
    let start = errors.find("#[oauth_client(").unwrap();
    let end = errors.find(")]\n").unwrap() + 3;
    let (before, behind) = source.split_once("#[oauth_client(").unwrap();
    let (_, behind) = behind.split_once(")]\n").unwrap();
    format!("{before}{}{behind}", &errors[start..end])
}

#[test]
fn a_client_is_exported_in_each_format() {
    let folder = package(&[("src/lib.rs", STOREFRONT)]);
    let export = |format: &[&str]| {
        let (status, text, errors) =
            run(folder.path(), &[&["export", "Storefront"], format].concat());
        assert_eq!(status, 0, "{errors}");
        assert!(text.ends_with("}\n") && text.starts_with("{\n  \""), "{text}");
        serde_json::from_str::<Value>(&text).unwrap()
    };
    let plain = export(&[]);
    assert_eq!(plain["redirect_uris"], json!(["https://shop.example.com/cb"]));
    assert_eq!(plain["grant_types"], json!(["authorization_code", "refresh_token"]));
    assert_eq!(plain, export(&["--format", "rfc7591"]));
    let keycloak = export(&["--format", "keycloak"]);
    assert_eq!(keycloak["clientId"], "storefront");
    assert_eq!(keycloak["standardFlowEnabled"], true);
    let gravitee = export(&["--format", "gravitee"]);
    assert_eq!(gravitee["type"], "WEB");
    assert_eq!(gravitee["settings"]["oauth"]["clientId"], "storefront");
}

#[test]
fn the_attribute_that_is_reported_and_the_document_pass_the_check() {
    for format in ["rfc7591", "keycloak", "gravitee"] {
        let folder = package(&[("src/lib.rs", STOREFRONT), ("clients/.keep", "")]);
        let list = |path: &Path| {
            let (status, text, errors) = run(path, &["list", "--format", "json"]);
            assert_eq!((status, errors.as_str()), (0, ""));
            let list: Value = serde_json::from_str(&text).unwrap();
            list["clients"][0]["members"].clone()
        };
        let before = list(folder.path());
        let arguments =
            ["export", "Storefront", "--format", format, "--output", "clients/storefront.json"];
        let (status, text, errors) = run(folder.path(), &arguments);
        assert_eq!((status, text.as_str()), (0, ""), "{errors}");
        let said = "Storefront (example, src/lib.rs:3): `clients/storefront.json` is written\n";
        assert!(errors.starts_with(said), "{errors}");
        let attribute = replaced(STOREFRONT, &errors);
        assert!(
            attribute.contains(
                "    registration = \"clients/storefront.json\",\n    fields = \"sso_\",\n)]"
            ),
            "{attribute}"
        );
        fs::write(folder.path().join("src/lib.rs"), attribute).unwrap();
        let (status, text, _) = run(folder.path(), &["check"]);
        assert_eq!(status, 0, "{text}");
        assert_eq!(list(folder.path()), before, "{format}");
    }
}

#[test]
fn a_registration_becomes_one_of_another_server() {
    let realm = r#"{
  "realm": "shop",
  "clients": [
    { "clientId": "stock", "protocol": "openid-connect", "publicClient": false, "serviceAccountsEnabled": true },
    { "clientId": "storefront", "protocol": "openid-connect", "publicClient": false,
      "clientAuthenticatorType": "client-secret", "secret": "not-a-real-secret", "standardFlowEnabled": true,
      "redirectUris": ["https://shop.example.com/cb"], "attributes": { "pkce.code.challenge.method": "S256" } }
  ]
}"#;
    let text = "#[oauth_client(kind = \"web\", client_id = \"storefront\", registration = \"realm.json\")]\n\
                pub struct Storefront;\n";
    let folder = package(&[("src/lib.rs", text), ("realm.json", realm)]);
    let (status, document, errors) =
        run(folder.path(), &["export", "Storefront", "--format", "gravitee"]);
    assert_eq!(status, 0, "{errors}");
    assert!(!document.contains("not-a-real-secret"), "{document}");
    let document: Value = serde_json::from_str(&document).unwrap();
    let oauth = &document["settings"]["oauth"];
    assert_eq!(oauth["redirectUris"], json!(["https://shop.example.com/cb"]));
    assert_eq!(oauth["tokenEndpointAuthMethod"], "client_secret_basic");
    assert_eq!(oauth["forceS256CodeChallengeMethod"], true);
    let attribute = "#[oauth_client(\n    registration = \"...\",\n)]\n";
    assert!(errors.contains(attribute), "{errors}");
}

#[test]
fn what_no_declaration_says_is_told() {
    for (attribute, told) in [
        ("kind = \"web\"", "the redirect URIs"),
        (
            "kind = \"m2m\", auth = \"tls_client_auth\"",
            "the subject of the client certificate (RFC 8705 section 2.1.2)",
        ),
    ] {
        let attribute =
            attribute.replace("kind = \"web\"", "kind = \"web\", redirect_uri = runtime");
        let text = format!("#[oauth_client({attribute})]\npub struct Client;\n");
        let folder = package(&[("src/lib.rs", &text)]);
        let (status, _, errors) = run(folder.path(), &["export", "Client"]);
        assert_eq!(status, 0, "{errors}");
        let line = format!("No declaration says this; add it to the document: {told}");
        assert!(errors.lines().any(|it| it == line), "{errors}");
        assert!(errors.contains("    registration = \"...\",\n)]\n"), "{errors}");
    }
    let folder = package(&[("src/lib.rs", WORKER)]);
    let (_, _, errors) = run(folder.path(), &["export", "Worker"]);
    assert!(!errors.contains("No declaration says"), "{errors}");
}

#[test]
fn a_client_is_named_by_its_struct_its_package_its_file_and_its_line() {
    let both = format!("{WORKER}{}", WORKER.replace("Worker", "Other"));
    let twice = format!("{WORKER}mod nested {{\n{WORKER}}}\n");
    let files =
        [("src/lib.rs", both.as_str()), ("src/twice.rs", &twice), ("src/one.rs", STOREFRONT)];
    let folder = package(&files);
    for name in
        ["Other", "example::Other", "src/lib.rs:3", "src/one.rs", "Storefront", "src/twice.rs:4"]
    {
        let (status, _, errors) = run(folder.path(), &["export", name]);
        assert_eq!(status, 0, "{name}: {errors}");
    }
    let (status, text, errors) = run(folder.path(), &["export", "Worker"]);
    assert_eq!((status, text.as_str()), (2, ""));
    assert_eq!(
        errors,
        "error: `Worker` is the name of 3 clients; write the package or the place of one, as in \
         `PACKAGE::NAME` or `FILE:LINE`:\n  Worker (example, src/lib.rs:1)\n  \
         Worker (example, src/twice.rs:1)\n  Worker (example, src/twice.rs:4)\n"
    );
    let (status, text, errors) = run(folder.path(), &["export", "storefront"]);
    assert_eq!((status, text.as_str()), (2, ""));
    assert!(
        errors.starts_with("error: no client `storefront` is declared; these are:\n  "),
        "{errors}"
    );
    let (status, _, errors) = run(package(&[]).path(), &["export", "Worker"]);
    assert_eq!(
        (status, errors.as_str()),
        (2, "error: no client `Worker` is declared, and no other in these packages\n")
    );
}

#[test]
fn a_client_with_an_error_is_not_exported() {
    let folder = package(&[("src/lib.rs", BROKEN), ("src/worker.rs", WORKER)]);
    let (status, text, errors) = run(folder.path(), &["export", "Till", "--output", "till.json"]);
    assert_eq!((status, text.as_str()), (1, ""));
    assert_eq!(
        errors,
        "Till (example, src/lib.rs:1) is not exported: its declaration has 1 error, which \
         `cargo oauth-flow check` shows\n"
    );
    assert!(!folder.path().join("till.json").exists());
    let (status, _, errors) = run(folder.path(), &["export", "--all", "out"]);
    assert_eq!(status, 1, "{errors}");
    assert!(errors.ends_with("1 of 2 declared clients exported\n"), "{errors}");
    assert_eq!(names(&folder.path().join("out")), ["example-Worker.json"]);
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn each_client_has_a_file_of_its_own() {
    let text = format!(
        "{WORKER}{}{}mod nested {{\n{WORKER}}}\n",
        WORKER.replace("Worker", "WORKER"),
        WORKER.replace("Worker", "Gr\u{f6}\u{df}e"),
    );
    let folder = package(&[("src/lib.rs", &text)]);
    let out = folder.path().join("a/b");
    let (status, text, errors) = run(folder.path(), &["export", "--all", "a/b"]);
    assert_eq!((status, text.as_str()), (0, ""), "{errors}");
    assert!(errors.ends_with("4 of 4 declared clients exported\n"), "{errors}");
    let all = names(&out);
    assert_eq!(
        all,
        [
            "example-Gr\u{f6}\u{df}e.json",
            "example-WORKER-2.json",
            "example-Worker-3.json",
            "example-Worker.json",
        ]
    );
    for name in all {
        let text = fs::read_to_string(out.join(name)).unwrap();
        let document: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(document["client_id"], "stock");
    }
}

#[test]
#[cfg(unix)]
fn a_link_in_the_folder_is_not_followed() {
    let folder = package(&[("src/lib.rs", WORKER), ("kept.json", "kept"), ("out/.keep", "")]);
    let link = folder.path().join("out/example-Worker.json");
    std::os::unix::fs::symlink(folder.path().join("kept.json"), &link).unwrap();
    let (status, _, errors) = run(folder.path(), &["export", "--all", "out"]);
    assert_eq!(status, 2);
    assert_eq!(errors, "error: `out/example-Worker.json` cannot be written: it is a link\n");
    assert_eq!(fs::read_to_string(folder.path().join("kept.json")).unwrap(), "kept");
}

#[test]
fn a_wrong_argument_is_told() {
    let folder = package(&[("src/lib.rs", WORKER)]);
    for arguments in [
        &["export"][..],
        &["export", "Worker", "--all", "out"],
        &["export", "--all", "out", "--output", "one.json"],
        &["export", "Worker", "--format", "okta"],
        &["export", "Worker", "--output", "none/here.json"],
    ] {
        let (status, text, errors) = run(folder.path(), arguments);
        assert_eq!((status, text.as_str()), (2, ""), "{arguments:?}: {errors}");
    }
    assert!(!folder.path().join("out").exists());
}

#[test]
fn a_document_that_is_there_is_replaced() {
    let folder = package(&[("src/lib.rs", WORKER), ("clients/worker.json", "{}")]);
    let path = folder.path().join("clients/worker.json");
    let (status, _, errors) =
        run(folder.path(), &["export", "Worker", "--output", "clients/worker.json"]);
    assert_eq!(status, 0, "{errors}");
    assert!(fs::read_to_string(path).unwrap().contains("\"client_id\": \"stock\""));
    assert_eq!(names(&folder.path().join("clients")), ["worker.json"]);
}

#[test]
fn no_control_character_of_a_declaration_is_shown() {
    let hostile = "a\\n::stop-commands::b\u{1b}]0;c\u{7}\u{202e}\u{9b}";
    let client = format!("kind = \"m2m\", client_id = \"{hostile}\", audience = \"{hostile}\"");
    let text = format!("#[oauth_client({client})]\npub struct Client;\n");
    let folder = package(&[("src/lib.rs", &text)]);
    let (_, document, errors) = run(folder.path(), &["export", "Client", "--color", "always"]);
    for shown in [&document, &errors] {
        assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{9b}']), "{shown:?}");
        assert!(!shown.contains("\n::stop-commands::"), "{shown:?}");
    }
    let document: Value = serde_json::from_str(&document).unwrap();
    assert_eq!(document["client_id"], "a\n::stop-commands::b\u{1b}]0;c\u{7}\u{202e}\u{9b}");
}
