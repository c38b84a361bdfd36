//! The command line: what it finds in code, what it says of declarations, and how it is used.

mod bad_input;
mod command_line;
mod compiler;
mod corpus;
mod formats;
mod page;
mod rules;
mod support;
