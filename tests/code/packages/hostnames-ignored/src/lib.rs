//@ undeclared: 2
pub mod registry;
pub mod storage;

#[derive(Clone, serde::Deserialize)]
pub struct Tls {
    pub insecure: bool,
}
