//@ undeclared: 1
use std::{thread, time::Duration};

use anyhow::Context;
use serde_json::Value;

const CLIENT_ID: &str = "printer-panel";

fn main() -> anyhow::Result<()> {
    let agent = ureq::AgentBuilder::new().redirects(0).build();
    let started: Value = agent
        .post("https://id.example.net/oauth/device_authorization")
        .send_form(&[("client_id", CLIENT_ID), ("scope", "print")])?
        .into_json()?;
    let device_code = started["device_code"].as_str().context("no device code")?;
    let pause = started["interval"].as_u64().unwrap_or(5);
    println!(
        "Enter {} at {}",
        started["user_code"], started["verification_uri"]
    );
    loop {
        thread::sleep(Duration::from_secs(pause));
        let answer = agent
            .post("https://id.example.net/oauth/token")
            .send_form(&[
                ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
                ("device_code", device_code),
                ("client_id", CLIENT_ID),
            ]);
        match answer {
            Ok(response) => {
                let token: Value = response.into_json()?;
                println!("paired until {}", token["expires_in"]);
                return Ok(());
            }
            Err(ureq::Error::Status(400, _)) => continue,
            Err(error) => return Err(error.into()),
        }
    }
}
