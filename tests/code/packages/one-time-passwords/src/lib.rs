//@ undeclared: 0
use serde::Deserialize;
use totp_rs::{Algorithm, Secret, TOTP};

#[derive(Clone, Deserialize)]
pub struct OtpSettings {
    pub yubico_client_id: Option<String>,
    pub yubico_secret_key: Option<String>,
    pub yubico_server: Option<String>,
    pub totp_issuer: String,
}

impl OtpSettings {
    pub fn enrol(&self, account: &str, secret: Vec<u8>) -> anyhow::Result<TOTP> {
        let issuer = Some(self.totp_issuer.clone());
        TOTP::new(
            Algorithm::SHA1,
            6,
            1,
            30,
            secret,
            issuer,
            account.to_owned(),
        )
        .map_err(|error| anyhow::anyhow!("{error}"))
    }

    pub fn accepts(&self, secret: &str, code: &str) -> anyhow::Result<bool> {
        let secret = Secret::Encoded(secret.to_owned())
            .to_bytes()
            .map_err(|error| anyhow::anyhow!("{error:?}"))?;
        let totp = self.enrol("check", secret)?;
        Ok(totp.check_current(code)?)
    }

    pub fn validation_url(&self, otp: &str, nonce: &str) -> Option<String> {
        let server = self.yubico_server.as_deref()?;
        let id = self.yubico_client_id.as_deref()?;
        Some(format!(
            "{server}/wsapi/2.0/verify?id={id}&otp={otp}&nonce={nonce}"
        ))
    }
}
