//@ fact: the client secret is a text in the program
use serde_json::Value;

const CLIENT_ID: &str = "warehouse";
const CLIENT_SECRET: &str = "Jx7-pQ2m-0Vt9-Lr4c"; //~ secret_in_code

pub async fn token(http: &reqwest::Client, url: &str) -> reqwest::Result<Value> {
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", CLIENT_ID),
        ("client_secret", CLIENT_SECRET),
    ];
    http.post(url).form(&form).send().await?.error_for_status()?.json().await
}
