//! Secrets that are written in the code. The page is passed around, so that it shows none of them.

use std::collections::BTreeMap;
use std::ops::Range;

use oauth_flow_core::{What, rules};

use crate::cli::excerpt::Secrets;
use crate::cli::secrets::in_parameters;
use crate::reading::Reading;
use crate::spot::Spot;

/// What the name of a variable, a field or a key contains if its value is a secret.
const NAMES: [&str; 7] =
    ["secret", "password", "passwd", "passphrase", "private_key", "privatekey", "api_key"];

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
    in_documents: Secrets<'r>,
}

impl<'r> Masks<'r> {
    /// All that the reader saw, also what is waived or left out by a level.
    pub(super) fn of(reading: &'r Reading) -> Self {
        let in_documents = Secrets::default();
        let mut masks = Self { places: BTreeMap::new(), values: Vec::new(), in_documents };
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
    pub(super) fn in_line(&self, of: &Spot<'r>, start: usize, line: &str) -> Vec<Range<usize>> {
        if of.is_in_document() {
            let hidden = self.in_documents.within(of, &(start..start + line.len())).into_iter();
            return hidden.map(|it| it.start - start..it.end - start).collect();
        }
        let mut hidden = in_parameters(line);
        hidden.extend(named(line));
        for value in &self.values {
            hidden.extend(line.match_indices(value).map(|(at, value)| at..at + value.len()));
        }
        for place in self.places.get(of.path).into_iter().flatten() {
            let (from, to) = (place.start.max(start), place.end.min(start + line.len()));
            if from < to {
                hidden.push(from - start..to - start);
            }
        }
        hidden
    }
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
