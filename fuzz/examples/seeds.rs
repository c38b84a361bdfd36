//! Writes the seeds of each target's corpus, and its dictionary: out of the tests of the messages,
//! the examples of the rules, the fixtures of documents, the hostile URIs and the vocabulary.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use oauth_flow_compile_tests::uri_readers::HOSTILE;
use oauth_flow_core::members::Detail;
use oauth_flow_core::rules::all;
use oauth_flow_core::vocabulary::{
    AuthMethod, Grant, JwsAlgorithm, Kind, Pkce, Profile, Refresh, ResponseMode, ResponseType,
    SenderConstraint, Word,
};
use oauth_flow_core::{Key, Role};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The marks between words: for the dictionary of declarations.
const DECLARATION_MARKS: &[&str] = &[
    " = ",
    ", ",
    "(\"",
    "\", \"",
    "\")",
    " = \"",
    " = [",
    "runtime",
    "true",
    "false",
    "reason",
    "until",
    "2027-06-30",
    "\nstruct Client;",
    "\nstruct Client { client_secret: String }",
    "#[oauth(skip)]",
    "#[oauth(flatten)]",
    "#[oauth(",
    "with = ",
    "#[cfg(unix)]",
    "#[cfg_attr(test, oauth(skip))]",
    "#[derive(Debug)]",
    "#[serde(skip)]",
    "#[allow(deprecated)]",
    "#[deprecated]",
    "#[oauth_client(",
    "Option<",
    "&'static str",
    "Vec<u8>",
    "String",
    "SecretString",
    "PkceCodeVerifier",
    "ClientSecret",
    "PhantomData<T>",
    "where T: ",
    "<'a, T = (), const N: usize = 1>",
    "pub(crate) ",
    "r#",
    "::",
    "\\u{202e}",
    "\u{fc}",
    "'a",
    "b\"\"",
    "concat!()",
    "$",
    "enum ",
    "union ",
    "https://",
];

/// The parts of documents.
const DOCUMENT_MARKS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ", ",
    ": ",
    "null",
    "true",
    "false",
    "1",
    "\"\"",
    "\\u0061",
    "\\ud83d\\ude00",
    "\\\"",
    "\u{feff}",
    "\r\n",
    "\0",
    "##",
    "\"clients\": [{",
    "\"realm\": \"master\"",
    "\"attributes\": {",
    "\"settings\": { \"oauth\": {",
    "\"jwks\": { \"keys\": [{ \"d\": \"a\" }] }",
    "\"oauth_flow_snapshot\": { \"version\": 1 }",
    "openid-connect",
    "client-secret",
    "urn:ietf:params:oauth:grant-type:",
    "https://app.example.com/cb",
];

/// The parts of URIs.
const URI_MARKS: &[&str] = &[
    "https://",
    "http://",
    "localhost",
    "127.0.0.1",
    "127.1",
    "0x7f.1",
    "0177.1",
    "2130706433",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "%2e",
    "%2E%2e",
    "/../",
    "/./",
    "%2f",
    "%5c",
    "\\",
    "@",
    ":80",
    ":443",
    ":00443",
    "?",
    "#",
    "xn--",
    "%41",
    "%00",
    "\u{fc}",
    "\u{3002}",
    "\u{ad}",
    "%C3%BC",
    ".localhost",
    "com.example.app:/",
    "'",
    "&a=b",
    "%3d",
];

/// The parts of other texts.
const TEXT_MARKS: &[&str] = &[
    "_",
    "-",
    " ",
    ".",
    ":",
    "2028-02-29",
    "2100-02-29",
    "-12-31",
    "-04-31",
    "\u{202e}",
    "\n",
    "\\",
    "\"",
    "urn:ietf:params:oauth:grant-type:",
    "\u{fc}",
    "post_logout",
];

/// The inputs of each target.
#[derive(Default)]
struct Seeds {
    declarations: BTreeSet<String>,
    documents: BTreeSet<String>,
    uris: BTreeSet<String>,
    texts: BTreeSet<String>,
}

impl Seeds {
    /// Takes the attributes of a source file with their items, and every string in it.
    fn file(&mut self, path: &Path) -> io::Result<()> {
        let text = fs::read_to_string(path)?;
        // Some tests are of what is hardly Rust.
        if let Ok(tokens) = text.parse() {
            self.tokens(&tokens);
        }
        Ok(())
    }

    fn tokens(&mut self, tokens: &TokenStream) {
        let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
        for (index, tree) in trees.iter().enumerate() {
            match tree {
                TokenTree::Group(group) => {
                    self.tokens(&group.stream());
                    if let Some(attribute) = arguments(group) {
                        self.declaration(
                            &attribute.to_string(),
                            &item(&trees[index + 1..]).to_string(),
                        );
                    }
                }
                TokenTree::Literal(literal) => self.literal(&literal.to_string()),
                _ => {}
            }
        }
    }

    fn declaration(&mut self, attribute: &str, item: &str) {
        // The first line is the attribute.
        self.declarations.insert(format!("{}\n{item}", attribute.replace('\n', " ")));
    }

    /// Takes the documents of a folder, each as a registration and as the metadata of a server.
    fn documents(&mut self, folder: &Path) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                self.documents(&path)?;
            } else if path.extension().is_some_and(|extension| extension == "json") {
                let text = fs::read_to_string(&path)?;
                self.documents.extend([format!("{text}\0{{}}"), format!("{{}}\0{text}")]);
            }
        }
        Ok(())
    }

    fn literal(&mut self, literal: &str) {
        let inner = literal.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        if let Some(text) = inner {
            let kind = if text.contains(['/', ':']) { &mut self.uris } else { &mut self.texts };
            kind.insert(text.into());
        }
    }

    fn words<T: Word>(&mut self) {
        for entry in T::SET.entries {
            self.texts.insert(entry.word.into());
            self.texts.extend(entry.spellings.iter().chain(entry.synonyms).map(|it| (*it).into()));
        }
    }
}

/// The arguments, if the brackets hold `oauth_client(...)` by any path.
fn arguments(brackets: &proc_macro2::Group) -> Option<TokenStream> {
    let trees: Vec<TokenTree> = brackets.stream().into_iter().collect();
    match trees.as_slice() {
        [.., TokenTree::Ident(name), TokenTree::Group(list)]
            if brackets.delimiter() == Delimiter::Bracket && name == "oauth_client" =>
        {
            Some(list.stream())
        }
        _ => None,
    }
}

/// The tokens up to the end of the item: its semicolon or its braces.
fn item(trees: &[TokenTree]) -> TokenStream {
    let end = trees.iter().position(|tree| match tree {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        _ => false,
    });
    let length = end.map_or(trees.len(), |end| end + 1);
    trees.iter().take(length).cloned().collect()
}

fn write(
    target: &str,
    seeds: &BTreeSet<String>,
    marks: &[&str],
    words: &BTreeSet<String>,
) -> io::Result<()> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let corpus = here.join("corpus").join(target);
    fs::create_dir_all(&corpus)?;
    for (index, seed) in seeds.iter().enumerate() {
        fs::write(corpus.join(format!("seed-{index:04}")), seed)?;
    }
    let dictionaries = here.join("dictionaries");
    fs::create_dir_all(&dictionaries)?;
    let mut entries = String::new();
    for entry in marks.iter().copied().chain(words.iter().map(String::as_str)) {
        entries.push('"');
        for byte in entry.bytes() {
            match byte {
                b'"' | b'\\' => entries.extend(['\\', char::from(byte)]),
                b' '..=b'~' => entries.push(char::from(byte)),
                // Writing to a string does not fail.
                byte => drop(write!(entries, "\\x{byte:02x}")),
            }
        }
        entries.push_str("\"\n");
    }
    fs::write(dictionaries.join(format!("{target}.dict")), entries)?;
    println!("{target}: {} seeds, {} words", seeds.len(), marks.len() + words.len());
    Ok(())
}

/// The names of members in documents.
fn members() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut all = |lists: [&'static [&'static str]; 4]| {
        names.extend(lists.iter().flat_map(|list| list.iter()).map(|it| (*it).into()));
    };
    for key in Key::ALL {
        let member = key.member();
        all([member.registration, member.keycloak, member.gravitee, member.server_metadata]);
    }
    for detail in Detail::ALL {
        let names = detail.names();
        all([names.registration, names.keycloak, names.gravitee, names.server_metadata]);
    }
    names
}

fn main() -> io::Result<()> {
    let mut seeds = Seeds::default();
    for folder in ["fail", "pass"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/compile/ui").join(folder);
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "rs") {
                seeds.file(&path)?;
            }
        }
    }
    for rule in all() {
        for example in rule.accepts.iter().chain(rule.rejects) {
            seeds.declaration(example.attribute, example.item);
            if example.registration.is_some() || example.server.is_some() {
                let text = |document: Option<&'static str>| document.unwrap_or("{}");
                let (registration, server) = (text(example.registration), text(example.server));
                seeds.documents.insert(format!("{registration}\0{server}"));
            }
            if let Ok(tokens) = example.attribute.parse() {
                seeds.tokens(&tokens);
            }
        }
    }
    seeds.documents(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/documents"))?;
    seeds.uris.extend(HOSTILE.iter().map(|it| (*it).into()));
    seeds.words::<Kind>();
    seeds.words::<Profile>();
    seeds.words::<Grant>();
    seeds.words::<ResponseType>();
    seeds.words::<ResponseMode>();
    seeds.words::<Pkce>();
    seeds.words::<AuthMethod>();
    seeds.words::<Refresh>();
    seeds.words::<SenderConstraint>();
    seeds.words::<JwsAlgorithm>();
    seeds.words::<Key>();
    seeds.words::<Role>();
    seeds.texts.extend(all().map(|rule| rule.id.into()));
    // Long texts make the mutations of the short ones rare.
    let words: BTreeSet<String> =
        seeds.texts.iter().filter(|it| (2..=48).contains(&it.len())).cloned().collect();
    write("declaration", &seeds.declarations, DECLARATION_MARKS, &words)?;
    write("documents", &seeds.documents, DOCUMENT_MARKS, &members())?;
    write("uri", &seeds.uris, URI_MARKS, &BTreeSet::new())?;
    write("vocabulary", &seeds.texts, TEXT_MARKS, &words)
}
