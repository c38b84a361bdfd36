#[tokio::main]
async fn main() -> Result<(), reqwest::Error> {
    let form = [
        ("grant_type", "client_credentials"),
        ("client_secret", "example"),
    ];
    let http = reqwest::Client::new();
    let response = http
        .post("https://login.example.com/token")
        .form(&form)
        .send()
        .await?;
    println!("{:?}", demo_bearer(&response.text().await?));
    Ok(())
}

fn demo_bearer(text: &str) -> usize {
    text.len()
}
