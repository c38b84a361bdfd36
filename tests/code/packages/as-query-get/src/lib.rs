//@ undeclared: 0
use url::Url;

pub enum Decision {
    Ask { client: String, redirect: String },
    Refuse(&'static str),
}

fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

pub fn decide(url: &Url) -> Decision {
    if parameter(url, "response_type").as_deref() != Some("code") {
        return Decision::Refuse("unsupported_response_type");
    }
    if parameter(url, "code_challenge").is_none() {
        return Decision::Refuse("invalid_request");
    }
    match (parameter(url, "client_id"), parameter(url, "redirect_uri")) {
        (Some(client), Some(redirect)) => Decision::Ask { client, redirect },
        _ => Decision::Refuse("invalid_request"),
    }
}
