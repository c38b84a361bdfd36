//@ fact: the response type `token` puts the access token into the redirect
use std::collections::HashMap;

const RESPONSE_TYPE: &str = "token"; //~ implicit_in_code

pub fn query<'a>(id: &'a str, callback: &'a str, state: &'a str) -> HashMap<&'static str, &'a str> {
    HashMap::from([
        ("response_type", RESPONSE_TYPE),
        ("client_id", id),
        ("redirect_uri", callback),
        ("state", state),
    ])
}
