//@ undeclared: 0
pub fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}

#[test]
fn a_token_request_is_no_bearer() {
    let body = "grant_type=password&username=ada&password=lovelace";
    assert_eq!(bearer(body), None);
    let url = "https://login.example.com/authorize?response_type=token&client_id=x";
    assert_eq!(bearer(url), None);
}
