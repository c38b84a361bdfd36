//! The flow guide: the page of the documentation, and the table of README.

use std::fmt::Write;

use oauth_flow_core::vocabulary::{Grant, Kind, Profile, Word};
use oauth_flow_core::{FLOW_GUIDE, Row, recommend};

use super::{COMMAND, REPOSITORY, cited, rules, sentence, tree};

/// The whole page.
pub(super) fn page() -> String {
    let mut page = format!(
        "Which flow fits which client.\n\n\
         <!-- Generated from oauth-flow-core/src/recommendation.rs by `{COMMAND}`. -->\n\n\
         A client that declares its `kind` and no `grant` adopts the recommended flow of this \
         table whole, PKCE included. Where the client is registered already, [the document of its \
         registration]({REPOSITORY}/blob/main/docs/documents.md) can give the flow.\n\n{}\n\
         # Which kind is it?\n\n\
         Ask from the top; the first \"yes\" is the kind.\n\n{}\n",
        table(true),
        tree::tree()
    );
    for row in &FLOW_GUIDE {
        page.push('\n');
        page.push_str(&section(row));
    }
    page
}

/// The table of the guide; `linked` to the sections of its own page.
pub(super) fn table(linked: bool) -> String {
    let mut table = String::from(
        "| kind | who it is | recommended | also fits | never | source |\n|---|---|---|---|---|---|\n",
    );
    for row in &FLOW_GUIDE {
        let kind =
            if linked { format!("[`{0}`](#{0})", row.kind) } else { format!("`{}`", row.kind) };
        let _ = writeln!(
            table,
            "| {kind} | {} | {} | {} | {} | {} |",
            row.kind.documentation(),
            recommended(row),
            also(row),
            row.never,
            cited(&row.citation),
        );
    }
    table
}

fn section(row: &Row) -> String {
    let kind = row.kind;
    let (adopted, declared) = snippet_pair(row);
    let registered = registered(row);
    format!(
        "# `{kind}`\n\n\
         {} Recommended: {}.\n\n\
         **Why:** {} {}\n\n{}\
         The recommended flow, adopted:\n\n```rust\n{adopted}\n```\n\n\
         The same, declared in full:\n\n```rust\n{declared}\n```\n\n\
         The same, as the client is registered (RFC 7591):\n\n```rust,ignore\n{}\n```\n\n\
         ```json\n{}\n```\n\n\
         **Also fits:** {}. **Never:** {}.\n",
        sentence(kind.documentation()),
        recommended(row),
        sentence(row.why),
        sentence(&cited(&row.citation)),
        note(row),
        rules::attribute(&registered.attribute),
        registered.registration,
        also(row),
        row.never,
    )
}

/// What else the guide says of the kind, as a paragraph.
fn note(row: &Row) -> String {
    row.note.map_or_else(String::new, |note| {
        format!("**Also know:** {}\n\n", sentence(&format!("{} ({})", note.text, note.source)))
    })
}

/// The grant that the guide recommends, with PKCE where it takes it.
pub(super) fn recommended(row: &Row) -> String {
    let pkce = recommend(row.kind, Profile::Rfc9700).pkce;
    let pkce = pkce.map(|method| format!(" with PKCE `{method}`")).unwrap_or_default();
    format!("`{}`{pkce}", row.grant)
}

/// The other grants that fit, with what each asks for.
fn also(row: &Row) -> String {
    let fits = row.also.iter().map(|grant| match grant {
        Grant::RefreshToken if row.kind.is_public() => {
            format!("`{grant}` if rotated or sender-constrained")
        }
        _ => format!("`{grant}`"),
    });
    let tolerated = row.tolerated.iter().map(|grant| format!("`{grant}` with a warning"));
    let legacy = row.legacy.iter().map(|grant| format!("`{grant}` under `rfc6749`"));
    fits.chain(tolerated).chain(legacy).collect::<Vec<_>>().join(", ")
}

/// The code that the guide gives to paste: for each kind the arguments of the attribute, adopted
/// and declared in full.
#[must_use]
pub fn snippets() -> Vec<(Kind, [String; 2])> {
    FLOW_GUIDE.iter().map(|row| (row.kind, arguments(row))).collect()
}

fn arguments(row: &Row) -> [String; 2] {
    let kind = row.kind;
    let recommended = recommend(kind, Profile::Rfc9700);
    let mut declared = format!("kind = \"{kind}\", grant = \"{}\"", row.grant);
    if let Some(pkce) = recommended.pkce {
        let _ = write!(declared, ", pkce = \"{pkce}\"");
    }
    let _ = write!(declared, ", auth = \"{}\"", recommended.auth);
    let mut adopted = format!("kind = \"{kind}\"");
    if recommended.grants.iter().any(|grant| grant.redirects()) {
        for arguments in [&mut adopted, &mut declared] {
            let _ = write!(arguments, ", redirect_uri = \"{}\"", redirect_uri(kind));
        }
    }
    [adopted, declared]
}

/// An attribute that names a registration, and the text of that.
#[derive(Debug)]
pub struct Registered {
    /// The arguments of the attribute.
    pub attribute: String,
    /// The document at the path `client.json`.
    pub registration: String,
}

/// The recommended flow of each kind, as the client is registered.
#[must_use]
pub fn registrations() -> Vec<(Kind, Registered)> {
    FLOW_GUIDE.iter().map(|row| (row.kind, registered(row))).collect()
}

/// The recommended flow of a kind as a registration. What RFC 7591 cannot say is in the attribute.
fn registered(row: &Row) -> Registered {
    let recommended = recommend(row.kind, Profile::Rfc9700);
    let mut attribute = format!("kind = \"{}\"", row.kind);
    if let Some(pkce) = recommended.pkce {
        let _ = write!(attribute, ", pkce = \"{pkce}\"");
    }
    attribute.push_str(", registration = \"client.json\"");
    let redirects = row.grant.redirects();
    let (uris, responses) = if redirects {
        (format!("\"{}\"", redirect_uri(row.kind)), "\"code\"")
    } else {
        (String::new(), "")
    };
    let registration = format!(
        "{{\n  \"client_id\": \"client\",\n  \"grant_types\": [\"{}\"],\n  \"response_types\": \
         [{responses}],\n  \"token_endpoint_auth_method\": \"{}\",\n  \"redirect_uris\": [{uris}]\n}}",
        row.grant.grant_type(),
        recommended.auth
    );
    Registered { attribute, registration }
}

/// The redirect URI of the examples.
fn redirect_uri(kind: Kind) -> &'static str {
    if kind == Kind::Native {
        "http://127.0.0.1/callback"
    } else {
        "https://app.example.com/callback"
    }
}

fn snippet_pair(row: &Row) -> (String, String) {
    let secret = !row.kind.is_public();
    let [adopted, declared] = arguments(row).map(|arguments| {
        let attribute = rules::attribute(&arguments);
        let (import, field) = if secret {
            ("use secrecy::SecretString;\n", "    client_secret: SecretString,\n")
        } else {
            ("", "")
        };
        format!(
            "use oauth_flow::oauth_client;\n{import}\n{attribute}\npub struct Client {{\n    client_id: String,\n{field}}}"
        )
    });
    (adopted, declared)
}
