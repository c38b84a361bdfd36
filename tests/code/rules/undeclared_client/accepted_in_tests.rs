//! Hides the tokens of a log line.

/// Hides what follows `grant_type=refresh_token&refresh_token=` in a line.
pub fn redact(line: &str) -> String {
    match line.split_once("refresh_token=") {
        Some((before, after)) => {
            let end = after.find('&').unwrap_or(after.len());
            format!("{before}refresh_token=***{}", after.get(end..).unwrap_or_default())
        }
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::redact;

    #[test]
    fn the_token_is_hidden() {
        let line = "POST https://as.example/oauth/token grant_type=refresh_token";
        assert_eq!(redact(line), line);
        assert_eq!(redact("a=1&refresh_token=abc&b=2"), "a=1&refresh_token=***&b=2");
    }
}
