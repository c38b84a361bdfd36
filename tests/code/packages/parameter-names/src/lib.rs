//@ undeclared: 0
use serde_json::Value;

/// The members of a settings file that a log must not show.
const HIDDEN: [&str; 3] = ["client_secret", "refresh_token", "password"];

pub fn masked(mut settings: Value) -> Value {
    if let Some(members) = settings.as_object_mut() {
        for name in HIDDEN {
            if let Some(value) = members.get_mut(name) {
                *value = Value::from("***");
            }
        }
    }
    settings
}

pub fn columns() -> Vec<&'static str> {
    vec!["client_id", "client_secret", "grant_type", "authorization_code", "redirect_uri"]
}
