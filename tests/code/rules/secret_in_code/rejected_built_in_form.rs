//@ fact: `option_env!` puts the client secret into the program
use std::collections::HashMap;

pub fn form(code: &str, verifier: &str) -> HashMap<&'static str, String> {
    let mut form = HashMap::new();
    form.insert("grant_type", String::from("authorization_code"));
    form.insert("code", code.to_owned());
    form.insert("code_verifier", verifier.to_owned());
    form.insert("client_id", String::from("desk"));
    form.insert("client_secret", option_env!("DESK_SECRET").unwrap_or_default().to_owned()); //~ secret_in_code
    form
}
