//! How much a rule matters.

/// How much a rule matters under a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Not at all.
    Off,
    /// The build warns.
    Warn,
    /// The build fails.
    Error,
}

impl Level {
    /// The word for the level.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Level::{self, Error, Off, Warn};

    #[test]
    fn a_level_has_a_word() {
        assert_eq!([Off, Warn, Error].map(Level::word), ["off", "warn", "error"]);
    }
}
