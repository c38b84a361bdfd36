//! Stub.
#![allow(missing_docs)]
use crate::OAuthClient;
use oauth_flow_core::Role;
pub trait ClientFields: OAuthClient {
    #[doc(hidden)]
    fn read_fields(&self, _reader: &mut dyn FieldReader) {}
}
pub trait FieldReader {
    fn field(&mut self, role: Role, name: &'static str, value: &dyn FieldText);
}
pub trait FieldText {
    fn texts(&self, take: &mut dyn FnMut(&str));
}
