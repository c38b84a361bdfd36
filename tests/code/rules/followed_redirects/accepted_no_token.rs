use reqwest::Client;

pub async fn download(url: &str, path: &std::path::Path) -> anyhow::Result<()> {
    let http = Client::builder().user_agent("mirror/1").build()?;
    tracing::debug!(url, "a download");
    let bytes = http.get(url).send().await?.error_for_status()?.bytes().await?;
    std::fs::write(path, bytes)?;
    Ok(())
}
