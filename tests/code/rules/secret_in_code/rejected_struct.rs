//@ fact: `include_str!` puts the client secret into the program
pub struct Meter {
    pub client_id: &'static str,
    pub client_secret: &'static str,
}

pub const METER: Meter = Meter {
    client_id: "meter",
    client_secret: include_str!("../secret.txt"), //~ secret_in_code
};

impl Meter {
    pub fn token(&self, agent: &ureq::Agent, url: &str) -> anyhow::Result<String> {
        let mut response = agent.post(url).send_form([
            ("grant_type", "client_credentials"),
            ("client_id", self.client_id),
            ("client_secret", self.client_secret),
        ])?;
        Ok(response.body_mut().read_to_string()?)
    }
}
