//! Secrets that are written in the code. The page is passed around, so that it shows none of them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use oauth_flow_core::{What, rules};

use crate::reading::Reading;

/// What stands in the place of a secret.
pub(super) const MASK: &str = "[masked]";

/// The parameters whose values are secrets.
const PARAMETERS: [&str; 8] = [
    "client_secret",
    "client_assertion",
    "password",
    "access_token",
    "refresh_token",
    "id_token",
    "code_verifier",
    "api_key",
];

/// What the name of a variable, a field or a key contains if its value is a secret.
const NAMES: [&str; 7] =
    ["secret", "password", "passwd", "passphrase", "private_key", "privatekey", "api_key"];

/// What joins a parameter and its value: in a query, and in JSON that is a text of Rust.
const JOINTS: [&str; 3] = ["=", "\\\":\\\"", "\\\": \\\""];

/// What reads the variable that a text names: the text is no secret.
const VARIABLES: [&str; 4] = ["var(", "var_os(", "env!(", "option_env!("];

/// The rules that report a text which is a secret as a whole.
const OF_TEXTS: [&str; 2] = ["embedded_secret", "secret_in_public_client"];

/// A text that is shorter may be in a file for other reasons.
const TELLING: usize = 6;

/// The secrets in the files of a workspace.
pub(super) struct Masks<'r> {
    /// Where the secrets are in each file, by its path.
    places: BTreeMap<&'r str, Vec<Range<usize>>>,
    /// The secrets themselves: they may be written more than once.
    values: Vec<&'r str>,
}

impl<'r> Masks<'r> {
    /// All that the reader saw, also what is waived or left out by a level.
    pub(super) fn of(reading: &'r Reading) -> Self {
        let mut masks = Self { places: BTreeMap::new(), values: Vec::new() };
        for package in &reading.code {
            let acts = package.clients.iter().flat_map(|client| &client.code.acts);
            for act in acts.filter(|act| act.what == What::SecretInCode(None)) {
                if let Some((file, place)) = package.places.get(act.place) {
                    masks.add(reading, *file, &place.bytes);
                }
            }
        }
        for declared in &reading.clients {
            for finding in declared.client.unfiltered() {
                if OF_TEXTS.contains(&finding.rule.id) {
                    let place = declared.places.of_origin(finding.origin);
                    masks.add(reading, declared.file, &place.bytes);
                }
            }
        }
        masks.values.sort_unstable();
        masks.values.dedup();
        masks
    }

    fn add(&mut self, reading: &'r Reading, file: usize, bytes: &Range<usize>) {
        let Some(file) = reading.files.get(file) else { return };
        let written = file.text.get(bytes.clone()).unwrap_or_default();
        // What is no text, such as the key in front of one, is no secret itself.
        if !written.ends_with(['"', '#', '\'']) || !written.contains('"') {
            return;
        }
        self.places.entry(file.path.as_str()).or_default().push(bytes.clone());
        let value = written.trim_start_matches(['r', 'b', 'c', '#']).trim_end_matches('#');
        let value = value.trim_matches('"');
        if value.len() >= TELLING {
            self.values.push(value);
        }
    }

    /// The parts of a line of a file that are not to be shown; `start` is the byte at which it begins.
    pub(super) fn in_line(&self, path: &str, start: usize, line: &str) -> Vec<Range<usize>> {
        let mut hidden = in_parameters(line);
        hidden.extend(named(line));
        for value in &self.values {
            hidden.extend(line.match_indices(value).map(|(at, value)| at..at + value.len()));
        }
        for place in self.places.get(path).into_iter().flatten() {
            let (from, to) = (place.start.max(start), place.end.min(start + line.len()));
            if from < to {
                hidden.push(from - start..to - start);
            }
        }
        hidden
    }
}

/// The text without the values of the parameters that are secrets, and without passwords in URIs.
pub(super) fn in_text(text: &str) -> Cow<'_, str> {
    let mut hidden = in_parameters(text);
    if hidden.is_empty() {
        return Cow::Borrowed(text);
    }
    hidden.sort_by_key(|range| range.start);
    let (mut shown, mut behind) = (String::new(), 0);
    for range in hidden {
        if range.start >= behind {
            shown.push_str(text.get(behind..range.start).unwrap_or_default());
            shown.push_str(MASK);
            behind = range.end;
        }
    }
    shown.push_str(text.get(behind..).unwrap_or_default());
    Cow::Owned(shown)
}

/// Where the values of the parameters are that are secrets, and the passwords of URIs.
fn in_parameters(text: &str) -> Vec<Range<usize>> {
    let mut hidden = Vec::new();
    for name in PARAMETERS {
        for (at, _) in text.match_indices(name) {
            let after = at + name.len();
            let behind = text.get(after..).unwrap_or_default();
            let joint = JOINTS.iter().find(|joint| behind.starts_with(**joint));
            if let Some(joint) = joint {
                let start = after + joint.len();
                hidden.extend(value(text, start));
            }
        }
    }
    for (at, mark) in text.match_indices("://") {
        let start = at + mark.len();
        let rest = text.get(start..).unwrap_or_default();
        let ends = |letter: char| letter.is_whitespace() || "/?#\"'`\\<>".contains(letter);
        let authority = rest.split(ends).next().unwrap_or_default();
        // The end of a text that is cut may be missing.
        let user = authority.rsplit_once('@').map_or(authority, |(user, _)| user);
        if let Some((name, password)) = user.split_once(':')
            && !name.starts_with('[')
            && !password.starts_with('{')
            && (user.len() < authority.len() || password.contains(|it: char| !it.is_ascii_digit()))
            && !password.is_empty()
        {
            let from = start + name.len() + 1;
            hidden.push(from..from + password.len());
        }
    }
    hidden
}

/// The value that begins there, unless it is empty or put in at run time.
fn value(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = text.get(start..)?;
    let ends = |letter: char| letter.is_whitespace() || "&#\"'`\\)]}>,;|".contains(letter);
    let value = rest.split(ends).next().unwrap_or_default();
    let is_put_in = value.is_empty() || value.starts_with(['{', '$', '%', '<', '[']);
    (!is_put_in).then(|| start..start + value.len())
}

/// The texts of a line that follow a name of a secret.
fn named(line: &str) -> Vec<Range<usize>> {
    let texts = texts(line);
    let mut hidden = Vec::new();
    let mut hide_next = |after: usize| {
        let Some(next) = texts.iter().find(|text| text.start > after) else { return };
        let before = line.get(..next.start.saturating_sub(1)).unwrap_or_default();
        if !VARIABLES.iter().any(|call| before.ends_with(call)) {
            hidden.push(next.clone());
        }
    };
    for text in &texts {
        let content = line.get(text.clone()).unwrap_or_default().trim_end_matches(['=', ':']);
        let before = line.get(..text.start).unwrap_or_default();
        let before = before.trim_end_matches(['"', ' ', '=', '(', ',', ':', '[']);
        let is_grant = before.ends_with("grant") || before.ends_with("grant_type");
        if !is_grant && NAMES.iter().any(|name| content.to_ascii_lowercase().ends_with(name)) {
            hide_next(text.end);
        }
    }
    for word in words(line) {
        let name = line.get(word.clone()).unwrap_or_default();
        let in_text = texts.iter().any(|text| text.contains(&word.start));
        let lower = name.to_ascii_lowercase();
        let is_secret = NAMES.iter().any(|part| lower.contains(part));
        if is_secret && !in_text && rules::find(name).is_none() {
            hide_next(word.end.saturating_sub(1));
        }
    }
    hidden
}

/// The texts in a line of Rust, without their quotes.
fn texts(line: &str) -> Vec<Range<usize>> {
    let mut texts = Vec::new();
    let (mut start, mut escaped, mut before) = (None, false, ' ');
    for (at, letter) in line.char_indices() {
        match start {
            // `'"'` is a character.
            None if letter == '"' && before != '\'' => start = Some(at + 1),
            Some(_) if escaped => escaped = false,
            Some(_) if letter == '\\' => escaped = true,
            Some(from) if letter == '"' => {
                texts.push(from..at);
                start = None;
            }
            _ => {}
        }
        before = letter;
    }
    if let Some(from) = start {
        texts.push(from..line.len());
    }
    texts.retain(|text| !text.is_empty());
    texts
}

/// The identifiers in a line.
fn words(line: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, letter) in line.char_indices() {
        let in_word = letter.is_alphanumeric() || letter == '_';
        match (start, in_word) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| from..line.len()));
    words
}
