//! Looks texts up in a list, where a document may have thousands of them.

use alloc::borrow::Cow;
use alloc::vec::Vec;

/// The texts of a list, to be looked up.
pub(crate) struct Index<'a> {
    /// In order, each with its place in the list.
    sorted: Vec<(Cow<'a, str>, usize)>,
}

impl<'a> Index<'a> {
    /// An index of these texts.
    pub(crate) fn of(texts: &[&'a str]) -> Self {
        let mut all = Vec::with_capacity(texts.len());
        for text in texts {
            all.push(Cow::Borrowed(*text));
        }
        Self::of_all(all)
    }

    /// The same of texts that are not all borrowed.
    pub(super) fn of_all(texts: Vec<Cow<'a, str>>) -> Self {
        let mut sorted = Vec::with_capacity(texts.len());
        for (place, text) in texts.into_iter().enumerate() {
            sorted.push((text, place));
        }
        sorted.sort_unstable();
        Self { sorted }
    }

    /// The place in the list at which a text is for the first time.
    pub(crate) fn first(&self, text: &str) -> Option<usize> {
        let before = self.sorted.partition_point(|(other, _)| **other < *text);
        let (other, place) = self.sorted.get(before)?;
        (**other == *text).then_some(*place)
    }

    /// Whether a text is in the list.
    pub(crate) fn contains(&self, text: &str) -> bool {
        self.first(text).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::Index;

    #[test]
    fn a_text_is_found_where_it_is_for_the_first_time() {
        let index = Index::of(&["b", "a", "b", "", "a", "b"]);
        for (text, first) in
            [("a", Some(1)), ("b", Some(0)), ("", Some(3)), ("c", None), ("aa", None), ("A", None)]
        {
            assert_eq!(index.first(text), first, "{text}");
            assert_eq!(index.contains(text), first.is_some(), "{text}");
        }
        assert_eq!(Index::of(&[]).first("a"), None);
    }
}
