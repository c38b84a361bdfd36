//! From what a source states to texts.

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use super::{AT_RUN_TIME, SET};
use crate::judge::{Statement, Value};
use crate::members::{Key, Shape};
use crate::vocabulary::Word;

/// A declaration as texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed<'a> {
    /// The words, which come first.
    pub words: String,
    /// The texts, in the order of the keys.
    pub texts: Vec<&'a str>,
}

impl<'a> Packed<'a> {
    /// Packs what `statement` says. Evidence, such as that a field holds the value, is left out.
    #[must_use]
    pub fn of(statement: &'a Statement) -> Self {
        let mut packed = Self { words: String::new(), texts: Vec::new() };
        for key in Key::ALL {
            packed.key(*key, statement);
        }
        packed
    }

    /// All texts, the words first: what [`Unpacked::of`](super::Unpacked::of) takes.
    #[must_use]
    pub fn all(&'a self) -> Vec<&'a str> {
        let mut all = vec![self.words.as_str()];
        all.extend_from_slice(&self.texts);
        all
    }

    fn key(&mut self, key: Key, statement: &'a Statement) {
        let (mut texts, mut at_run_time) = (0_usize, false);
        let ids = matches!(key.member().shape, Shape::Rules);
        for stated in statement.values(key) {
            match &stated.value {
                Value::Word(word) if !ids => {
                    let flag = matches!(key.member().shape, Shape::Flag);
                    if !flag || *word == SET {
                        self.value(key, word);
                    }
                }
                Value::Word(text) => {
                    self.texts.push(text);
                    texts += 1;
                }
                Value::Text(text) => {
                    self.texts.push(text);
                    texts += 1;
                }
                Value::RunTime => at_run_time = true,
                Value::InField => {}
            }
        }
        if texts > 0 {
            self.value(key, &texts.to_string());
        }
        if at_run_time {
            self.value(key, AT_RUN_TIME);
        }
    }

    /// Writes one value of `key`, behind its other values where it has some.
    fn value(&mut self, key: Key, value: &str) {
        let last = self.words.rsplit(';').next().and_then(|last| last.split_once('='));
        if last.is_some_and(|(last, _)| last == key.word()) {
            self.words.push(',');
        } else {
            if !self.words.is_empty() {
                self.words.push(';');
            }
            self.words.push_str(key.word());
            self.words.push('=');
        }
        self.words.push_str(value);
    }
}
