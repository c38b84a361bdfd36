//@ undeclared: 1
mod login;

use std::io::stdin;

fn main() -> anyhow::Result<()> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .max_redirects(0)
        .build()
        .into();
    let mut random = [0u8; 64];
    std::io::Read::read_exact(&mut std::fs::File::open("/dev/urandom")?, &mut random)?;
    let attempt = login::Attempt::new(&random);
    println!("Open {}", attempt.url());
    let mut line = String::new();
    stdin().read_line(&mut line)?;
    let Some((code, state)) = line.trim().split_once('#') else {
        anyhow::bail!("the pasted text has no state");
    };
    anyhow::ensure!(state == attempt.state, "state differs");
    let token = login::redeem(&agent, code)?;
    println!("signed in for {} s", token.expires_in);
    Ok(())
}
