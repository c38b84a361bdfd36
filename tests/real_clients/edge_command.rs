//! The command line of an edge platform: a device flow, and a switch for certificates.

use super::finds;
use oauth_flow::oauth_client;

#[oauth_client(kind = "device", client_id = "edge-cli")]
pub struct Device;

#[test]
fn its_switch() {
    finds(
        r#"kind = "device""#,
        "struct Login { client_id: Text, insecure: bool }",
        &["insecure_switch"],
    );
}
