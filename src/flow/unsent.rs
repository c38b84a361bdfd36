//! Stub.
#![allow(missing_docs)]
pub enum Direct0 {}
pub trait Sent<C: ?Sized> {}
impl<C: ?Sized> Sent<C> for () {}
pub trait Direct<C: ?Sized> {}
#[allow(non_camel_case_types)]
pub enum direct {}
#[allow(non_camel_case_types)]
pub enum pushed {}
impl<C: ?Sized> Direct<C> for direct {}
