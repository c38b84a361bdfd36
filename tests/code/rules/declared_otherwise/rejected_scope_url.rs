//@ fact: the code asks for the scope `admin`, which is not declared
use oauth_flow::oauth_client;

#[oauth_client(
    kind = "web",
    grant = "authorization_code",
    pkce = "S256",
    auth = "client_secret_basic",
    scope("read", "write"),
    redirect_uri = "https://desk.example.com/callback"
)]
pub struct Desk {
    pub client_id: String,
    pub client_secret: String,
    pub authorize: String,
}

impl Desk {
    pub fn location(&self, state: &str, challenge: &str) -> String {
        let Self { client_id, authorize, .. } = self;
        let pkce = format!("code_challenge={challenge}&code_challenge_method=S256");
        format!(
            "{authorize}?response_type=code&client_id={client_id}&scope=read+admin&state={state}&{pkce}" //~ declared_otherwise
        )
    }
}
