//! What is stored of an answer.

use std::time::Duration;

use oauth_flow::flow::StoredTokens;
use oauth_flow_run_time_tests::{clock, pass};

use super::rotating::{Next, Rotating};
use super::{logged_in, run, token};

#[test]
fn what_is_stored_can_be_read_by_a_version_that_knows_less_or_more() {
    run(async {
        let source = logged_in(&Rotating::new()).await;
        let stored = source.stored().await.unwrap().unwrap();
        let text = serde_json::to_string(&stored).unwrap();
        assert_eq!(serde_json::from_str::<StoredTokens>(&text).unwrap(), stored);
        let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let mut names: Vec<_> = value.as_object().unwrap().keys().cloned().collect();
        names.sort();
        assert_eq!(
            names,
            [
                "access_token",
                "client_id",
                "expires",
                "id_token",
                "identity",
                "issuer",
                "obtained",
                "refresh_token",
                "revision",
                "scope",
                "state",
                "token_endpoint",
                "version"
            ]
        );
        assert_eq!(value["version"], 1);
        value["of_a_later_version"] = true.into();
        assert_eq!(serde_json::from_value::<StoredTokens>(value.clone()).unwrap(), stored);
        value["version"] = 2.into();
        let error = serde_json::from_value::<StoredTokens>(value).unwrap_err();
        assert_eq!(error.to_string(), "another version of `oauth-flow` stored the tokens");
    });
}

#[test]
fn what_is_stored_says_what_was_granted() {
    run(async {
        let source = logged_in(&Rotating::new()).await;
        let stored = source.stored().await.unwrap().unwrap();
        assert_eq!(stored.scopes(), None);
        let hour = clock() + Duration::from_secs(3600);
        assert_eq!(stored.expires_at(), Some(hour));
        assert_eq!(stored.id_token(), None);
        let mut value = serde_json::to_value(&stored).unwrap();
        value["scope"] = "read  write".into();
        value["id_token"] = "header.claims.signature".into();
        let mut endless = value.clone();
        // The platform has no such time, which is over then.
        endless["expires"] = u64::MAX.into();
        let endless: StoredTokens = serde_json::from_value(endless).unwrap();
        assert_eq!(endless.expires_at(), Some(std::time::UNIX_EPOCH));
        let stored: StoredTokens = serde_json::from_value(value).unwrap();
        assert_eq!(stored.scopes(), Some(vec!["read", "write"]));
        assert_eq!(stored.id_token(), Some("header.claims.signature"));
        let seconds = hour.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
        assert_eq!(
            format!("{stored:?}"),
            format!(
                "StoredTokens {{ client_id: \"cli\", expires: Some({seconds}), scope: \
                 Some(\"read  write\"), state: Unused, .. }}"
            )
        );
        assert_eq!(stored.follows(), None);
        assert!(stored.revision().len() >= 16);
    });
}

#[test]
fn what_a_renewal_says_is_stored_and_what_it_leaves_out_is_as_it_was() {
    run(async {
        let answer = r#"{"access_token": "a", "token_type": "Bearer", "scope": "read write"}"#;
        let short = r#"{"access_token": "b", "token_type": "Bearer", "expires_in": 60}"#;
        let server = Rotating::new().then(Next::Answer(200, answer)).then(Next::Answer(200, short));
        let source = logged_in(&server).await;
        pass(3600);
        assert_eq!(token(&source).await, "a");
        let stored = source.stored().await.unwrap().unwrap();
        assert_eq!(stored.scopes(), Some(vec!["read", "write"]));
        assert_eq!(stored.expires_at(), None);
        pass(60);
        source.refused(&stored.access_token().unwrap());
        assert_eq!(token(&source).await, "b");
        let stored = source.stored().await.unwrap().unwrap();
        assert_eq!(stored.scopes(), Some(vec!["read", "write"]));
        assert_eq!(stored.refresh_token().unwrap().secret(), "rt-0");
        assert_eq!(stored.expires_at(), Some(clock() + Duration::from_secs(60)));
    });
}

#[test]
fn an_id_token_of_a_login_that_is_not_known_is_stored_as_text() {
    run(async {
        let answer = r#"{"access_token": "a", "token_type": "Bearer", "id_token": "h.c.s"}"#;
        let server = Rotating::new().then(Next::Answer(200, answer));
        let source = logged_in(&server).await;
        pass(3600);
        assert_eq!(token(&source).await, "a");
        assert_eq!(source.stored().await.unwrap().unwrap().id_token(), Some("h.c.s"));
    });
}
