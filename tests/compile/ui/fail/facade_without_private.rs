use oauth_flow::oauth_client;

#[oauth_client(kind = "device", crate = crate)]
struct Television;

fn main() {
    let _television = Television;
}
