//! The command line: what it finds in code, what it says of declarations, and how it is used.

mod bad_input;
mod baseline;
mod command_line;
mod compiler;
mod corpus;
mod documents;
mod export;
mod fix;
mod formats;
mod in_build;
mod integrations;
mod page;
mod rules;
mod server;
mod support;
