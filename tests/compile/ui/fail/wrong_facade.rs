use oauth_flow::oauth_client;

#[oauth_client(kind = "device", crate = nowhere::oauth_flow)]
struct Television;

fn main() {}
