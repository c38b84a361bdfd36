//! Where each place of the core stands in the source.

use oauth_flow_core::Place;
use oauth_flow_core::vocabulary::Key;
use proc_macro2::{Span, TokenStream};

use crate::Source;
use crate::value::Spanned;

/// The span of the whole attribute, seen from where its user stands: without that, the compiler
/// adds that the error originates in the macro.
pub(crate) fn whole(attribute: &TokenStream, item: &TokenStream) -> Span {
    let token = attribute.clone().into_iter().next().or_else(|| item.clone().into_iter().next());
    let call = Span::call_site();
    token.map_or(call, |token| call.resolved_at(token.span()))
}

/// What [`oauth_flow_core::Declaration::completed`] fills in because of the kind.
const ADOPTED: [Key; 6] =
    [Key::Grant, Key::ResponseType, Key::Pkce, Key::Auth, Key::SenderConstraint, Key::Par];

fn at<T>(values: &[Spanned<T>], index: usize) -> Option<Span> {
    values.get(index).map(|value| value.span)
}

impl Source {
    /// The smallest token that a place stands for: the value, else the key, else the field, else
    /// the whole attribute. What the kind brings stands at the kind.
    #[must_use]
    pub fn span(&self, place: Place) -> Span {
        let declared = &self.declared;
        let own = match place {
            Place::Grant(index) => at(&declared.grants, index),
            Place::ResponseType(index) => at(&declared.response_types, index),
            Place::RedirectUri(index) => at(&declared.redirect_uris.uris, index),
            Place::PostLogoutRedirectUri(index) => {
                at(&declared.post_logout_redirect_uris.uris, index)
            }
            Place::Scope(index) => at(&declared.scopes, index),
            Place::Resource(index) => at(&declared.resources, index),
            Place::Waiver(index) => at(&declared.waivers, index),
            Place::SecretKey(index) => at(&declared.secret_keys, index),
            Place::Field(index) => self.item.fields.get(index).map(|field| field.span),
            Place::Token(index) => self.tokens.get(index).copied(),
            _ => None,
        };
        let by_key = || {
            let key = place.key()?;
            self.token_of(key)
                .or_else(|| if ADOPTED.contains(&key) { self.token_of(Key::Kind) } else { None })
        };
        own.or_else(by_key).unwrap_or(self.whole)
    }

    fn token_of(&self, key: Key) -> Option<Span> {
        self.declared.tokens.iter().find(|(other, _)| *other == key).map(|(_, span)| *span)
    }
}
