//! Each kind of the guide gets its token by its recommended flow.

use std::time::{SystemTime, UNIX_EPOCH};

use jsonwebtoken::{Algorithm, EncodingKey, Header};
use oauth_flow::flow::Flow;
use oauth_flow_e2e_tests::{Browser, Outcome, Server};
use serde_json::json;
use url::form_urlencoded;

use crate::clients::{Device, M2m, Native, Spa, Terminal, ThirdParty, Trusted, Web, WebForm};
use crate::{SPA, WEB, answer, flow, http, payload, tokens};

flows! {
    a_machine_gets_a_token_by_its_secret
    a_web_application_logs_a_user_in
    a_web_application_gets_its_callback_as_a_form
    the_nonce_of_the_login_is_in_the_id_token
    a_single_page_application_logs_a_user_in
    a_native_application_listens_on_any_port_of_the_loopback
    a_native_application_comes_back_by_its_private_use_scheme
    a_device_gets_a_token_when_the_user_approves
    a_trusted_application_logs_a_user_in_by_code_and_pkce
    a_terminal_with_a_waiver_trades_a_password
    a_third_party_trades_the_assertion_of_a_partner
}

fn a_machine_gets_a_token_by_its_secret(server: &Server) {
    let client = M2m::at(server, "m2m-basic", server.endpoint("/token"));
    let flow = Flow::new(&client).unwrap();
    let tokens = flow.client_credentials().request(http()).unwrap();
    assert!(!tokens.access_token().secret().is_empty());
    assert_eq!(tokens.scopes().unwrap()[0].as_str(), "read");
    assert!(tokens.expires_in().unwrap().as_secs() > 0);
    assert!(tokens.refresh_token().is_none() && tokens.id_token().is_none());
}

fn a_web_application_logs_a_user_in(server: &Server) {
    let tokens = tokens(&flow(server, &Web::of(server)), WEB);
    assert!(!tokens.access_token().secret().is_empty());
    let scopes: Vec<_> = tokens.scopes().unwrap().iter().map(|it| it.as_str()).collect();
    assert_eq!(scopes, ["openid", "read"]);
}

fn a_web_application_gets_its_callback_as_a_form(server: &Server) {
    let flow = flow(server, &WebForm::of(server));
    let (url, pending) = flow.authorize().begin().unwrap();
    let Outcome::Page { status: 200, body } = Browser::new().open(url.as_str(), WEB) else {
        panic!("no page with a form");
    };
    // What the script of the page submits.
    let mut form = form_urlencoded::Serializer::new(String::new());
    for input in body.split("<input type=\"hidden\" name=\"").skip(1) {
        let (name, rest) = input.split_once("\" value=\"").unwrap();
        let (value, _) = rest.split_once('"').unwrap();
        assert!(!value.contains('&'), "{value} is escaped");
        form.append_pair(name, value);
    }
    let request = flow.complete(pending, form.finish().as_bytes()).unwrap();
    assert!(request.request(http()).unwrap().id_token().is_some());
}

fn the_nonce_of_the_login_is_in_the_id_token(server: &Server) {
    let flow = flow(server, &Web::of(server));
    let (url, pending) = flow.authorize().begin().unwrap();
    let sent = crate::parameter(url.query().unwrap(), "nonce");
    let request = flow.complete(pending, &answer(&url, WEB)).unwrap();
    let tokens = request.request(http()).unwrap();
    let claims = payload(tokens.id_token().unwrap());
    assert_eq!(tokens.nonce(), Some(sent.as_str()));
    assert_eq!(claims["nonce"], sent);
    assert_eq!((&claims["iss"], &claims["aud"]), (&json!(server.issuer()), &json!("web-basic")));
    assert_eq!(claims["sub"], "alice");
}

fn a_single_page_application_logs_a_user_in(server: &Server) {
    let tokens = tokens(&flow(server, &Spa), SPA);
    assert!(tokens.refresh_token().is_some());
    assert!(tokens.id_token().is_none() && tokens.nonce().is_none());
}

fn a_native_application_listens_on_any_port_of_the_loopback(server: &Server) {
    let flow = flow(server, &Native);
    let listening = "http://127.0.0.1:49152/callback";
    let (url, pending) = flow.authorize().redirect_uri(listening).begin().unwrap();
    let request = flow.complete(pending, &answer(&url, listening)).unwrap();
    assert!(!request.request(http()).unwrap().access_token().secret().is_empty());
}

fn a_native_application_comes_back_by_its_private_use_scheme(server: &Server) {
    let flow = flow(server, &Native);
    let scheme = "com.example.app:/callback";
    let (url, pending) = flow.authorize().redirect_uri(scheme).begin().unwrap();
    let request = flow.complete(pending, &answer(&url, scheme)).unwrap();
    assert!(!request.request(http()).unwrap().access_token().secret().is_empty());
}

fn a_device_gets_a_token_when_the_user_approves(server: &Server) {
    let flow = flow(server, &Device);
    let login = flow.device().start(http()).unwrap();
    let code = login.user_code().to_owned();
    assert!(login.verification_uri().starts_with(server.issuer()));
    assert!(login.verification_uri_complete().unwrap().contains(&code));
    let mut sleeps = 0;
    let tokens = login.wait(http(), |_| {
        sleeps += 1;
        if sleeps == 2 {
            server.approve_device(&code);
        }
    });
    let tokens = tokens.unwrap();
    assert_eq!(sleeps, 2, "the first poll is answered by `authorization_pending`");
    assert_eq!(tokens.scopes().unwrap()[0].as_str(), "read");
    assert!(tokens.refresh_token().is_some());
}

fn a_trusted_application_logs_a_user_in_by_code_and_pkce(server: &Server) {
    let tokens = tokens(&flow(server, &Trusted::of(server)), WEB);
    assert!(!tokens.access_token().secret().is_empty());
}

fn a_terminal_with_a_waiver_trades_a_password(server: &Server) {
    let flow = flow(server, &Terminal::of(server));
    let request = flow.password("alice", server.password("alice"));
    let tokens = request.request(http()).unwrap();
    assert_eq!(tokens.scopes().unwrap()[0].as_str(), "read");
    assert!(tokens.refresh_token().is_some());
}

fn a_third_party_trades_the_assertion_of_a_partner(server: &Server) {
    let flow = flow(server, &ThirdParty::of(server));
    let tokens = flow.jwt_bearer(&assertion(server, "bob")).request(http()).unwrap();
    assert_eq!(tokens.scopes().unwrap()[0].as_str(), "read");
}

/// What the partner says of a user, for one use (RFC 7523 section 3).
pub(crate) fn assertion(server: &Server, subject: &str) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let claims = json!({
        "iss": "https://partner.example", "sub": subject, "aud": server.issuer(),
        "exp": now.as_secs() + 60,
        "jti": format!("{subject} at {}", now.as_nanos()),
    });
    let header = Header { kid: Some("partner".to_owned()), ..Header::new(Algorithm::ES256) };
    let key = EncodingKey::from_ec_pem(server.partner_key().as_bytes()).unwrap();
    jsonwebtoken::encode(&header, &claims, &key).unwrap()
}
