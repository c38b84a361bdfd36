//! The standard claims of `OpenID` Connect Core section 5.1.

/// Gives a type that has `members`, a JSON object, the methods of the standard claims.
macro_rules! standard_claims {
    ($name:ident) => {
        impl $name {
            standard_claims! { @texts
                /// The name of the user in full, as it is shown.
                name
                /// The given names.
                given_name
                /// The family names.
                family_name
                /// The middle names.
                middle_name
                /// The casual name.
                nickname
                /// The name by which the user wants to be known; another user may have it too.
                preferred_username
                /// The URL of the user's page.
                profile
                /// The URL of a picture of the user.
                picture
                /// The URL of the user's website.
                website
                /// The email address. It is no identifier: it may change, and another user may get it;
                /// see [`email_verified`](Self::email_verified).
                email
                /// The gender.
                gender
                /// The birthday: `YYYY-MM-DD`, `0000-MM-DD` or `YYYY`.
                birthdate
                /// The time zone, such as `Europe/Paris`.
                zoneinfo
                /// The language, such as `en-US`.
                locale
                /// The telephone number.
                phone_number
            }

            /// Whether the server has verified that the address is the user's: true where it says so, as
            /// a boolean or, as some large servers do, as text.
            #[must_use]
            pub fn email_verified(&self) -> bool {
                self.is_true("email_verified")
            }

            /// Whether the server has verified that the telephone number is the user's.
            #[must_use]
            pub fn phone_number_verified(&self) -> bool {
                self.is_true("phone_number_verified")
            }

            /// A part of the postal address (`OpenID` Connect Core section 5.1.1), such as `formatted`
            /// or `country`.
            #[must_use]
            pub fn address(&self, part: &str) -> Option<&str> {
                self.members.get("address")?.get(part)?.as_str()
            }

            /// When the claims were changed last.
            #[must_use]
            pub fn updated_at(&self) -> Option<std::time::SystemTime> {
                let seconds = self.members.get("updated_at")?.as_u64()?;
                std::time::SystemTime::UNIX_EPOCH
                    .checked_add(core::time::Duration::from_secs(seconds))
            }

            /// A claim, by its name and as the server has it; a name may have the tag of a language, as
            /// `name#ja` has (`OpenID` Connect Core section 5.2).
            #[must_use]
            pub fn get(&self, name: &str) -> Option<&serde_json::Value> {
                self.members.get(name)
            }

            /// All claims as a type of yours, such as a struct with the groups of the user.
            ///
            /// # Errors
            ///
            /// A claim that the type needs is missing or of another type. The text of the error may quote
            /// a claim.
            pub fn parse<'de, T: serde::Deserialize<'de>>(&'de self) -> Result<T, serde_json::Error> {
                T::deserialize(&self.members)
            }

            fn is_true(&self, name: &str) -> bool {
                match self.members.get(name) {
                    Some(serde_json::Value::Bool(is)) => *is,
                    Some(serde_json::Value::String(text)) => text == "true",
                    _ => false,
                }
            }
        }
    };
    (@texts $(#[doc = $first:literal] $(#[doc = $more:literal])* $claim:ident)+) => {
        $(#[doc = $first] $(#[doc = $more])*
        #[must_use]
        pub fn $claim(&self) -> Option<&str> {
            self.members.get(stringify!($claim))?.as_str()
        })+
    };
}

pub(super) use standard_claims;
