//! A short text of what was read of a document: an expansion has it, and a constant in the expansion
//! compares it with the document that the compiler sees.

/// How many bytes of a document are hashed at most. A constant is evaluated step by step, and a whole
/// realm would take seconds.
pub const HASHED: usize = 16 * 1024;

/// The length of a document and a hash of the parts that were read of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// The length of the whole document in bytes.
    pub length: usize,
    /// The hash of the parts.
    pub hash: u64,
}

impl Fingerprint {
    /// The fingerprint of a document, by the first bytes of these parts, [`HASHED`] in all. A part is the
    /// index of its first byte and its length; what is outside the document is left out.
    #[must_use]
    pub const fn of(document: &[u8], parts: &[(usize, usize)]) -> Self {
        let mut hash = 0;
        let mut left = HASHED;
        let mut rest = parts;
        while let [(start, length), tail @ ..] = rest {
            let taken = if *length < left { *length } else { left };
            left -= taken;
            if let Some((_, behind)) = document.split_at_checked(*start) {
                let part = match behind.split_at_checked(taken) {
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
        if document.len() != self.length {
            return false;
        }
        Self::of(document, parts).hash == self.hash
    }
}

/// The hash with these bytes in it, sixteen at a step: a step of a constant costs the same for one byte
/// and for sixteen.
const fn mixed(mut hash: u64, bytes: &[u8]) -> u64 {
    /// An odd number without a pattern: the golden ratio in 64 bits.
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut rest = bytes;
    while let Some((chunk, tail)) = rest.split_first_chunk::<16>() {
        let both = u128::from_le_bytes(*chunk);
        #[expect(clippy::cast_possible_truncation, reason = "the other half is added")]
        let folded = both as u64 ^ ((both >> 64) as u64).rotate_left(32);
        hash = (hash.rotate_left(5) ^ folded).wrapping_mul(FACTOR);
        rest = tail;
    }
    while let [byte, tail @ ..] = rest {
        hash = (hash.rotate_left(5) ^ *byte as u64).wrapping_mul(FACTOR);
        rest = tail;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::{Fingerprint, HASHED};

    const DOCUMENT: &[u8] = b"{ \"client_id\": \"portal\", \"scope\": \"read\" }";

    #[test]
    fn a_document_has_its_own_fingerprint() {
        let parts = [(0, DOCUMENT.len())];
        assert!(Fingerprint::of(DOCUMENT, &parts).is_of(DOCUMENT, &parts));
    }

    #[test]
    fn a_change_of_any_byte_of_a_part_changes_the_fingerprint() {
        let parts = [(0, DOCUMENT.len())];
        let fingerprint = Fingerprint::of(DOCUMENT, &parts);
        for index in 0..DOCUMENT.len() {
            let mut changed = alloc::vec::Vec::from(DOCUMENT);
            if let Some(byte) = changed.get_mut(index) {
                *byte ^= 1;
            }
            assert!(!fingerprint.is_of(&changed, &parts), "{index}");
        }
    }

    #[test]
    fn two_parts_that_change_places_change_the_fingerprint() {
        let (one, other) =
            (b"0123456789abcdef----------------", b"----------------0123456789abcdef");
        let parts = [(0, 32)];
        assert!(!Fingerprint::of(one, &parts).is_of(other, &parts));
        let halves = b"01234567abcdefgh";
        let turned = b"abcdefgh01234567";
        assert!(!Fingerprint::of(halves, &[(0, 16)]).is_of(turned, &[(0, 16)]));
    }

    #[test]
    fn a_change_of_the_length_shows_wherever_it_is() {
        let fingerprint = Fingerprint::of(DOCUMENT, &[(0, 4)]);
        let mut longer = alloc::vec::Vec::from(DOCUMENT);
        longer.push(b' ');
        assert!(!fingerprint.is_of(&longer, &[(0, 4)]));
    }

    #[test]
    fn what_is_outside_the_parts_and_behind_the_limit_is_not_hashed() {
        let mut document = alloc::vec![b' '; HASHED + 2];
        let parts = [(0, HASHED + 2)];
        let fingerprint = Fingerprint::of(&document, &parts);
        if let Some(last) = document.last_mut() {
            *last = b'x';
        }
        assert!(fingerprint.is_of(&document, &parts));
        let part = [(0, 4)];
        let fingerprint = Fingerprint::of(&document, &part);
        if let Some(byte) = document.get_mut(5) {
            *byte = b'x';
        }
        assert!(fingerprint.is_of(&document, &part));
    }

    #[test]
    fn a_part_outside_the_document_has_no_bytes() {
        let parts = [(DOCUMENT.len() + 1, 4), (0, usize::MAX)];
        let whole = [(0, DOCUMENT.len())];
        assert_eq!(Fingerprint::of(DOCUMENT, &parts), Fingerprint::of(DOCUMENT, &whole));
    }
}
