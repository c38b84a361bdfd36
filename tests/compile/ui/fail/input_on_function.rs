use oauth_flow::oauth_client;

#[oauth_client(kind = "web", redirect_uri = "runtime")]
fn login() {}

fn main() {
    login();
}
