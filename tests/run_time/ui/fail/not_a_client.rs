//! A struct without the attribute.

use oauth_flow::flow::Flow;

struct Settings;

fn main() {
    let _ = Flow::new(&Settings);
}
