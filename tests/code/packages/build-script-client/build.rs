fn main() {
    println!("cargo:rerun-if-env-changed=SCHEMA_SECRET");
    let Ok(secret) = std::env::var("SCHEMA_SECRET") else {
        return;
    };
    let http = reqwest::blocking::Client::new();
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", "schema-build"),
        ("client_secret", secret.as_str()),
    ];
    let answer = http
        .post("https://schemas.example.com/oauth/token")
        .form(&form)
        .send();
    if let Err(error) = answer {
        println!("cargo:warning={error}");
    }
}
