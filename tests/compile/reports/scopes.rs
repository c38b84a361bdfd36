//! Scopes and what separates them.

use oauth_flow_syntax::text::read;

use super::{UNIT, finds, found, is_mended};

#[test]
fn only_a_space_separates_scopes() {
    for (scope, right) in [
        ("openid,profile,email", "openid profile email"),
        ("openid;email", "openid email"),
        ("openid+email", "openid email"),
        ("openid%20email", "openid email"),
        ("openid, email", "openid email"),
        ("api.read,openid", "api.read openid"),
        ("openId email profile", "openid email profile"),
        ("OpenID", "openid"),
        ("open_id email", "openid email"),
        ("openid Profile", "openid profile"),
        ("openid e-mail", "openid email"),
        ("openId,email", "openid email"),
        ("openid openId", "openid"),
    ] {
        let attribute = format!("kind = \"web\", redirect_uri = \"runtime\", scope = {scope:?}");
        let rules = found(&attribute, UNIT);
        assert!(!rules.is_empty(), "{scope}");
        for rule in rules {
            assert!(["joined_scopes", "misspelt_scope"].contains(&&*rule), "{scope}: {rule}");
        }
        for finding in read(&attribute, UNIT).findings() {
            assert_eq!(finding.help, format!("use `scope = \"{right}\"`"), "{scope}");
        }
        is_mended(&attribute, UNIT);
    }
    let refresh = r#"kind = "web", grant("authorization_code", "refresh_token"), pkce = "S256", redirect_uri = "runtime""#;
    for scope in ["openid,offline_access", "openid offline-access", "openid offlineAccess"] {
        let attribute = format!("{refresh}, scope = {scope:?}");
        assert_eq!(found(&attribute, UNIT).len(), 1, "{scope}");
        is_mended(&attribute, UNIT);
    }
}

#[test]
fn the_separators_of_a_provider_are_its_own() {
    for scope in [
        "read,activity:read_all",
        "users:read,channels:history",
        "public_profile,email",
        "https://www.googleapis.com/auth/userinfo.email",
        "User.Read Mail.Send",
        "user:email",
        "profile:read",
        "email_read",
    ] {
        let attribute = format!("kind = \"web\", redirect_uri = \"runtime\", scope = {scope:?}");
        finds(&attribute, UNIT, &[]);
    }
}

#[test]
fn offline_access_may_be_a_scope_of_a_server_without_openid_connect() {
    let code = r#"grant("authorization_code", "refresh_token"), pkce = "S256", refresh = "rotate", redirect_uri = "http://127.0.0.1:8976/cb""#;
    let scope = |scope: &str| format!("kind = \"native\", {code}, scope = {scope:?}");
    finds(&scope("account:read workers:write offline_access"), UNIT, &[]);
    finds(&scope("offline_access"), UNIT, &[]);
    finds(&scope("email offline_access"), UNIT, &["!missing_openid_scope"]);
    finds(&scope("profile offline_access"), UNIT, &["!missing_openid_scope"]);
    finds(r#"kind = "m2m", scope = "offline_access""#, UNIT, &["openid_without_user"]);
}
