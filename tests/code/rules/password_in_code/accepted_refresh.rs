use ureq::Agent;

/// The password is asked for by the authorization server alone.
pub fn renew(agent: &Agent, url: &str, refresh_token: &str) -> anyhow::Result<String> {
    let mut response = agent.post(url).send_form([
        ("grant_type", "refresh_token"),
        ("client_id", "tablet"),
        ("refresh_token", refresh_token),
    ])?;
    anyhow::ensure!(response.status() != 401, "the password was changed: sign in again");
    Ok(response.body_mut().read_to_string()?)
}
