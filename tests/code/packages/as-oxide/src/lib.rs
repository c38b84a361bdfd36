//@ undeclared: 0
use oxide_auth::primitives::prelude::{
    AuthMap, Client, ClientMap, RandomGenerator, Scope, TokenMap,
};

pub struct Endpoint {
    pub registrar: ClientMap,
    pub authorizer: AuthMap<RandomGenerator>,
    pub issuer: TokenMap<RandomGenerator>,
}

pub fn endpoint(passphrase: &[u8]) -> Result<Endpoint, Box<dyn std::error::Error>> {
    let scope: Scope = "photos".parse()?;
    let confidential = Client::confidential(
        "LocalClient",
        "https://print.example.com/endpoint"
            .parse::<url::Url>()?
            .into(),
        scope.clone(),
        passphrase,
    );
    let public = Client::public(
        "PhoneApp",
        "https://phone.example.com/endpoint"
            .parse::<url::Url>()?
            .into(),
        scope,
    );
    Ok(Endpoint {
        registrar: [confidential, public].into_iter().collect(),
        authorizer: AuthMap::new(RandomGenerator::new(16)),
        issuer: TokenMap::new(RandomGenerator::new(16)),
    })
}
