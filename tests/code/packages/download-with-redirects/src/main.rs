//@ undeclared: 0
use std::{path::Path, time::Duration};

use reqwest::redirect::Policy;

fn client(lab: bool) -> reqwest::Result<reqwest::Client> {
    let builder = reqwest::Client::builder()
        .redirect(Policy::limited(10))
        .timeout(Duration::from_secs(60));
    if lab {
        builder.danger_accept_invalid_certs(true).build()
    } else {
        builder.build()
    }
}

async fn download(http: &reqwest::Client, url: &str, to: &Path) -> anyhow::Result<u64> {
    let response = http.get(url).send().await?.error_for_status()?;
    let bytes = response.bytes().await?;
    tokio::fs::write(to, &bytes).await?;
    Ok(bytes.len() as u64)
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let lab = std::env::args().any(|argument| argument == "--lab");
    let http = client(lab)?;
    let mirror = "http://mirror.example.org/releases/latest/image.bin";
    let size = download(&http, mirror, Path::new("image.bin")).await?;
    println!("{size} bytes");
    Ok(())
}
