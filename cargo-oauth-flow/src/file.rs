//! Reads one file.

use std::collections::HashSet;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use memchr::memmem::{self, Finder};
use oauth_flow_syntax::code::{self, TextRange};
use oauth_flow_syntax::document::Documents;

/// The words without one of which a file has nothing of a client. They are sought as they are written:
/// `CLIENT_ID` alone is a constant of many systems.
const WORDS: [&str; 16] = [
    "oauth",
    "OAuth",
    "Oauth",
    "openid",
    "OpenId",
    "OpenID",
    "Oidc",
    "client_id",
    "client_secret",
    "CLIENT_SECRET",
    "grant_type",
    "response_type",
    "rspotify",
    "authorize_url",
    "set_pkce_",
    "exchange_",
];

/// Finds the words.
pub(crate) struct Words([Finder<'static>; WORDS.len()]);

impl Words {
    pub(crate) fn new() -> Self {
        Self(WORDS.map(Finder::new))
    }

    fn are_in(&self, bytes: &[u8]) -> bool {
        self.0.iter().any(|word| word.find(bytes).is_some())
    }
}

/// What was read of one file.
pub(crate) enum Read {
    /// Nothing in it is of interest.
    Nothing,
    /// It cannot be read.
    Fault(Option<TextRange>, String),
    /// Its text, and what is in it.
    File(String, Box<code::File>),
}

/// Much larger than what a person writes, and a parser takes many times its size.
const LARGEST: u64 = 20 * 1024 * 1024;

/// Reads a file with the documents that its declarations name, and the names of the modules that it brings for tests alone.
pub(crate) fn read(path: &Path, words: &Words, documents: &dyn Documents) -> (Read, Vec<String>) {
    let bytes = match bytes(path) {
        Ok(bytes) => bytes,
        Err(why) => return (Read::Fault(None, why), Vec::new()),
    };
    let modules = test_modules(&bytes);
    if !words.are_in(&bytes) {
        return (Read::Nothing, modules);
    }
    let read = match String::from_utf8(bytes) {
        Ok(text) => parsed(text, documents),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            Read::Fault(None, format!("the file is not UTF-8 (byte {at})"))
        }
    };
    (read, modules)
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    // A device or a pipe may give bytes for ever.
    let metadata = fs::metadata(path).map_err(|error| error.to_string())?;
    if !metadata.is_file() {
        return Err(String::from("it is no file"));
    }
    let length = usize::try_from(metadata.len().min(LARGEST)).unwrap_or_default();
    let mut bytes = Vec::with_capacity(length + 1);
    let file = fs::File::open(path).map_err(|error| error.to_string())?;
    let read = file.take(LARGEST + 1).read_to_end(&mut bytes);
    let length = read.map_err(|error| error.to_string())?;
    if u64::try_from(length).is_ok_and(|length| length > LARGEST) {
        return Err(String::from("the file is larger than 20 MiB, and is not read"));
    }
    Ok(bytes)
}

fn parsed(text: String, documents: &dyn Documents) -> Read {
    // A byte order mark is no part of the text.
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => String::from(rest),
        None => text,
    };
    match code::read(&text, documents) {
        Ok(file) => Read::File(text, Box::new(file)),
        Err(error) => {
            Read::Fault(Some(error.place), format!("not a file of Rust: {}", error.message))
        }
    }
}

/// The names in `#[cfg(test)] mod name;`, whatever attributes, comments and visibility stand between. They
/// are sought in the bytes: the file may have none of the words, and is then not parsed.
fn test_modules(bytes: &[u8]) -> Vec<String> {
    const CONDITIONS: [&str; 3] = ["#[cfg(test)]", "#[cfg(all(test", "#[cfg(any(test"];
    let mut names = Vec::new();
    let mut rest = bytes;
    while let Some(at) = memmem::find(rest, b"#[cfg(") {
        let behind = rest.get(at..).unwrap_or_default();
        rest = behind.get(6..).unwrap_or_default();
        let line = String::from_utf8_lossy(behind.get(..600).unwrap_or(behind));
        if CONDITIONS.iter().any(|it| line.starts_with(it)) {
            names.extend(module(&line));
        }
    }
    names
}

/// The name of the module that is in another file, behind attributes and comments.
fn module(text: &str) -> Option<String> {
    let mut rest = text.trim_start();
    loop {
        let step = if rest.starts_with("#[") {
            rest.split_once(']').map(|(_, rest)| rest)
        } else if rest.starts_with("//") {
            rest.split_once('\n').map(|(_, rest)| rest)
        } else if rest.starts_with("pub(") {
            rest.split_once(')').map(|(_, rest)| rest)
        } else {
            rest.strip_prefix("pub ")
        };
        match step {
            Some(step) => rest = step.trim_start_matches([')', ']']).trim_start(),
            None => break,
        }
    }
    let (name, _) = rest.strip_prefix("mod ")?.split_once(';')?;
    name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_').then(|| String::from(name))
}

/// Takes out the files of modules that are there for tests alone.
pub(crate) fn leave_tests_out(read: &mut Vec<(PathBuf, (Read, Vec<String>))>) {
    let mut left_out: HashSet<PathBuf> = HashSet::new();
    for (path, (_, modules)) in read.iter() {
        let stem = path.file_stem().and_then(|it| it.to_str()).unwrap_or_default();
        // The modules of a root or of `mod.rs` are beside it, and those of `login.rs` are in `login/`.
        let home = path.parent().unwrap_or(path);
        let beside = ["lib", "main", "mod"].contains(&stem);
        let folder = if beside { home.to_path_buf() } else { home.join(stem) };
        for module in modules {
            left_out.insert(folder.join(format!("{module}.rs")));
            left_out.insert(folder.join(module));
        }
    }
    if !left_out.is_empty() {
        read.retain(|(path, _)| !path.ancestors().any(|it| left_out.contains(it)));
    }
}
