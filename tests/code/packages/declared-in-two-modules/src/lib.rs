//@ undeclared: 0
pub mod github;
pub mod google;

pub struct Settings {
    pub realm: String,
    pub name: String,
    pub key: String,
}
