//! What the names of a file stand for: its imports, and its constants.

use std::collections::{HashMap, HashSet};

use proc_macro2::Span;
use syn::{Expr, ImplItem, Item, Lit, Path, UseTree};

use super::function::ends;
use super::text::{PairValue, Seen, Text};

/// What the names of a file stand for.
#[derive(Default)]
pub(super) struct Names {
    constants: HashMap<String, (String, Span)>,
    /// The names of several constants.
    ambiguous: HashSet<String>,
    /// The names that come from reqwest, with their own name there.
    reqwest: HashMap<String, String>,
    /// The names that come from a library for OAuth, with their own name there.
    oauth: HashMap<String, String>,
    /// The crates that the file names.
    crates: HashSet<String>,
    /// Those of them all of whose names it imports.
    globs: HashSet<String>,
    /// Whether the file serves pages.
    pub(super) serves: bool,
    /// Whether the file runs in a browser.
    pub(super) browses: bool,
}

const SERVERS: [&str; 12] = [
    "axum",
    "actix_web",
    "rocket",
    "poem",
    "warp",
    "salvo",
    "ntex",
    "tide",
    "axum_extra",
    "trillium",
    "gotham",
    "loco_rs",
];

/// The types of libraries whose values are clients, each with what makes them.
const MAKERS: [(&str, &[&str]); 17] = [
    ("BasicClient", &["new"]),
    ("CoreClient", &["new", "from_provider_metadata"]),
    ("InstalledFlowAuthenticator", &["builder", "with_client"]),
    ("ServiceAccountAuthenticator", &["builder", "with_client"]),
    ("DeviceFlowAuthenticator", &["builder", "with_client"]),
    ("ServiceAccountImpersonationAuthenticator", &["builder"]),
    ("ServiceAccountFlow", &["new"]),
    ("AuthorizedUserAuthenticator", &["builder"]),
    ("ExternalAccountAuthenticator", &["builder"]),
    ("OidcAuthLayer", &["new", "discover_client"]),
    ("OidcClient", &["discover_new", "builder", "new"]),
    ("ActixWebOpenId", &["init", "builder"]),
    ("DiscoveredClient", &["discover"]),
    ("AuthCodeSpotify", &["new", "with_config"]),
    ("AuthCodePkceSpotify", &["new", "with_config"]),
    ("ClientCredsSpotify", &["new", "with_config"]),
    ("UserTokenBuilder", &["new"]),
];

impl Names {
    pub(super) fn of(items: &[Item]) -> Self {
        let mut names = Self::default();
        for item in items {
            names.item(item);
        }
        for name in std::mem::take(&mut names.ambiguous) {
            names.constants.remove(&name);
        }
        names.serves = SERVERS.iter().any(|it| names.crates.contains(*it));
        names.browses =
            ["web_sys", "wasm_bindgen", "gloo", "gloo_net", "gloo_storage", "leptos_router"]
                .iter()
                .any(|it| names.crates.contains(*it));
        names
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Use(item) => self.import(&item.tree, &mut Vec::new()),
            Item::Const(item) => self.constant(&item.ident.to_string(), &item.expr),
            Item::Static(item) => self.constant(&item.ident.to_string(), &item.expr),
            Item::Impl(item) => {
                for inner in &item.items {
                    if let ImplItem::Const(inner) = inner {
                        self.constant(&inner.ident.to_string(), &inner.expr);
                    }
                }
            }
            // What tests have for a constant says nothing of the product.
            Item::Mod(item) => {
                let conditional = super::conditions(&item.attrs).next().is_some();
                for inner in item.content.iter().flat_map(|(_, items)| items) {
                    if !conditional || matches!(inner, Item::Use(_)) {
                        self.item(inner);
                    }
                }
            }
            _ => {}
        }
    }

    fn constant(&mut self, name: &str, value: &Expr) {
        if let Expr::Lit(literal) = value
            && let Lit::Str(text) = &literal.lit
        {
            let value = text.value();
            let known = self.constants.get(name);
            if known.is_some_and(|(other, _)| *other != value) {
                // Two constants of one name, such as those of two implementations.
                self.ambiguous.insert(String::from(name));
            }
            self.constants.insert(String::from(name), (value, text.span()));
        }
    }

    fn import(&mut self, tree: &UseTree, path: &mut Vec<String>) {
        match tree {
            UseTree::Path(inner) => {
                path.push(inner.ident.to_string());
                self.import(&inner.tree, path);
                path.pop();
            }
            UseTree::Group(group) => {
                for inner in &group.items {
                    self.import(inner, path);
                }
            }
            UseTree::Name(name) => self.named(path, &name.ident.to_string(), None),
            UseTree::Rename(name) => {
                self.named(path, &name.ident.to_string(), Some(name.rename.to_string()));
            }
            UseTree::Glob(_) => {
                if let Some(first) = path.first() {
                    self.crates.insert(first.clone());
                    self.globs.insert(first.clone());
                }
            }
        }
    }

    fn named(&mut self, path: &[String], name: &str, rename: Option<String>) {
        let first = path.first().map_or(name, String::as_str);
        self.crates.insert(String::from(first));
        let local = match (name, path.last()) {
            ("self", Some(last)) => last.clone(),
            _ => String::from(name),
        };
        let local = rename.unwrap_or(local);
        let of_reqwest = path.iter().any(|it| it == "reqwest") || name == "reqwest";
        if of_reqwest {
            self.reqwest.insert(local.clone(), String::from(name));
        }
        if ["oauth2", "openidconnect"].contains(&first) {
            self.oauth.insert(local, String::from(name));
        }
    }

    /// The crates that a path names without an import.
    pub(super) fn mention(&mut self, seen: &Seen) {
        for server in SERVERS {
            self.serves |= seen.has_name(server);
        }
        for library in ["oauth2", "openidconnect"] {
            if seen.has_name(library) {
                self.crates.insert(String::from(library));
            }
        }
        self.browses |= seen.has_name("web_sys") || seen.has_name("wasm_bindgen");
    }

    /// The value, with a constant of the file as its text.
    pub(super) fn resolved(&self, value: PairValue) -> PairValue {
        match value {
            PairValue::Constant(name, _) => match self.constants.get(&name) {
                Some((text, span)) => PairValue::Text(text.clone(), *span),
                None => PairValue::Other,
            },
            value => value,
        }
    }

    /// The texts of the constants that a function names.
    pub(super) fn constants_in(&self, seen: &Seen) -> Vec<Text> {
        let named = self.constants.iter().filter(|(name, _)| seen.has_name(name));
        let mut texts: Vec<Text> = named
            .map(|(_, (value, span))| Text { value: value.clone(), span: *span, compared: false })
            .collect();
        texts.sort_by_key(|text| super::http::key(text.span));
        texts
    }

    /// Whether a call of this path makes a client of a library for OAuth.
    pub(super) fn makes_client(&self, path: &Path) -> bool {
        let (of, name) = ends(path);
        let own = self.oauth.get(&of).map_or(of.as_str(), String::as_str);
        let known =
            MAKERS.iter().any(|(maker, calls)| *maker == own && calls.contains(&name.as_str()));
        let of_library =
            path.segments.iter().any(|it| it.ident == "oauth2" || it.ident == "openidconnect");
        let bare = own == "Client" && (of_library || self.oauth.contains_key(&of));
        known
            || name == "from_provider_metadata"
            || (bare && name == "new")
            || (of == "OAuth2" && name == "fairing")
            || (of == "AppAccessToken" && name == "get_app_access_token")
    }

    /// Whether a call of this path makes an HTTP client that follows redirects by itself. In a browser,
    /// the browser decides.
    pub(super) fn is_http_client(&self, path: &Path) -> bool {
        let (of, name) = ends(path);
        let own = self.reqwest.get(&of).map_or(of.as_str(), String::as_str);
        let of_reqwest = self.reqwest.contains_key(&of)
            || path.segments.iter().any(|it| {
                it.ident == "reqwest" || self.reqwest.contains_key(&it.ident.to_string())
            });
        let makes = ["new", "default", "builder"].contains(&name.as_str());
        of_reqwest && makes && ["Client", "ClientBuilder"].contains(&own) && !self.browses
    }

    /// Whether a type of this name is one of a library for OAuth.
    pub(super) fn is_of_library(&self, path: &Path) -> bool {
        let (of, _) = ends(path);
        let library = |name: &str| name == "oauth2" || name == "openidconnect";
        self.oauth.contains_key(&of)
            || path.segments.iter().any(|it| library(&it.ident.to_string()))
            || self.globs.iter().any(|name| library(name))
    }

    /// Whether the file names a library for OAuth.
    pub(super) fn uses_library(&self) -> bool {
        self.crates.contains("oauth2") || self.crates.contains("openidconnect")
    }
}

/// Whether a path is of the builder of an HTTP client.
pub(super) fn is_builder(path: &Path) -> bool {
    ends(path).0.contains("Builder")
}
