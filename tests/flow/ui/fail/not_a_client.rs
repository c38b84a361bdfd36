//! A struct without the attribute.

use oauth_flow::flow::ClientFields;

fn read<C: ClientFields>(_config: &C) {}

struct Settings;

fn main() {
    read(&Settings);
}
