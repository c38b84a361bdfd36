//@ fact: the authorization request carries no code challenge
const AUTHORIZE: &str = concat!(
    "https://id.example.com/oauth2/authorize",
    "?response_type=code", //~ code_without_pkce
    "&client_id=backoffice",
    "&redirect_uri=https%3A%2F%2Foffice.example.com%2Fcallback",
    "&state=",
);

pub fn location(state: &str) -> String {
    [AUTHORIZE, state].concat()
}
