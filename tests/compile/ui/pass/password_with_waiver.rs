#![deny(warnings)]

use oauth_flow::{Allows, grant, oauth_client};

#[oauth_client(
    kind = "trusted",
    grant = "password",
    allow(password_grant, reason = "terminal without a browser", until = "2027-06-30")
)]
pub struct Terminal;

fn log_in<C: Allows<grant::password>>(_client: &C) {}

fn main() {
    log_in(&Terminal);
}
