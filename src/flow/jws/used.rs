//! Remembers the tokens that were accepted, so that each is accepted once.

use std::collections::BTreeMap;
use std::string::String;
use std::sync::{Mutex, PoisonError};

/// How many tokens are remembered. Each is forgotten when it expires, which is minutes after it was made.
const MOST: usize = 10_000;

/// Identifiers of tokens (`jti`, RFC 7519 section 4.1.7) with the time when each expires, in seconds since
/// 1970-01-01T00:00:00Z.
#[derive(Default)]
pub(in crate::flow) struct UsedTokens(Mutex<BTreeMap<String, u64>>);

/// What is known of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::flow) enum Use {
    /// It is new, and remembered from now on.
    First,
    /// It was accepted before.
    Again,
    /// It cannot be remembered.
    Full,
}

impl UsedTokens {
    /// Takes a token that expires after `expires`, at the time `now`.
    pub(in crate::flow) fn take(&self, id: &str, expires: u64, now: u64) -> Use {
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if used.contains_key(id) {
            return Use::Again;
        }
        if used.len() >= MOST {
            used.retain(|_, expires| *expires > now);
        }
        if used.len() >= MOST {
            return Use::Full;
        }
        used.insert(String::from(id), expires);
        Use::First
    }
}

#[cfg(test)]
mod tests {
    use std::format;

    use super::{MOST, Use, UsedTokens};

    #[test]
    fn a_token_is_taken_once() {
        let used = UsedTokens::default();
        assert_eq!(used.take("a", 100, 0), Use::First);
        assert_eq!(used.take("a", 100, 0), Use::Again);
        assert_eq!(used.take("b", 100, 0), Use::First);
    }

    #[test]
    fn what_has_expired_makes_room() {
        let used = UsedTokens::default();
        for index in 0..MOST {
            assert_eq!(used.take(&format!("{index}"), 100, 0), Use::First);
        }
        assert_eq!(used.take("one more", 100, 99), Use::Full);
        assert_eq!(used.take("one more", 200, 100), Use::First);
    }
}
