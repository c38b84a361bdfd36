//! `server`: snapshots of the metadata of authorization servers (RFC 8414), which a declaration names.

mod add;
mod address;
pub(crate) mod arguments;
mod compare;
mod fetch;
mod folder;
mod http;
mod json;
mod members;
mod metadata;
mod names;
mod refresh;
mod report;
mod snapshot;

pub(crate) use address::AddressError;
pub(crate) use fetch::FetchError;

use arguments::{Command, Server};

use crate::cli::error::Failure;

pub(crate) fn run(server: &Server) -> Result<u8, Failure> {
    match &server.command {
        Command::Add(add) => add::run(add),
        Command::Refresh(refresh) => refresh::run(refresh),
    }
}
