//@ undeclared: 2
pub mod login;
pub mod payouts;
