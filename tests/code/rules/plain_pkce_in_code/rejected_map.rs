//@ fact: the code challenge is the verifier itself
use std::collections::BTreeMap;

use url::Url;

const METHOD: &str = "plain"; //~ plain_pkce_in_code

pub fn location(server: &str, id: &str, state: &str, verifier: &str) -> anyhow::Result<Url> {
    let mut query = BTreeMap::new();
    query.insert("response_type", "code");
    query.insert("client_id", id);
    query.insert("state", state);
    query.insert("code_challenge", verifier);
    query.insert("code_challenge_method", METHOD);
    Ok(Url::parse_with_params(server, query)?)
}
