//! A snapshot of the metadata of a server, in the one form that the command line writes.

use oauth_flow_core::Date;
use serde_json::{Map, Value, json};

use super::address::Address;
use super::json;
use super::metadata::Metadata;

/// The member that says of a document that it is a snapshot.
pub(crate) const MEMBER: &str = "oauth_flow_snapshot";

/// The version of the form that this version of the tool reads and writes.
const VERSION: u64 = 1;

/// The metadata of a server, and when and where it was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Snapshot {
    pub(crate) metadata: Metadata,
    pub(crate) retrieved: Date,
    /// The URL of the document.
    pub(crate) from: String,
}

impl Snapshot {
    /// Reads the bytes of a file. What is wrong with them is told in words.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, String> {
        let mut object = json::object(bytes).map_err(|why| match conflict(bytes) {
            Some(line) => format!("it has a merge conflict in line {line}; keep either side"),
            None => why,
        })?;
        let stamp = object.remove(MEMBER).ok_or_else(|| {
            format!("it is no snapshot: it has no member `{MEMBER}`; `server add` writes one")
        })?;
        let text = |name: &str| stamp.get(name).and_then(Value::as_str);
        match stamp.get("version").and_then(Value::as_u64) {
            Some(VERSION) => {}
            Some(version) if version > VERSION => {
                return Err(format!(
                    "it is of version {version}, and this version of the tool reads version {VERSION}; use \
                     the version of the tool that wrote it"
                ));
            }
            _ => return Err(format!("`{MEMBER}.version` is not {VERSION}")),
        }
        let retrieved = text("retrieved").and_then(Date::read);
        let retrieved = retrieved
            .ok_or_else(|| format!("`{MEMBER}.retrieved` is no day, such as `2026-11-26`"))?;
        let from = text("from").map(String::from);
        let from = from.ok_or_else(|| format!("`{MEMBER}.from` is no text"))?;
        let metadata = Metadata::take(&mut object)?;
        let snapshot = Self { metadata, retrieved, from };
        snapshot.address()?;
        Ok(snapshot)
    }

    /// Where the metadata is asked for anew.
    pub(crate) fn address(&self) -> Result<Address, String> {
        let address = Address::of_snapshot(self.metadata.issuer(), &self.from);
        address.map_err(|error| error.to_string())
    }

    /// The text of the file: the members in the order of their names.
    pub(crate) fn text(&self) -> String {
        let stamp = [
            ("from", json!(self.from)),
            ("retrieved", json!(self.retrieved.to_string())),
            ("version", json!(VERSION)),
        ];
        let stamp: Map<String, Value> =
            stamp.into_iter().map(|(name, value)| (String::from(name), value)).collect();
        let mut members = self.metadata.members.clone();
        members.insert(MEMBER, Value::Object(stamp));
        // Sorted before, since a map of serde_json may keep the order in which it is filled.
        let members =
            members.into_iter().map(|(name, value)| (String::from(name), value)).collect();
        format!("{:#}\n", Value::Object(members))
    }

    /// The first line in which a text differs from that of the snapshot, from 1 on.
    pub(crate) fn other_line(&self, bytes: &[u8]) -> Option<usize> {
        // Git may write lines with the ends of Windows.
        let old = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
        let new = self.text();
        if old == new {
            return None;
        }
        let same = old.split('\n').zip(new.split('\n')).take_while(|(old, new)| old == new);
        Some(same.count() + 1)
    }
}

/// The line in which a conflict of a merge begins.
fn conflict(bytes: &[u8]) -> Option<usize> {
    let mut lines = bytes.split(|byte| *byte == b'\n');
    lines.position(|line| line.starts_with(b"<<<<<<<")).map(|index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::Snapshot;

    const WHOLE: &str = r#"{
  "code_challenge_methods_supported": [
    "S256",
    "plain"
  ],
  "issuer": "https://as.example.com/tenant",
  "mtls_endpoint_aliases": {
    "revocation_endpoint": "https://mtls.example.com/revoke",
    "token_endpoint": "https://mtls.example.com/token"
  },
  "oauth_flow_snapshot": {
    "from": "https://as.example.com/tenant/.well-known/openid-configuration",
    "retrieved": "2026-11-26",
    "version": 1
  },
  "request_parameter_supported": false,
  "scopes_supported": [],
  "token_endpoint": "https://as.example.com/tenant/token"
}
"#;

    fn error(text: &str) -> String {
        Snapshot::read(text.as_bytes()).err().unwrap_or_default()
    }

    #[test]
    fn a_snapshot_is_written_as_it_is_read() {
        let read = Snapshot::read(WHOLE.as_bytes()).map(|it| it.text());
        assert_eq!(read.as_deref(), Ok(WHOLE));
        let snapshot = Snapshot::read(WHOLE.as_bytes());
        assert_eq!(snapshot.map(|it| it.other_line(WHOLE.as_bytes())), Ok(None));
        let windows = WHOLE.replace('\n', "\r\n");
        let snapshot = Snapshot::read(windows.as_bytes());
        assert_eq!(snapshot.map(|it| it.other_line(windows.as_bytes())), Ok(None));
    }

    #[test]
    fn any_order_gives_the_same_text() {
        let other = r#"{ "token_endpoint": "https://as.example.com/tenant/token",
            "scopes_supported": [], "signed_metadata": "e30.e30.", "jwks_uri": null,
            "request_parameter_supported": false, "code_challenge_methods_supported": ["plain", "S256", "plain"],
            "mtls_endpoint_aliases": { "token_endpoint": "https://mtls.example.com/token",
                "revocation_endpoint": "https://mtls.example.com/revoke" },
            "issuer": "https://as.example.com/tenant",
            "oauth_flow_snapshot": { "version": 1, "retrieved": "2026-11-26",
                "from": "https://as.example.com/tenant/.well-known/openid-configuration" } }"#;
        let snapshot = Snapshot::read(other.as_bytes());
        assert_eq!(snapshot.as_ref().map(Snapshot::text).as_deref(), Ok(WHOLE));
        assert_eq!(snapshot.map(|it| it.other_line(other.as_bytes())), Ok(Some(1)));
        let moved = WHOLE.replace("    \"S256\",\n    \"plain\"", "    \"plain\",\n    \"S256\"");
        let snapshot = Snapshot::read(moved.as_bytes());
        assert_eq!(snapshot.map(|it| it.other_line(moved.as_bytes())), Ok(Some(3)));
    }

    #[test]
    fn what_is_no_snapshot_is_refused_with_the_reason() {
        for (old, new, why) in [
            (
                "oauth_flow_snapshot",
                "snapshot",
                "it is no snapshot: it has no member `oauth_flow_snapshot`; `server add` writes one",
            ),
            (
                "\"version\": 1",
                "\"version\": 2",
                "it is of version 2, and this version of the tool reads version 1; use the version of the tool that wrote it",
            ),
            ("\"version\": 1", "\"version\": \"1\"", "`oauth_flow_snapshot.version` is not 1"),
            ("\"version\": 1", "\"version\": 0", "`oauth_flow_snapshot.version` is not 1"),
            (
                "2026-11-26",
                "26 Nov 2026",
                "`oauth_flow_snapshot.retrieved` is no day, such as `2026-11-26`",
            ),
            ("\"from\"", "\"at\"", "`oauth_flow_snapshot.from` is no text"),
            (
                "https://as.example.com/tenant/.well-known",
                "https://evil.example.com/.well-known",
                "`https://evil.example.com/.well-known/ope...` is not where the metadata of the issuer `https://as.example.com/tenant` is (RFC 8414 section 3.1)",
            ),
            ("\"issuer\"", "\"iss\"", "it has no `issuer` (RFC 8414 section 2)"),
            (
                "https://as.example.com/tenant\"",
                "https://as.example.com/tenant?a=b\"",
                "the server is not named by a URL of the form that an issuer has; write an issuer such as `https://as.example.com/tenant`, or the URL of its metadata, without userinfo, query and fragment",
            ),
            (
                "https://as.example.com/tenant/token",
                "http://as.example.com/token",
                "`token_endpoint` is neither `https`, nor `http` on the loopback interface",
            ),
            (
                "https://as.example.com/tenant/token",
                "/token",
                "`token_endpoint` is not an absolute URL without userinfo and fragment",
            ),
            (
                "https://mtls.example.com/revoke",
                "https://user:password@mtls.example.com/",
                "`mtls_endpoint_aliases` has a URL with userinfo, which may be a secret",
            ),
            ("false", "\"false\"", "`request_parameter_supported` is not `true` or `false`"),
            ("[]", "\"openid\"", "`scopes_supported` is not a list of texts"),
            ("[]", "[1]", "`scopes_supported` is not a list of texts"),
            (
                "  \"issuer\"",
                "<<<<<<< HEAD\n  \"issuer\"",
                "it has a merge conflict in line 6; keep either side",
            ),
        ] {
            assert!(WHOLE.contains(old), "{old}");
            assert_eq!(error(&WHOLE.replacen(old, new, 1)), why);
        }
    }
}
