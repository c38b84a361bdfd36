//@ undeclared: 0
use config::{Config, ConfigError, Environment, File};
use serde::Deserialize;

#[derive(Clone, Deserialize)]
pub struct Storage {
    pub endpoint: String,
    pub access_key_id: String,
    pub secret_access_key: String,
    pub allow_http: bool,
}

#[derive(Clone, Deserialize)]
pub struct Queue {
    pub client_id: String,
    pub bootstrap: Vec<String>,
    pub sasl_password: String,
}

#[derive(Clone, Deserialize)]
pub struct Service {
    pub storage: Storage,
    pub queue: Queue,
    pub cookie_secret: String,
    pub public_url: String,
}

impl Service {
    pub fn load(path: &str) -> Result<Self, ConfigError> {
        Config::builder()
            .set_default("storage.endpoint", "http://storage.example.internal:9000")?
            .set_default("queue.client_id", "orders")?
            .add_source(File::with_name(path))
            .add_source(Environment::with_prefix("ORDERS").separator("__"))
            .build()?
            .try_deserialize()
    }
}
