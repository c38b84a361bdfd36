//@ fact: the state of the authorization request is the same for everybody
use url::Url;

const STATE: &str = "d41d8cd98f00b204";

pub fn location(server: &Url, id: &str, challenge: &str) -> Url {
    let mut url = server.clone();
    url.query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", id)
        .append_pair("state", STATE) //~ unchecked_state
        .append_pair("code_challenge", challenge)
        .append_pair("code_challenge_method", "S256");
    url
}
