//@ undeclared: 1
pub mod callback;
pub mod login;

use oauth2::{EndpointNotSet, EndpointSet, basic::BasicClient};

pub type Client =
    BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

#[derive(Clone)]
pub struct Auth {
    pub client: Client,
    pub http: oauth2::reqwest::Client,
}
