//@ undeclared: 1
pub mod login;
pub mod push;
