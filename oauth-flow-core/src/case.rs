//! A subject as the rules look at it: with its URIs read, once for all of them.

use alloc::vec::Vec;
use core::ops::Deref;

use crate::subject::{Place, Subject};
use crate::uri::{Uri, UriError};
use crate::vocabulary::Key;

/// A subject, and its URIs as they were read. All else is the subject's.
#[derive(Debug)]
pub struct Case<'a> {
    subject: Subject<'a>,
    addresses: Vec<Address<'a>>,
}

/// A URI of the declaration.
#[derive(Clone, Copy, Debug)]
pub struct Address<'a> {
    /// Where it stands.
    pub place: Place,
    /// What stands there.
    pub text: &'a str,
    /// What it is, or why it is no URI.
    pub uri: Result<Uri<'a>, UriError>,
}

impl<'a> Deref for Case<'a> {
    type Target = Subject<'a>;

    fn deref(&self) -> &Subject<'a> {
        &self.subject
    }
}

impl<'a> Case<'a> {
    /// Reads the URIs of `subject`.
    pub(crate) fn of(subject: &Subject<'a>) -> Self {
        let mut case = Self { subject: *subject, addresses: Vec::new() };
        let it = &subject.declaration;
        case.read_list(it.redirect_uris, Place::RedirectUri);
        case.read_list(it.post_logout_redirect_uris, Place::PostLogoutRedirectUri);
        case.read_list(it.resources, Place::Resource);
        case.read(Place::Key(Key::Issuer), it.issuer);
        for (key, text) in it.endpoints() {
            case.read(Place::Key(key), text);
        }
        case.read(Place::Key(Key::JwksUri), it.jwks_uri);
        case
    }

    /// Reads the URIs of a list where they stand first: of a URI that is declared twice, only that
    /// is said where it stands again.
    fn read_list(&mut self, list: &[&'a str], place: fn(usize) -> Place) {
        for (index, text) in list.iter().enumerate() {
            if !list.iter().take(index).any(|earlier| earlier == text) {
                self.read(place(index), Some(text));
            }
        }
    }

    fn read(&mut self, place: Place, text: Option<&'a str>) {
        self.addresses.extend(text.map(|text| Address { place, text, uri: Uri::read(text) }));
    }

    /// The URIs of these keys: those of lists first, then the issuer, then the endpoints.
    pub fn addresses(&self, keys: &[Key]) -> impl Iterator<Item = &Address<'a>> {
        let of_key =
            |address: &&Address<'_>| address.place.key().is_some_and(|key| keys.contains(&key));
        self.addresses.iter().filter(of_key)
    }

    /// Those of [`Self::addresses`] that could be read, with their places.
    pub fn uris(&self, keys: &[Key]) -> impl Iterator<Item = (Place, Uri<'a>)> {
        self.addresses(keys).filter_map(|address| Some((address.place, address.uri.ok()?)))
    }
}
