//@ undeclared: 1
pub mod google;

pub struct Settings {
    pub client_id: String,
    pub client_secret: String,
    pub redirect_uri: String,
}
