use std::collections::HashMap;

pub enum Grant {
    Code,
    Password,
    Refresh,
}

impl Grant {
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Code => "authorization_code",
            Self::Password => "password",
            Self::Refresh => "refresh_token",
        }
    }
}

/// Which grant a request to this server is for.
pub fn grant(form: &HashMap<String, String>) -> Option<Grant> {
    let word = form.get("grant_type")?;
    [Grant::Code, Grant::Password, Grant::Refresh].into_iter().find(|it| it.word() == word)
}
