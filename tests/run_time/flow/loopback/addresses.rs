//! Where the app listens.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

use oauth_flow::flow::{Flow, LoopbackError, Retry};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{Http, Unreachable, only, pairs};

use super::{App, TOKENS, app, block_on, failed, log_in};

/// An app whose redirect URI is given where it runs.
#[oauth_client(
    kind = "native",
    client_id = "app",
    authorization_endpoint = "https://idp.example.com/authorize",
    token_endpoint = "https://idp.example.com/token",
    redirect_uri = "runtime"
)]
struct Anywhere {
    redirect_uri: Vec<String>,
}

fn anywhere(redirect_uris: &[&str]) -> Flow<Anywhere> {
    let redirect_uri = redirect_uris.iter().map(|uri| (*uri).to_owned()).collect();
    Flow::new(&Anywhere { redirect_uri }).unwrap()
}

/// Whether the machine has an IPv6 loopback address.
fn has_ipv6() -> bool {
    TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_ok()
}

/// A port that is free on both addresses.
fn free_port() -> u16 {
    loop {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        if !has_ipv6() || TcpListener::bind((Ipv6Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
}

/// Logs in with this redirect URI; gives what the server is asked to send the browser to.
#[track_caller]
fn sent_to(redirect_uri: &str) -> (u16, String) {
    let http = Http::answering(200, TOKENS);
    let login = anywhere(&[redirect_uri]);
    let (tokens, browser) = log_in(login.login_on_loopback(), &http, |browser| {
        browser.follow().assert_success();
        browser
    });
    tokens.unwrap();
    let asked = pairs(browser.url.query().unwrap());
    (browser.address.port(), only(&asked, "redirect_uri"))
}

#[test]
fn a_declared_port_is_the_one() {
    let port = free_port();
    let redirect_uri = format!("http://127.0.0.1:{port}/cb?app=1");
    assert_eq!(sent_to(&redirect_uri), (port, redirect_uri));
}

#[test]
fn without_a_port_it_is_one_that_the_system_chooses() {
    let (port, redirect_uri) = sent_to("http://127.0.0.1/cb?app=1");
    assert_eq!(redirect_uri, format!("http://127.0.0.1:{port}/cb?app=1"));
    let (port, redirect_uri) = sent_to("http://127.0.0.1");
    assert_eq!(redirect_uri, format!("http://127.0.0.1:{port}"));
}

#[test]
fn it_can_be_the_ipv6_address() {
    if has_ipv6() {
        let (port, redirect_uri) = sent_to("http://[::1]/cb");
        assert_eq!(redirect_uri, format!("http://[::1]:{port}/cb"));
    }
}

#[test]
fn a_name_has_a_port_of_its_own() {
    let port = free_port();
    let redirect_uri = format!("http://localhost:{port}/cb");
    assert_eq!(sent_to(&redirect_uri), (port, redirect_uri));
}

#[test]
fn it_listens_on_the_other_address_too_where_there_is_one() {
    if !has_ipv6() {
        return;
    }
    for redirect_uri in ["http://127.0.0.1/cb", "http://[::1]/cb"] {
        let http = Http::answering(200, TOKENS);
        let flow = anywhere(&[redirect_uri]);
        let (tokens, page) = log_in(flow.login_on_loopback(), &http, |browser| {
            browser.at_the_other_address().follow()
        });
        tokens.unwrap();
        page.assert_success();
    }
}

#[test]
fn of_several_redirect_uris_it_is_the_first_at_the_loopback_interface() {
    let http = Http::answering(200, TOKENS);
    let flow =
        anywhere(&["com.example.app:/cb", "https://app.example.com/cb", "http://127.0.0.1/cb"]);
    let (tokens, browser) = log_in(flow.login_on_loopback(), &http, |browser| {
        browser.follow();
        browser
    });
    tokens.unwrap();
    assert_eq!(browser.redirect_uri.path(), "/cb");
}

#[test]
fn the_redirect_uri_of_the_request_goes_first() {
    let port = free_port();
    let http = Http::answering(200, TOKENS);
    let given = format!("http://127.0.0.1:{port}/callback");
    let flow = app();
    let login = flow.authorize().redirect_uri(given).on_loopback();
    let (tokens, browser) = log_in(login, &http, |browser| {
        browser.follow();
        browser
    });
    tokens.unwrap();
    assert_eq!(browser.address.port(), port);
    let refused = flow.authorize().redirect_uri("http://127.0.0.1/other").on_loopback();
    let error = block_on(refused.without_browser().request_async(&Http::default()));
    assert!(matches!(error, Err(LoopbackError::Begin(_))), "{error:?}");
    let elsewhere = flow.authorize().redirect_uri("com.example.app:/callback").on_loopback();
    let error = block_on(elsewhere.without_browser().request_async(&Http::default()));
    assert!(matches!(error, Err(LoopbackError::NoLoopbackRedirectUri)), "{error:?}");
}

#[test]
fn a_port_in_use_is_told_with_the_remedy() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    let flow = anywhere(&[&format!("http://{address}/cb")]);
    let login = flow.login_on_loopback().open_browser(|_| panic!("no browser is opened"));
    let error = block_on(login.request_async(&Http::default())).map(|_| ()).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "the app cannot listen on {address}; another program has the port, perhaps this one in \
             another login; help: end it, or declare the redirect URI without a port, which the system \
             then chooses: servers that follow RFC 8252 section 7.3 accept any port of `127.0.0.1` and \
             `[::1]`"
        )
    );
    assert_eq!(error.retry(), Retry::Later(None));
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn another_program_at_the_other_address_of_a_name_is_an_error() {
    if !has_ipv6() {
        return;
    }
    let listener = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let login = |redirect_uri: String| {
        let flow = anywhere(&[&redirect_uri]);
        let http = Http::answering(200, TOKENS);
        let (outcome, ()) = log_in(flow.login_on_loopback(), &http, |browser| {
            browser.follow().assert_success();
        });
        outcome
    };
    // The browser connects to no other address than that of the URI.
    login(format!("http://127.0.0.1:{port}/cb")).unwrap();
    let flow = anywhere(&[&format!("http://localhost:{port}/cb")]);
    let named = flow.login_on_loopback().without_browser();
    let error = block_on(named.request_async(&Http::default())).map(|_| ()).unwrap_err();
    let LoopbackError::Bind { address, .. } = error else { panic!("{error:?}") };
    assert_eq!(address, SocketAddr::new(Ipv6Addr::LOCALHOST.into(), port));
}

#[test]
fn a_client_without_a_loopback_redirect_uri_is_told_what_to_declare() {
    let flow = anywhere(&["com.example.app:/cb"]);
    let login = flow.login_on_loopback().without_browser();
    let error = block_on(login.request_async(&Http::default())).map(|_| ()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no redirect URI of the client is `http` on the loopback interface, where an app can listen (RFC \
         8252 section 7.3); help: declare and register `redirect_uri = \"http://127.0.0.1/callback\"`"
    );
    assert_eq!(error.retry(), Retry::No);
}

#[test]
fn a_response_in_the_fragment_is_no_response_to_a_server() {
    #[oauth_client(
        kind = "native",
        client_id = "app",
        response_mode = "fragment",
        authorization_endpoint = "https://idp.example.com/authorize",
        token_endpoint = "https://idp.example.com/token",
        redirect_uri = "http://127.0.0.1/callback"
    )]
    struct InFragment;
    let flow = Flow::new(&InFragment).unwrap();
    let login = flow.login_on_loopback().without_browser();
    let error = block_on(login.request_async(&Http::default())).map(|_| ()).unwrap_err();
    assert!(matches!(error, LoopbackError::Fragment), "{error:?}");
    assert_eq!(error.retry(), Retry::No);
}

#[test]
fn a_request_that_cannot_be_made_opens_no_browser() {
    let flow = Flow::<App>::builder().build().unwrap();
    let login = flow.authorize().scope("admin").on_loopback();
    let login = login.open_browser(|_| panic!("no browser is opened"));
    let error = block_on(login.request_async(&Http::default())).map(|_| ()).unwrap_err();
    assert!(matches!(error, LoopbackError::Begin(_)), "{error:?}");
    assert_eq!(error.retry(), Retry::No);
}

/// A client that pushes its authorization request.
#[oauth_client(
    kind = "native",
    client_id = "app",
    authorization_endpoint = "https://idp.example.com/authorize",
    token_endpoint = "https://idp.example.com/token",
    pushed_authorization_request_endpoint = "https://idp.example.com/par",
    redirect_uri = "http://127.0.0.1/callback",
    par
)]
struct Pushing;

#[test]
fn a_client_that_declares_par_pushes_its_request() {
    let pushed = r#"{"request_uri": "urn:example:6esc", "expires_in": 60}"#;
    let http = std::sync::Arc::new(Http::answering(201, pushed).then(200, TOKENS));
    let flow = Flow::new(&Pushing).unwrap();
    // The browser of a pushed request knows neither `state` nor the redirect URI.
    let seen = std::sync::Arc::clone(&http);
    let (sender, receiver) = std::sync::mpsc::channel();
    let login = flow.login_on_loopback().open_browser(move |url| {
        let asked = pairs(url.query().unwrap());
        assert_eq!(only(&asked, "request_uri"), "urn:example:6esc");
        assert_eq!(asked.len(), 2, "{asked:?}");
        let form = seen.requests()[0].body.clone();
        let url = url::with_query(url, &form);
        std::thread::spawn(move || sender.send(super::Browser::sent_to(&url).follow()));
        Ok(())
    });
    block_on(login.request_async(&*http)).unwrap();
    receiver.recv_timeout(super::LONG).unwrap().assert_success();
    let lines: Vec<_> = http.requests().into_iter().map(|request| request.line).collect();
    assert_eq!(lines, ["POST https://idp.example.com/par", "POST https://idp.example.com/token"]);
}

mod url {
    use oauth2::url::Url;

    /// The URL with this query.
    pub(super) fn with_query(url: &Url, query: &str) -> Url {
        let mut url = url.clone();
        url.set_query(Some(query));
        url
    }
}

#[test]
fn a_server_that_refuses_the_pushed_request_ends_the_login() {
    let flow = Flow::new(&Pushing).unwrap();
    let refused = |http: Http| {
        let login = flow.login_on_loopback().open_browser(|_| panic!("no browser is opened"));
        block_on(login.request_async(&http)).map(|_| ()).unwrap_err()
    };
    let error = refused(Http::answering(400, r#"{"error": "invalid_request"}"#));
    assert!(matches!(error, LoopbackError::Push(_)), "{error:?}");
    assert_eq!(error.retry(), Retry::No);
    let error: LoopbackError<Unreachable> = refused(Http::default().then_unreachable());
    assert_eq!(error.retry(), Retry::Later(None));
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn the_port_of_a_login_is_free_after_it() {
    let port = free_port();
    let flow = anywhere(&[&format!("http://127.0.0.1:{port}/cb")]);
    for _ in 0..2 {
        let http = Http::answering(200, TOKENS);
        let (tokens, page) = log_in(flow.login_on_loopback(), &http, |browser| browser.follow());
        tokens.unwrap();
        page.assert_success();
    }
    let http = Http::default();
    let outcome = log_in(flow.login_on_loopback(), &http, |browser| {
        browser.get(&format!("/cb?error=access_denied&state={}", browser.state))
    });
    let (_, page) = failed(outcome);
    page.assert_failure();
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
}

#[test]
fn a_name_and_its_addresses_are_the_host() {
    for name in ["localhost", "app.localhost"] {
        for host in [name, "127.0.0.1"] {
            let flow = anywhere(&[&format!("http://{name}:{}/callback", free_port())]);
            let http = Http::answering(200, TOKENS);
            let (tokens, page) = log_in(flow.login_on_loopback(), &http, move |browser| {
                let head = browser.request("GET", &browser.answer());
                browser.send(head.replace(name, host).as_bytes())
            });
            tokens.unwrap();
            page.assert_success();
        }
    }
}

#[test]
fn why_a_port_cannot_be_had_is_told() {
    use std::io::ErrorKind::{AddrInUse, AddrNotAvailable, PermissionDenied};

    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 80));
    let free = "declare the redirect URI without a port, which the system then chooses: servers that \
                follow RFC 8252 section 7.3 accept any port of `127.0.0.1` and `[::1]`";
    for (kind, retry, why) in [
        (
            AddrInUse,
            Retry::Later(None),
            format!(
                "; another program has the port, perhaps this one in another login; help: end it, \
                 or {free}"
            ),
        ),
        (
            PermissionDenied,
            Retry::No,
            format!("; the system does not allow the port; help: {free}"),
        ),
        (AddrNotAvailable, Retry::No, String::new()),
    ] {
        let error = LoopbackError::<Unreachable>::Bind { address, source: kind.into() };
        assert_eq!(error.retry(), retry);
        assert_eq!(error.to_string(), format!("the app cannot listen on 127.0.0.1:80{why}"));
    }
}
