//@ fact: the code sends the user's password to the token endpoint
use reqwest::{Client, Response};

pub struct Robot<'a> {
    pub name: &'a str,
    pub password: &'a str,
    pub scope: Option<&'a str>,
}

pub async fn sign_in(http: &Client, url: &str, robot: &Robot<'_>) -> reqwest::Result<Response> {
    let mut form = vec![
        ("grant_type".to_string(), "password".to_string()), //~ password_in_code
        ("username".to_string(), robot.name.to_string()),
        ("password".to_string(), robot.password.to_string()),
    ];
    if let Some(scope) = robot.scope {
        form.push(("scope".to_string(), scope.to_string()));
    }
    http.post(url).form(&form).send().await
}
