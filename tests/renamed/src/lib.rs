//! A crate without std that knows `oauth-flow` as `flow`, and a preset of a company that wraps the
//! attribute: the expansion finds the facade through `crate = ...`.
#![no_std]
#![deny(warnings)]

/// What the preset names, wherever it is used.
#[doc(hidden)]
pub mod __preset {
    pub use flow;
}

/// Declares a client of the company, whose issuer is always the same.
#[macro_export]
macro_rules! company_client {
    ($(#[$attribute:meta])* $visibility:vis struct $name:ident, kind = $kind:literal $(, $($rest:tt)*)?) => {
        #[$crate::__preset::flow::oauth_client(
            crate = $crate::__preset::flow,
            kind = $kind,
            issuer = "https://login.example.com",
            $($($rest)*)?
        )]
        $(#[$attribute])*
        $visibility struct $name;
    };
}

/// A client that is declared by hand.
#[flow::oauth_client(kind = "device", crate = flow)]
#[derive(Debug)]
pub struct Television;

company_client! {
    /// A client that is declared through the preset.
    #[derive(Debug)]
    pub struct Billing, kind = "m2m", scope("orders:read")
}

#[cfg(test)]
mod tests {
    use flow::{Allows, OAuthClient, grant};

    fn allows<C: Allows<G>, G>() {}

    #[test]
    fn the_expansion_finds_the_facade() {
        allows::<super::Television, grant::device_code>();
        allows::<super::Billing, grant::client_credentials>();
        assert_eq!(super::Billing::DECLARATION.issuer, Some("https://login.example.com"));
        assert_eq!(super::Billing::DECLARATION.scopes, ["orders:read"]);
    }
}
