//! The length of a document and a hash of what was read of it: an expansion has both, and a constant in the
//! expansion compares them with the document that the compiler sees.
//!
//! A constant is evaluated step by step: a whole realm would take seconds. So the document is hashed in
//! blocks, and only in those with something that was read.

/// How many bytes a block has.
pub const BLOCK: usize = 16;

/// How many bytes of a document are hashed at most.
pub const HASHED: usize = 16 * 1024;

/// The length of a document, and a hash of some of its blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// The length of the whole document in bytes.
    pub length: usize,
    /// The hash of the blocks.
    pub hash: u128,
}

/// A document and the fingerprint that it has to have: what [`all_unchanged`] looks at.
pub type Expected<'d> = (Fingerprint, &'d [u8], &'d [(usize, usize)]);

/// Whether each document still has its fingerprint. One constant for all documents of a client costs less
/// than one for each.
#[must_use]
pub const fn all_unchanged(documents: &[Expected<'_>]) -> bool {
    let mut rest = documents;
    while let [(fingerprint, document, parts), tail @ ..] = rest {
        if !fingerprint.is_of(document, parts) {
            return false;
        }
        rest = tail;
    }
    true
}

impl Fingerprint {
    /// The fingerprint of a document by these parts of it, each the index of its first block and how many
    /// blocks it has. The bytes behind the last whole block belong to no block, and a part outside the
    /// document has no blocks.
    #[must_use]
    pub const fn of(document: &[u8], parts: &[(usize, usize)]) -> Self {
        let (blocks, _) = document.as_chunks::<BLOCK>();
        let mut hash = 0;
        let mut rest = parts;
        while let [(start, length), tail @ ..] = rest {
            if let Some((_, behind)) = blocks.split_at_checked(*start) {
                let part = match behind.split_at_checked(*length) {
                    Some((part, _)) => part,
                    None => behind,
                };
                hash = mixed(hash, part);
            }
            rest = tail;
        }
        Self { length: document.len(), hash }
    }

    /// Whether the document still has this fingerprint.
    #[must_use]
    pub const fn is_of(&self, document: &[u8], parts: &[(usize, usize)]) -> bool {
        document.len() == self.length && Self::of(document, parts).hash == self.hash
    }
}

/// The bytes of a block as a number, the same on every machine. The function of the machine's own order
/// costs a third of the other one.
macro_rules! number {
    ($bytes:expr) => {
        if cfg!(target_endian = "little") {
            u128::from_ne_bytes($bytes)
        } else {
            u128::from_le_bytes($bytes)
        }
    };
}

/// The hash with these blocks in it. A change of one block always changes it.
///
/// The steps are those that cost the least: a pattern takes four blocks at once, and shifts need no call.
const fn mixed(mut hash: u128, blocks: &[[u8; BLOCK]]) -> u128 {
    let mut rest = blocks;
    while let [one, two, three, four, tail @ ..] = rest {
        hash = (hash << 7) ^ (hash >> 121) ^ number!(*one);
        hash = (hash << 7) ^ (hash >> 121) ^ number!(*two);
        hash = (hash << 7) ^ (hash >> 121) ^ number!(*three);
        hash = (hash << 7) ^ (hash >> 121) ^ number!(*four);
        rest = tail;
    }
    while let [one, tail @ ..] = rest {
        hash = (hash << 7) ^ (hash >> 121) ^ number!(*one);
        rest = tail;
    }
    hash
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{BLOCK, Fingerprint, all_unchanged};

    /// Eleven blocks and five bytes.
    fn document() -> Vec<u8> {
        (0..11 * BLOCK + 5)
            .map(|index| b'a' + u8::try_from(index % 26).unwrap_or_default())
            .collect()
    }

    /// Whether the fingerprint shows a change of the byte at `index`.
    fn shows(index: usize, parts: &[(usize, usize)]) -> bool {
        let before = document();
        let mut after = before.clone();
        after.iter_mut().skip(index).take(1).for_each(|byte| *byte = b'!');
        !Fingerprint::of(&before, parts).is_of(&after, parts)
    }

    #[test]
    fn a_document_has_its_own_fingerprint() {
        let document = document();
        for parts in [&[][..], &[(0, 11)], &[(0, 2), (4, 1)]] {
            assert!(Fingerprint::of(&document, parts).is_of(&document, parts));
        }
    }

    #[test]
    fn a_change_of_any_byte_of_a_block_shows() {
        for index in 0..11 * BLOCK {
            assert!(shows(index, &[(0, 11)]), "{index}");
        }
    }

    #[test]
    fn what_is_in_no_part_and_behind_the_last_block_does_not_show() {
        assert!(shows(2 * BLOCK, &[(2, 1)]));
        assert!(!shows(2 * BLOCK - 1, &[(2, 1)]));
        assert!(!shows(3 * BLOCK, &[(2, 1)]));
        assert!(!shows(11 * BLOCK, &[(0, 12)]));
    }

    #[test]
    fn a_change_of_the_length_shows_wherever_it_is() {
        let before = document();
        let mut after = before.clone();
        after.push(b' ');
        assert!(!Fingerprint::of(&before, &[]).is_of(&after, &[]));
    }

    #[test]
    fn blocks_that_change_places_show() {
        let swapped = |first: usize, second: usize| {
            let before = document();
            let mut after = before.clone();
            for offset in 0..BLOCK {
                after.swap(first * BLOCK + offset, second * BLOCK + offset);
            }
            !Fingerprint::of(&before, &[(0, 11)]).is_of(&after, &[(0, 11)])
        };
        assert!(swapped(0, 1) && swapped(1, 5) && swapped(8, 10));
    }

    #[test]
    fn each_block_turns_what_is_before_it_by_seven_bits() {
        let document = document();
        let (blocks, _) = document.as_chunks::<BLOCK>();
        let turned =
            |hash: u128, block: &[u8; BLOCK]| hash.rotate_left(7) ^ u128::from_le_bytes(*block);
        let expected = blocks.iter().fold(0, turned);
        assert_eq!(Fingerprint::of(&document, &[(0, 11)]).hash, expected);
    }

    #[test]
    fn one_document_of_several_that_changed_is_enough() {
        let (same, mut other) = (document(), document());
        let parts: &[(usize, usize)] = &[(0, 11)];
        let fingerprint = Fingerprint::of(&same, parts);
        let both = |other: &[u8]| {
            all_unchanged(&[(fingerprint, &same, parts), (fingerprint, other, parts)])
        };
        assert!(both(&other));
        other.iter_mut().take(1).for_each(|byte| *byte = b'!');
        assert!(!both(&other));
    }

    #[test]
    fn a_part_outside_the_document_has_no_blocks() {
        let document = document();
        let whole = Fingerprint::of(&document, &[(0, 11)]);
        assert_eq!(Fingerprint::of(&document, &[(0, usize::MAX), (12, 1)]), whole);
    }
}
