//! What happens to tokens: refresh with rotation, exchange, resources, revocation.

use oauth_flow::flow::TokenType;
use oauth_flow_e2e_tests::{Habit, Server, tests};
use oauth2::RefreshToken;
use serde_json::json;

use crate::clients::{Device, Exchange, M2mOfApi, Spa, Terminal, WebPost};
use crate::kinds::assertion;
use crate::{SPA, WEB, assert_refused, flow, http, payload, tokens};

const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";

flows! {
    a_refresh_token_rotates
    a_refresh_of_a_confidential_client_brings_a_new_id_token
    a_refresh_can_ask_for_less
    a_terminal_refreshes
    a_resource_gets_a_jwt_of_its_own
    one_of_the_declared_resources_is_asked_for_by_itself
    a_login_for_a_resource_keeps_it_when_it_is_refreshed
    a_token_of_a_user_is_exchanged_for_one_at_a_resource
    a_jwt_of_a_partner_is_exchanged_with_its_actor
    a_revoked_refresh_token_does_not_refresh
    a_revoked_access_token_opens_nothing
    a_device_logs_out
}

tests! {
    a_refresh_that_is_granted_more_than_it_asks_for_brings_its_tokens
}

fn a_refresh_token_rotates(server: &Server) {
    let flow = flow(server, &Spa);
    let first = tokens(&flow, SPA);
    let second = flow.refresh(first.refresh_token().unwrap().clone()).request(http()).unwrap();
    let third = flow.refresh(second.refresh_token().unwrap().clone()).request(http()).unwrap();
    let all = [&first, &second, &third];
    for (a, b) in [(0, 1), (1, 2), (0, 2)] {
        let secret = |index: usize| all[index].refresh_token().unwrap().secret();
        assert_ne!(secret(a), secret(b));
        assert_ne!(all[a].access_token().secret(), all[b].access_token().secret());
    }
}

fn a_refresh_of_a_confidential_client_brings_a_new_id_token(server: &Server) {
    let flow = flow(server, &WebPost::of(server));
    let mut first = tokens(&flow, WEB);
    let token = first.take_refresh_token().unwrap();
    assert!(first.refresh_token().is_none());
    let second = flow.refresh(token).request(http()).unwrap();
    let claims = payload(second.id_token().unwrap());
    assert_eq!((&claims["sub"], &claims["aud"]), (&json!("alice"), &json!("web-post")));
}

fn a_refresh_can_ask_for_less(server: &Server) {
    let flow = flow(server, &Spa);
    let first = tokens(&flow, SPA);
    assert_eq!(first.scopes().unwrap().len(), 2);
    let request = flow.refresh(first.refresh_token().unwrap().clone()).scope("read");
    let second = request.request(http()).unwrap();
    let scopes: Vec<_> = second.scopes().unwrap().iter().map(|it| it.as_str()).collect();
    assert_eq!(scopes, ["read"]);
}

fn a_terminal_refreshes(server: &Server) {
    let flow = flow(server, &Terminal::of(server));
    let request = flow.password("alice", server.password("alice"));
    let token = request.request(http()).unwrap().take_refresh_token().unwrap();
    assert!(flow.refresh(token).request(http()).unwrap().refresh_token().is_some());
}

fn a_resource_gets_a_jwt_of_its_own(server: &Server) {
    let flow = flow(server, &M2mOfApi::of(server));
    let tokens = flow.client_credentials().request(http()).unwrap();
    let claims = payload(tokens.access_token().secret());
    assert_eq!(claims["aud"], "https://api.example/");
    assert_eq!(claims["iss"], server.issuer());
    assert_eq!((&claims["client_id"], &claims["scope"]), (&json!("m2m-api"), &json!("read write")));
}

fn one_of_the_declared_resources_is_asked_for_by_itself(server: &Server) {
    let flow = flow(server, &M2mOfApi::of(server));
    let request = flow.client_credentials().resource("https://api.example/").scope("read");
    let claims = payload(request.request(http()).unwrap().access_token().secret());
    assert_eq!(
        (&claims["aud"], &claims["scope"]),
        (&json!("https://api.example/"), &json!("read"))
    );
}

fn a_login_for_a_resource_keeps_it_when_it_is_refreshed(server: &Server) {
    let flow = flow(server, &WebPost::of(server));
    // The identity is no scope of the resource, so the login asks for the resource alone.
    let api = "https://api.example/";
    let (url, pending) = flow.authorize().scope("read").resource(api).begin().unwrap();
    let request = flow.complete(pending, &crate::answer(&url, WEB)).unwrap();
    let first = request.resource(api).request(http()).unwrap();
    let token = first.refresh_token().unwrap().clone();
    let second = flow.refresh(token).resource(api).request(http()).unwrap();
    for it in [first, second] {
        let claims = payload(it.access_token().secret());
        assert_eq!((&claims["aud"], &claims["sub"]), (&json!(api), &json!("alice")));
    }
}

fn a_token_of_a_user_is_exchanged_for_one_at_a_resource(server: &Server) {
    let user = tokens(&flow(server, &Spa), SPA);
    let flow = Exchange::flow(server);
    let request = flow.token_exchange(user.access_token().secret(), TokenType::AccessToken);
    let exchanged = request.request(http()).unwrap();
    assert_eq!(exchanged.issued_token_type(), Some(ACCESS_TOKEN));
    let claims = payload(exchanged.access_token().secret());
    assert_eq!(
        (&claims["sub"], &claims["aud"]),
        (&json!("alice"), &json!("https://reports.example/"))
    );
}

fn a_jwt_of_a_partner_is_exchanged_with_its_actor(server: &Server) {
    let flow = Exchange::flow(server);
    let request = flow
        .token_exchange(&assertion(server, "bob"), TokenType::Jwt)
        .actor(&assertion(server, "robot"), TokenType::Jwt)
        .requested_token_type(TokenType::AccessToken);
    let exchanged = request.request(http()).unwrap();
    let claims = payload(exchanged.access_token().secret());
    assert_eq!((&claims["sub"], &claims["act"]), (&json!("bob"), &json!({ "sub": "robot" })));
}

fn a_revoked_refresh_token_does_not_refresh(server: &Server) {
    let flow = flow(server, &WebPost::of(server));
    let token = tokens(&flow, WEB).take_refresh_token().unwrap();
    flow.revoke(token.clone()).request(http()).unwrap();
    assert_refused(flow.refresh(token).request(http()), 400, "invalid_grant");
    // A token that the server never knew is no error (RFC 7009 section 2.2).
    flow.revoke(RefreshToken::new("made up".to_owned())).request(http()).unwrap();
}

fn a_revoked_access_token_opens_nothing(server: &Server) {
    let flow = flow(server, &WebPost::of(server));
    let token = tokens(&flow, WEB).access_token().clone();
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let userinfo = || {
        let request = agent.get(server.endpoint("/me"));
        let request = request.header("authorization", format!("Bearer {}", token.secret()));
        request.call().unwrap().status().as_u16()
    };
    assert_eq!(userinfo(), 200);
    flow.revoke(token.clone()).request(http()).unwrap();
    assert_eq!(userinfo(), 401);
}

fn a_device_logs_out(server: &Server) {
    let flow = flow(server, &Device);
    let login = flow.device().start(http()).unwrap();
    server.approve_device(login.user_code());
    let token = login.wait(http(), |_| {}).unwrap().take_refresh_token().unwrap();
    flow.revoke(token.clone()).request(http()).unwrap();
    assert_refused(flow.refresh(token).request(http()), 400, "invalid_grant");
}

/// RFC 6749 section 3.3: the server says what it granted. The token that was sent is spent.
fn a_refresh_that_is_granted_more_than_it_asks_for_brings_its_tokens() {
    let server = Server::start_as(&[], &[Habit::IgnoresNarrowedScope]).unwrap();
    let flow = flow(&server, &Spa);
    let first = tokens(&flow, SPA).take_refresh_token().unwrap();
    let mut second = flow.refresh(first.clone()).scope("read").request(http()).unwrap();
    let scopes: Vec<_> = second.scopes().unwrap().iter().map(|it| it.as_str()).collect();
    assert_eq!(scopes, ["read", "write"]);
    let token = second.take_refresh_token().unwrap();
    assert_ne!(token.secret(), first.secret());
    let third = flow.refresh(token).scope("read").request(http()).unwrap();
    assert!(third.refresh_token().is_some());

    let record = server.record();
    let refreshes = record.of("/token").filter(|it| it.body("refresh_token").is_some());
    let asked: Vec<_> = refreshes.map(|it| it.body("scope")).collect();
    assert_eq!(asked, [Some("read"), Some("read")]);
}
