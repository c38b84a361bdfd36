//! The password grant takes a waiver, and its flow a client that declares it.

use oauth_flow::flow::Flow;
use oauth_flow::oauth_client;

#[oauth_client(kind = "trusted", grant = "password")]
struct Terminal;

#[oauth_client(kind = "web", redirect_uri = "runtime")]
struct Login;

fn start(terminal: &Flow<Terminal>, login: &Flow<Login>) {
    let _ = terminal.password("jo", "secret");
    let _ = login.password("jo", "secret");
}

fn main() {}
