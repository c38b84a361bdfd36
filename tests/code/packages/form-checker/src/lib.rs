//@ undeclared: 0
use std::collections::HashSet;

use url::Url;

#[derive(Debug, Eq, PartialEq)]
pub enum Smell {
    Implicit,
    NoState,
    PlainChallenge,
    SecretInQuery,
}

pub fn smells(url: &Url) -> Vec<Smell> {
    let mut smells = Vec::new();
    let mut names = HashSet::new();
    for (name, value) in url.query_pairs() {
        match (name.as_ref(), value.as_ref()) {
            ("response_type", "token" | "id_token token") => smells.push(Smell::Implicit),
            ("code_challenge_method", "plain") => smells.push(Smell::PlainChallenge),
            ("client_secret", _) => smells.push(Smell::SecretInQuery),
            _ => {}
        }
        names.insert(name.into_owned());
    }
    if names.contains("response_type") && !names.contains("state") {
        smells.push(Smell::NoState);
    }
    smells
}
