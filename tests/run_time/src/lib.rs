//! What the tests of the typed run time share: an HTTP client in memory with a clock that is set by
//! hand, and a server of a few lines. The compiler's messages are in `ui`.

mod memory;
mod server;

pub use memory::{Http, Pairs, Request, Unreachable, clock, only, pairs, pass, run};
pub use server::{Answer, Server};
