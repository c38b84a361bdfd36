//@ undeclared: 0
pub mod apis;
pub mod models;
