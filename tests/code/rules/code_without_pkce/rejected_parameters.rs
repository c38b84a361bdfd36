//@ fact: the authorization request carries no code challenge
use url::Url;

pub struct Provider {
    pub authorize: String,
    pub id: String,
    pub callback: String,
}

impl Provider {
    pub fn url(&self, state: &str) -> Result<Url, url::ParseError> {
        let parameters = [
            ("client_id", self.id.as_str()),
            ("redirect_uri", self.callback.as_str()),
            ("response_type", "code"), //~ code_without_pkce
            ("scope", "identify guilds"),
            ("state", state),
        ];
        Url::parse_with_params(&self.authorize, parameters)
    }
}
