use std::collections::HashMap;

use url::Url;

/// Old bookmarks still have a token in their fragment: it is thrown away, and a code is asked for.
pub fn without_token(url: &mut Url) -> bool {
    let fragment = url.fragment().unwrap_or_default();
    let pairs: HashMap<_, _> = url::form_urlencoded::parse(fragment.as_bytes()).collect();
    let has_token = pairs.contains_key("access_token") || pairs.contains_key("id_token");
    if has_token {
        url.set_fragment(None);
    }
    has_token
}

pub fn query<'a>(id: &'a str, state: &'a str, challenge: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("response_type", "code"),
        ("client_id", id),
        ("state", state),
        ("code_challenge", challenge),
        ("code_challenge_method", "S256"),
    ]
}
