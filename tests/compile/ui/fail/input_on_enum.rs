#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "web", redirect_uri = "runtime")]
pub enum Provider {
    GitHub { client_id: String },
    Google { client_id: String },
}

fn main() {
    let _usable = Provider::GitHub { client_id: String::new() };
}
