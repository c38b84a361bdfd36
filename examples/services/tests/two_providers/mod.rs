//! The web service whose users choose between two servers.

use std::net::TcpListener;
use std::process::Command;

use oauth_flow_e2e_tests::{Browser, Server, tests};

use super::{Program, SECRET, client, page};

tests! {
    a_user_of_one_server_is_not_the_one_of_the_other
    a_response_at_the_redirect_uri_of_the_other_server_is_refused
    a_server_that_is_not_there_has_no_login
}

/// The service, with its servers in the order of their buttons.
struct Service {
    servers: [(&'static str, Server); 2],
    _program: Program,
    origin: String,
}

impl Service {
    fn start() -> Self {
        // Free again when the program asks for it.
        let free = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let address = free.local_addr().expect("it is bound").to_string();
        drop(free);
        let origin = format!("http://{address}");
        let servers = ["north", "south"].map(|name| {
            let callback = format!("{origin}/callback/{name}");
            let client = client(&["authorization_code"], &[&callback]);
            (name, Server::start_with(&[client]).unwrap())
        });
        let mut command = Command::new(env!("CARGO_BIN_EXE_axum_two_providers"));
        command.env("LISTEN", address);
        for (name, server) in &servers {
            let prefix = name.to_uppercase();
            command
                .env(format!("{prefix}_ISSUER"), server.issuer())
                .env(format!("{prefix}_CLIENT_ID"), "service")
                .env(format!("{prefix}_CLIENT_SECRET"), SECRET);
        }
        let mut program = Program::start(&mut command);
        assert_eq!(program.line(), format!("open {origin}/"));
        Self { servers, _program: program, origin }
    }

    /// Where the user comes back to; nothing has arrived there yet.
    fn log_in(&self, browser: &Browser, name: &str) -> String {
        let callback = format!("{}/callback/{name}", self.origin);
        browser.open(&format!("{}/login/{name}", self.origin), &callback).callback()
    }

    #[track_caller]
    fn page(&self, browser: &Browser, url: &str) -> (u16, String) {
        page(browser.open(url, &format!("{}/nowhere", self.origin)))
    }
}

fn a_user_of_one_server_is_not_the_one_of_the_other() {
    let service = Service::start();
    let browser = Browser::new();
    let (_status, body) = service.page(&browser, &service.origin);
    for (name, _) in &service.servers {
        assert!(body.contains(&format!("Log in with {name}")), "{body}");
    }
    // Two logins are under way, one at each server, and the second comes back first.
    let callbacks = ["north", "south"].map(|name| service.log_in(&browser, name));
    let [north, south] = &service.servers;
    let expected = [(&callbacks[1], &south.1, 1), (&callbacks[0], &north.1, 1)];
    for (callback, server, logins) in expected {
        let (_status, body) = service.page(&browser, callback);
        let text =
            format!("Logged in as Alice Adams of {}. Logins so far: {logins}.", server.issuer());
        assert!(body.contains(&text), "{body}");
    }
    let again = service.log_in(&browser, "north");
    let (_status, body) = service.page(&browser, &again);
    assert!(body.contains("Logins so far: 2."), "{body}");

    let logout = format!("{}/logout", service.origin);
    let (_status, body) = page(browser.submit(&logout, &format!("{}/nowhere", service.origin)));
    assert!(body.contains("Nobody is logged in."), "{body}");
    for (_, server) in &service.servers {
        assert!(!server.record().is_in_a_url(SECRET));
    }
}

fn a_response_at_the_redirect_uri_of_the_other_server_is_refused() {
    let service = Service::start();
    let browser = Browser::new();
    let callback = service.log_in(&browser, "north").replace("/callback/north", "/callback/south");
    let (status, body) = service.page(&browser, &callback);
    assert_eq!(status, 400, "{body}");
    for (name, server) in &service.servers {
        assert_eq!(server.record().of("/token").count(), 0, "{name} got a code");
    }
    assert!(service.page(&browser, &service.origin).1.contains("Nobody is logged in."));
}

fn a_server_that_is_not_there_has_no_login() {
    let service = Service::start();
    let url = format!("{}/login/west", service.origin);
    assert_eq!(service.page(&Browser::new(), &url).0, 400);
}
