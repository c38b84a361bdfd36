//! The token endpoints that nobody should trust are as bad as they claim.

use std::io::Read;
use std::time::Duration;

use oauth_flow_e2e_tests::{Server, Side, tests};

use crate::{agent, send};

tests! {
    each_path_has_its_mistake
    a_hostile_request_is_on_the_record
    the_slow_one_does_not_answer
    the_huge_one_goes_on_for_a_hundred_megabytes_and_stops_with_its_reader
}

const FORM: [(&str, &str); 3] =
    [("grant_type", "client_credentials"), ("client_id", "m2m-post"), ("client_secret", "s3cr3t")];

fn raw(server: &Server, name: &str) -> (u16, String, Option<String>) {
    let mut response = agent().post(server.hostile(name)).send_form(FORM).unwrap();
    let location = response.headers().get("location").map(|it| it.to_str().unwrap().to_owned());
    let body = response.body_mut().read_to_string().unwrap();
    (response.status().as_u16(), body, location)
}

fn each_path_has_its_mistake() {
    let server = Server::start().unwrap();
    let redirect = (307, String::new(), Some("/hostile/redirected".to_owned()));
    assert_eq!(raw(&server, "redirect"), redirect);
    assert_eq!(raw(&server, "redirect?status=302").0, 302);
    let redirected = send(&server.hostile("redirected"), &FORM, None).granted();
    assert_eq!(redirected.text("access_token"), "hostile-access-token");
    assert_eq!(raw(&server, "not-json").1, "<html><h1>Welcome</h1></html>");
    assert_eq!(send(&server.hostile("token-type"), &FORM, None).text("token_type"), "mac");
    let untyped = send(&server.hostile("no-token-type"), &FORM, None);
    assert_eq!((untyped.status, untyped.body.get("token_type")), (200, None));
    let empty = send(&server.hostile("no-token"), &FORM, None);
    assert_eq!((empty.status, empty.body.get("access_token")), (200, None));
    let wider = send(&server.hostile("wider-scope"), &FORM, None).granted();
    assert_eq!(wider.text("scope"), "read write admin");
    let (status, echoed, _) = raw(&server, "echo");
    assert!(status == 400 && echoed.contains("s3cr3t"), "{echoed}");
    send(&server.hostile("error-in-success"), &FORM, None).refused(200, "invalid_grant");
    assert_eq!(raw(&server, "server-error").0, 503);
    assert_eq!(raw(&server, "no-such-path").0, 404);

    let mut cut = agent().post(server.hostile("cut")).send_form(FORM).unwrap();
    assert!(cut.body_mut().read_to_string().is_err(), "the body is shorter than promised");
}

fn a_hostile_request_is_on_the_record() {
    let server = Server::start().unwrap();
    raw(&server, "redirect");
    let record = server.record();
    let [request] = record.requests.as_slice() else { panic!("{record:?}") };
    assert_eq!((request.side, request.path.as_str()), (Side::Control, "/hostile/redirect"));
    assert_eq!(request.auth_method.as_deref(), Some("client_secret_post"));
    assert_eq!(request.body("client_secret"), Some("s3cr3t"));
    assert!(!record.is_in_a_url("s3cr3t"));
    raw(&server, "redirect?leak=s3cr3t");
    assert!(server.record().is_in_a_url("s3cr3t"));
}

fn the_slow_one_does_not_answer() {
    let server = Server::start().unwrap();
    let hasty: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_millis(500)))
        .build()
        .into();
    let answer = hasty.post(server.hostile("slow")).send_form(FORM);
    assert!(matches!(answer, Err(ureq::Error::Timeout(_))), "{answer:?}");
}

fn the_huge_one_goes_on_for_a_hundred_megabytes_and_stops_with_its_reader() {
    const MEGABYTE: u64 = 1024 * 1024;
    let server = Server::start().unwrap();
    let mut response = agent().post(server.hostile("huge")).send_form(FORM).unwrap();
    let mut reader = response.body_mut().as_reader();
    let read = std::io::copy(&mut (&mut reader).take(200 * MEGABYTE), &mut std::io::sink());
    assert!(read.unwrap() > 100 * MEGABYTE);

    server.reset();
    let mut response = agent().post(server.hostile("huge")).send_form(FORM).unwrap();
    let mut start = [0; 39];
    response.body_mut().as_reader().read_exact(&mut start).unwrap();
    assert_eq!(&start, br#"{"token_type":"Bearer","access_token":""#);
    drop(response);
    let sent = || server.record().requests[0].bytes_sent;
    // What is on its way to a reader who left is still counted.
    std::thread::sleep(Duration::from_millis(300));
    let stopped = sent();
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(sent(), stopped, "it goes on without a reader");
    assert!(stopped < 50 * MEGABYTE, "{stopped} bytes were sent to nobody");
}
