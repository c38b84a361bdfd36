//! No output has a secret of a document.

use super::{CLIENT, PORTAL, output};
use crate::support::package;

/// A secret that no output has.
const SECRET: &str = "q8Zr4vXw2LkP";

#[test]
fn no_output_has_a_secret_of_a_document() {
    let registration = PORTAL.replace(
        "  \"grant_types\"",
        &format!(
            "  \"client_secret\": \"{SECRET}\", \"registration_access_token\": \"{SECRET}\",\n  \
             \"jwks\": {{ \"keys\": [{{ \"kty\": \"RSA\", \"n\": \"bg\", \"e\": \"AQAB\", \"d\": \"{SECRET}\" }}] }},\n  \
             \"client_uri\": \"https://u:{SECRET}@shop.example.com\",\n  \"grant_types\""
        ),
    );
    let keycloak = format!(
        "{{ \"clientId\": \"portal\", \"protocol\": \"openid-connect\", \"publicClient\": false,\n  \
         \"clientAuthenticatorType\": \"client-secret\", \"secret\":\n\"{SECRET}\", \"standardFlowEnabled\": true,\n  \
         \"redirectUris\": [\"http://shop.example.com/cb\"] }}"
    );
    let broken =
        format!("{{\n  \"client_secret\": \"{SECRET}\",,\n  \"client_id\": \"portal\"\n}}\n");
    let unquoted = format!("{{ \"client_secret\": {SECRET} }}\n");
    let minified: String = registration.lines().map(str::trim_start).collect();
    for (name, text, rules) in [
        ("registration", &registration, &["committed_secret", "private_key_in_jwks"][..]),
        ("minified", &minified, &["committed_secret", "private_key_in_jwks"]),
        ("keycloak", &keycloak, &["committed_secret"]),
        ("broken", &broken, &["invalid_json"]),
        ("unquoted", &unquoted, &["invalid_json"]),
    ] {
        let folder = package(&[("src/lib.rs", CLIENT), ("clients/portal.json", text)]);
        for format in ["human", "json", "sarif", "github"] {
            let said = output(folder.path(), 1, &["check", "--format", format]);
            assert!(!said.contains(SECRET), "{name} {format}: {said}");
            for rule in rules {
                assert!(said.contains(rule), "{name} {format}: {said}");
            }
        }
        for format in ["human", "json", "markdown", "html"] {
            let said = output(folder.path(), 0, &["list", "--format", format]);
            assert!(!said.contains(SECRET), "{name} {format}: {said}");
        }
    }
}

#[test]
fn a_person_sees_the_member_whose_secret_is_masked() {
    let registration = PORTAL.replace(
        "  \"grant_types\"",
        &format!("  \"client_secret\": \"{SECRET}\",\n  \"grant_types\""),
    );
    let folder = package(&[("src/lib.rs", CLIENT), ("clients/portal.json", &registration)]);
    let text = output(folder.path(), 1, &["check"]);
    let shown = " --> clients/portal.json:3:20\n  \
                 |\n\
                 3 |   \"client_secret\": \"[masked]\",\n  \
                 |                    ^^^^^^^^^^ registered here\n";
    assert!(text.contains(shown), "{text}");
}
