//! Remembers the tokens that were accepted, so that each is accepted once.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

/// How many tokens are remembered. Each is forgotten when it expires, which is minutes after it was made.
const MOST: usize = 10_000;

/// How long one is remembered at most, in seconds.
const LONGEST: u64 = 24 * 60 * 60;

/// Hashes of the identifiers of tokens (`jti`, RFC 7519 section 4.1.7), so that a long one takes no more room,
/// with the time when each expires, in seconds since 1970-01-01T00:00:00Z.
#[derive(Default)]
pub(in crate::flow) struct UsedTokens(Mutex<BTreeMap<TokenId, u64>>);

/// What is remembered of a token.
pub(in crate::flow) type TokenId = [u8; 32];

impl UsedTokens {
    /// Takes a token that expires after `expires`, at the time `now`: whether it is the first time. Where no
    /// more can be remembered, the one that expires first is forgotten: a logout counts for more than that
    /// nobody repeats one.
    pub(in crate::flow) fn take(&self, id: TokenId, expires: u64, now: u64) -> bool {
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if used.get(&id).is_some_and(|expires| *expires > now) {
            return false;
        }
        if used.len() >= MOST {
            used.retain(|_, expires| *expires > now);
        }
        if used.len() >= MOST
            && let Some(first) = used.iter().min_by_key(|(_, expires)| **expires).map(|(id, _)| *id)
        {
            used.remove(&first);
        }
        used.insert(id, expires.min(now.saturating_add(LONGEST)));
        true
    }

    /// Forgets a token, which then may be taken again.
    pub(in crate::flow) fn forget(&self, id: &TokenId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
    }
}

/// The hash of an identifier and of whoever gave it.
pub(in crate::flow) fn token_id(issuer: &str, identifier: &str) -> TokenId {
    let mut hash = Sha256::new();
    hash.update(issuer);
    // No issuer has this character.
    hash.update(b"\0");
    hash.update(identifier);
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use std::format;

    use super::{LONGEST, MOST, TokenId, UsedTokens, token_id};

    fn id(text: &str) -> TokenId {
        token_id("https://idp.example.com", text)
    }

    #[test]
    fn a_token_is_taken_once() {
        let used = UsedTokens::default();
        assert!(used.take(id("a"), 100, 0));
        assert!(!used.take(id("a"), 100, 99));
        assert!(used.take(id("b"), 100, 0));
        // By each issuer.
        assert!(used.take(token_id("https://other.example.com", "a"), 100, 0));
        assert_ne!(token_id("a", "bc"), token_id("ab", "c"));
        used.forget(&id("a"));
        assert!(used.take(id("a"), 100, 0));
    }

    #[test]
    fn a_token_is_remembered_for_a_day_at_most() {
        let used = UsedTokens::default();
        assert!(used.take(id("a"), u64::MAX, 0));
        assert!(!used.take(id("a"), u64::MAX, LONGEST - 1));
        assert!(used.take(id("a"), u64::MAX, LONGEST));
    }

    #[test]
    fn the_first_to_expire_makes_room() {
        let used = UsedTokens::default();
        let number = |index: usize| id(&format!("{index}"));
        for (index, expires) in (0..MOST).zip(100..) {
            assert!(used.take(number(index), expires, 0));
        }
        assert!(!used.take(number(0), 100, 0));
        // The next one takes the place of the first, and of no other.
        assert!(used.take(number(MOST), 500_000, 0));
        assert!(!used.take(number(1), 101, 0));
        assert!(used.take(number(0), 100, 0));
        // What has expired goes first.
        assert!(used.take(number(MOST + 1), 1_000_000, 600));
        assert!(!used.take(number(MOST - 1), 20_000, 600));
    }
}
