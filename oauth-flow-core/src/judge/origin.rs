//! Where a value comes from.

use core::fmt;

/// Where a value of a client comes from. Only the front end that read the source knows what an index
/// in it means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Origin {
    /// The source as a whole: nothing smaller in it holds the value.
    #[default]
    Whole,
    /// A token of the source, by the index that its reader gave it.
    Token(usize),
    /// A place in the code of a client, by the index that its reader gave it.
    Code(usize),
    /// A position in the registration or in the metadata of the server, by the index that its reader
    /// gave it.
    Document(usize),
    /// The recommended flow of the kind, which the declaration adopted.
    Adopted,
    /// The declaration that the compiler checked, seen from the run time.
    Declared,
    /// A field of the configuration at run time, by its name.
    Field(&'static str),
    /// A method of a builder or of a request at run time, by its name.
    Method(&'static str),
    /// The metadata of the authorization server at run time, by the member of RFC 8414.
    Metadata(&'static str),
    /// The metadata of the authorization server at run time, as a whole.
    Server,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole | Self::Token(_) | Self::Declared => f.write_str("the declaration"),
            Self::Code(_) => f.write_str("the code"),
            Self::Document(_) => f.write_str("the document"),
            Self::Adopted => f.write_str("the recommended flow of the kind"),
            Self::Field(name) => write!(f, "the field `{name}`"),
            Self::Method(name) => write!(f, "`{name}`"),
            Self::Metadata(name) => write!(f, "`{name}` of the server's metadata"),
            Self::Server => f.write_str("the server's metadata"),
        }
    }
}

/// A value, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated<T> {
    /// The value that is stated.
    pub value: T,
    /// Where it comes from.
    pub origin: Origin,
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::Origin;

    #[test]
    fn a_message_says_where_a_value_comes_from() {
        for (origin, text) in [
            (Origin::Whole, "the declaration"),
            (Origin::Token(3), "the declaration"),
            (Origin::Declared, "the declaration"),
            (Origin::Code(2), "the code"),
            (Origin::Document(1), "the document"),
            (Origin::Adopted, "the recommended flow of the kind"),
            (Origin::Field("issuer"), "the field `issuer`"),
            (Origin::Method("set_scope"), "`set_scope`"),
            (Origin::Metadata("token_endpoint"), "`token_endpoint` of the server's metadata"),
            (Origin::Server, "the server's metadata"),
        ] {
            assert_eq!(origin.to_string(), text);
        }
    }
}
