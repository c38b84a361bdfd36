//! Looks words up, and answers those that are not known with what is near them.

use alloc::string::String;
use alloc::vec::Vec;
use core::str::Bytes;

use super::{DraftMethod, Entry, Set, Word};

/// The answer to a word that a user wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer<T> {
    /// The word is in the set.
    Known(T),
    /// The word is not in the set, but this one is meant.
    DidYouMean(T),
    /// Nothing in the set comes near it.
    Unknown,
}

/// Looks `text` up in the set `T`: its spellings exactly, else its synonyms and what is near.
pub fn look_up<T: Word>(text: &str) -> Answer<T> {
    let word = |index: usize| T::ALL.get(index).copied();
    match T::SET.look_up(text) {
        Answer::Known(index) => word(index).map_or(Answer::Unknown, Answer::Known),
        Answer::DidYouMean(index) => word(index).map_or(Answer::Unknown, Answer::DidYouMean),
        Answer::Unknown => Answer::Unknown,
    }
}

// Each user of the macro compiles these functions, so that there is one for all sets.
impl Set {
    /// The index of the word that `text` spells, else means, else nearly spells.
    #[must_use]
    pub fn look_up(&self, text: &str) -> Answer<usize> {
        if let Some(index) = self.position(|entry| entry.is_spelt(text)) {
            return Answer::Known(index);
        }
        let means = |entry: &Entry| entry.synonyms.iter().any(|synonym| same_word(synonym, text));
        if let Some(index) = self.position(means) {
            return Answer::DidYouMean(index);
        }
        let mut candidates: Vec<&str> = Vec::new();
        for entry in self.entries {
            candidates.push(entry.word);
            candidates.extend_from_slice(entry.spellings);
        }
        let near = nearest(text, &candidates);
        let near = near.and_then(|near| self.position(|entry| entry.is_spelt(near)));
        near.map_or(Answer::Unknown, Answer::DidYouMean)
    }

    /// The index of the word that `text` spells but for case and the characters that join its
    /// parts.
    #[must_use]
    pub fn respelt(&self, text: &str) -> Option<usize> {
        self.position(|entry| {
            same_word(entry.word, text) || entry.spellings.iter().any(|it| same_word(it, text))
        })
    }

    fn position(&self, matches: impl Fn(&Entry) -> bool) -> Option<usize> {
        for (index, entry) in self.entries.iter().enumerate() {
            if matches(entry) {
                return Some(index);
            }
        }
        None
    }
}

impl Entry {
    /// Whether `text` is a spelling that means exactly this word.
    fn is_spelt(&self, text: &str) -> bool {
        self.word == text || self.spellings.contains(&text)
    }
}

/// Whether a text is a word of the standards in another spelling: with other letters in capitals, or other
/// characters between its parts. Quotes around the text do not count.
#[must_use]
pub fn is_respelling(text: &str, word: &str) -> bool {
    // A text may be a raw one.
    let value = match (text.find('"'), text.rfind('"')) {
        (Some(start), Some(end)) if start < end => text.get(start..end).unwrap_or(text),
        _ => text,
    };
    same_word(value, word)
}

impl DraftMethod {
    /// The method that the text names, whatever its case and its joints.
    #[must_use]
    pub fn of(text: &str) -> Option<&'static Self> {
        let text = text.replace('-', "_");
        Self::ALL.iter().find(|method| method.word.eq_ignore_ascii_case(&text))
    }
}

/// Whether two words differ in nothing but case and the characters that join their parts.
fn same_word(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (a.bytes(), b.bytes());
    let mut any = false;
    loop {
        match (next_letter(&mut a), next_letter(&mut b)) {
            (None, None) => return any,
            (one, other) if one != other => return false,
            _ => any = true,
        }
    }
}

/// The next letter or digit, without its case.
fn next_letter(bytes: &mut Bytes<'_>) -> Option<u8> {
    for byte in bytes {
        if byte.is_ascii_alphanumeric() {
            return Some(byte.to_ascii_lowercase());
        }
    }
    None
}

/// The spelling of a word that needs no quotes, which is an identifier of Rust: `jwt_bearer`.
#[must_use]
pub fn bare(word: &str) -> String {
    let joint = |letter: char| matches!(letter, '-' | '.' | ' ');
    let mut bare = String::with_capacity(word.len());
    for letter in word.chars() {
        bare.push(if joint(letter) { '_' } else { letter });
    }
    bare
}

/// How many edits a slip of the pen is at most.
const EDITS: usize = 2;

/// The candidate nearest to `text`, if one is near enough to be a slip of the pen: the same letters
/// in another case or joined otherwise, else at most one edit for every three characters.
#[must_use]
pub fn nearest<'a>(text: &str, candidates: &[&'a str]) -> Option<&'a str> {
    if let Some(same) = candidates.iter().find(|candidate| same_word(candidate, text)) {
        return Some(same);
    }
    // A long text is no slip of a short word, and the distance is quadratic.
    if text.len() > 64 {
        return None;
    }
    let length = text.chars().count();
    let (mut least, mut near) = (EDITS + 1, None);
    for candidate in candidates {
        let letters = candidate.chars().count();
        // Each edit adds one character at most.
        if letters.abs_diff(length) > EDITS {
            continue;
        }
        let distance = edits(text, candidate);
        if distance < least && distance * 3 <= letters.max(3) {
            (least, near) = (distance, Some(*candidate));
        }
    }
    near
}

/// The number of characters to insert, remove, replace or swap with their neighbour to make one
/// text the other, without regard to case.
pub(crate) fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    // Row by row: the distances of what came before from each start of `b`.
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut previous: Option<char> = None;
    for (i, left) in a.chars().enumerate() {
        let mut row = alloc::vec![i + 1];
        for (j, right) in b.iter().enumerate() {
            // No index is outside of its row.
            let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or_default();
            let replace = at(&last, j) + usize::from(!left.eq_ignore_ascii_case(right));
            let mut best = replace.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let neighbour = j.checked_sub(1).and_then(|before| b.get(before));
            if let (Some(previous), Some(neighbour)) = (previous, neighbour)
                && left.eq_ignore_ascii_case(neighbour)
                && previous.eq_ignore_ascii_case(right)
            {
                best = best.min(at(&before_last, j - 1) + 1);
            }
            row.push(best);
        }
        before_last = core::mem::replace(&mut last, row);
        previous = Some(left);
    }
    last.last().copied().unwrap_or_default()
}
