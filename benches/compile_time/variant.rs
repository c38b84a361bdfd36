//! What is measured: the ways to write a struct of five fields, and the crates built cold.

use std::fmt::Write as _;

use crate::documents;

/// The sizes of `--large`.
pub const LARGE: [usize; 2] = [4000, 16000];

/// The arguments of the attribute. The identity and the reader get the same tokens.
const ARGUMENTS: &str = "kind = \"web\", grant = \"authorization_code\", pkce = \"S256\", \
    redirect_uri = \"https://app.example.com/callback\", scope = \"orders:read orders:write\"";

/// The same with a second grant, which is one more implementation.
const TWO_GRANTS: &str = "kind = \"web\", grant(\"authorization_code\", \"refresh_token\"), \
    pkce = \"S256\", redirect_uri = \"https://app.example.com/callback\", \
    scope = \"orders:read orders:write\"";

/// A way to write the struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Variant {
    None,
    Identity,
    Read,
    Ours,
    TwoGrants,
    Checked,
    Accessor,
    Documents,
    Debug,
    Thiserror,
    Serde,
    Bon,
}

impl Variant {
    pub const ALL: [Self; 12] = [
        Self::None,
        Self::Identity,
        Self::Read,
        Self::Ours,
        Self::TwoGrants,
        Self::Checked,
        Self::Accessor,
        Self::Documents,
        Self::Debug,
        Self::Thiserror,
        Self::Serde,
        Self::Bon,
    ];

    /// Serde and bon do not fit the machine there.
    pub const LARGE: [Self; 7] = [
        Self::None,
        Self::Identity,
        Self::Read,
        Self::Ours,
        Self::Accessor,
        Self::Debug,
        Self::Thiserror,
    ];

    /// In the name of the crate.
    pub fn id(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Identity => "identity",
            Self::Read => "read",
            Self::Ours => "ours",
            Self::TwoGrants => "two-grants",
            Self::Checked => "checked",
            Self::Accessor => "accessor",
            Self::Documents => "documents",
            Self::Debug => "debug",
            Self::Thiserror => "thiserror",
            Self::Serde => "serde",
            Self::Bon => "bon",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::None => "no attribute",
            Self::Identity => "attribute that returns its item",
            Self::Read => "read and check, nothing emitted",
            Self::Ours => "`#[oauth_client]`",
            Self::TwoGrants => "`#[oauth_client]`, two grants",
            Self::Checked => "`#[oauth_client]`, and the check in `build.rs`",
            Self::Accessor => "`#[oauth_client]` with the feature `oauth2`",
            Self::Documents => "`#[oauth_client]` with two documents of 5 KB",
            Self::Debug => "`Debug` (compiler's own)",
            Self::Thiserror => "`thiserror::Error` and `Debug`",
            Self::Serde => "`serde::Deserialize`",
            Self::Bon => "`bon::Builder`",
        }
    }

    pub fn dependencies(self) -> &'static [&'static str] {
        match self {
            Self::None | Self::Debug => &[],
            Self::Identity => &["scratch-identity"],
            Self::Read => &["scratch-read"],
            Self::Ours | Self::TwoGrants | Self::Checked | Self::Documents => &["oauth-flow"],
            Self::Accessor => &["oauth-flow/oauth2"],
            Self::Thiserror => &["thiserror"],
            Self::Serde => &["serde"],
            Self::Bon => &["bon"],
        }
    }

    fn attributes(self, index: usize) -> String {
        match self {
            Self::None => String::new(),
            Self::Identity => format!("#[scratch_identity::identity({ARGUMENTS})]"),
            Self::Read => format!("#[scratch_read::read({ARGUMENTS})]"),
            Self::Ours | Self::Checked | Self::Accessor => {
                format!("#[oauth_flow::oauth_client({ARGUMENTS})]")
            }
            Self::TwoGrants => format!("#[oauth_flow::oauth_client({TWO_GRANTS})]"),
            Self::Documents => format!(
                "#[oauth_flow::oauth_client(kind = \"web\", pkce = \"S256\", registration = \
                 \"{}\", server = \"{}\")]",
                documents::registration_path(index),
                documents::SERVER_PATH,
            ),
            Self::Debug => "#[derive(Debug)]".to_owned(),
            Self::Thiserror => "#[derive(Debug, thiserror::Error)]\n\
                #[error(\"{client_id} at {issuer}: {tenant}\")]"
                .to_owned(),
            Self::Serde => "#[derive(serde::Deserialize)]".to_owned(),
            Self::Bon => "#[derive(bon::Builder)]".to_owned(),
        }
    }

    /// Whether a build script checks the crate.
    pub fn is_checked(self) -> bool {
        self == Self::Checked
    }

    /// `size` structs.
    pub fn source(self, size: usize) -> String {
        let mut source = String::new();
        for index in 0..size {
            let attributes = self.attributes(index);
            let _ = writeln!(
                source,
                "{attributes}\npub struct Client{index} {{\n    pub client_id: String,\n    \
                 pub client_secret: Box<[u8]>,\n    pub issuer: String,\n    pub tenant: String,\n    \
                 pub retries: u32,\n}}\n"
            );
        }
        source
    }
}

/// A crate that is built with all its dependencies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cold {
    Bare,
    Ours,
    Checked,
    Thiserror,
    Serde,
}

impl Cold {
    pub const ALL: [Self; 5] =
        [Self::Bare, Self::Ours, Self::Checked, Self::Thiserror, Self::Serde];

    pub fn label(self) -> &'static str {
        match self {
            Self::Bare => "syn + quote + proc-macro2, default features",
            Self::Ours => "`oauth-flow`",
            Self::Checked => "`oauth-flow`, and the check in `build.rs`",
            Self::Thiserror => "`thiserror`",
            Self::Serde => "`serde` with `derive`",
        }
    }

    /// The crate, and the variant whose single struct is in it.
    pub fn parts(self) -> (&'static str, &'static [&'static str], Variant) {
        match self {
            Self::Bare => ("cold-bare", &["scratch-bare"], Variant::None),
            Self::Ours => ("cold-ours", Variant::Ours.dependencies(), Variant::Ours),
            Self::Checked => ("cold-checked", Variant::Checked.dependencies(), Variant::Checked),
            Self::Thiserror => {
                ("cold-thiserror", Variant::Thiserror.dependencies(), Variant::Thiserror)
            }
            Self::Serde => ("cold-serde", Variant::Serde.dependencies(), Variant::Serde),
        }
    }
}
