use oauth_flow::oauth_client;

#[oauth_client(kind = "web", redirect_uri = "runtime")]
mod login {
    pub fn begin() {}
}

fn main() {
    login::begin();
}
