use url::form_urlencoded::Serializer;

/// The body of the token request.
pub fn body(id: &str, secret: &str, code: &str, verifier: &str) -> String {
    let mut form = Serializer::new(String::new());
    form.append_pair("grant_type", "authorization_code");
    form.append_pair("client_id", id);
    form.append_pair("client_secret", secret);
    form.append_pair("code", code);
    form.append_pair("code_verifier", verifier);
    form.finish()
}
