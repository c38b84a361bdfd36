//! Answers that are no metadata: nothing is written, and a good snapshot stays.

use std::fs;

use super::{Answer, OAUTH, OPENID, Server, files, metadata, nobody, of_openid, server};

/// Answers, each with what is said of it, and whether the server counts as unreachable.
fn answers(origin: &str) -> Vec<(Answer, String, bool)> {
    let good = metadata(origin);
    let other = metadata("https://evil.example.com");
    let with = |old: &str, new: &str| {
        assert!(good.contains(old), "{old}");
        Answer::json(&good.replace(old, new))
    };
    let json = |bytes: &[u8]| Answer::Whole(200, "application/json", Vec::from(bytes));
    let cut = good.as_bytes().split_at(good.len() / 2).0;
    let no_json = "it is no JSON that can be read: ";
    let bom = [&b"\xef\xbb\xbf"[..], good.as_bytes()].concat();
    let deep = format!("{{\"issuer\":\"{origin}\",\"a\":{}", "[".repeat(100_000));
    let long = format!("{good}{}", " ".repeat(1024 * 1024));
    let is_no_metadata = |why: &str| format!("the answer is no metadata of a server: {why}");
    vec![
        (
            Answer::Whole(500, "application/json", Vec::from(good.as_str())),
            String::from("the server answers with 500"),
            true,
        ),
        (
            Answer::Whole(204, "application/json", Vec::new()),
            String::from("the server answers with 204"),
            true,
        ),
        (
            Answer::Redirect(format!("{origin}/good")),
            String::from("the answer is a redirect (302), and none is followed"),
            true,
        ),
        (Answer::Truncated(Vec::from(good.as_str())), String::from("the request failed: "), true),
        (Answer::NoHttp, String::from("the request failed: "), true),
        (Answer::Slow, String::from("the answer did not end within 1 s"), true),
        (Answer::Endless, String::from("the answer has more than 1048576 bytes"), false),
        (json(long.as_bytes()), String::from("the answer has more than 1048576 bytes"), false),
        (json(b""), is_no_metadata("it is empty"), false),
        (
            Answer::Whole(200, "text/html", Vec::from("\n<html><body>Log in</body></html>")),
            is_no_metadata("it is no JSON, but a page of HTML or XML"),
            false,
        ),
        (json(cut), is_no_metadata(no_json), false),
        (json(b"[1]"), is_no_metadata("it is JSON, but no object"), false),
        (json(b"{\"issuer\":\"\xff\"}"), is_no_metadata("it is not UTF-8 (byte 11)"), false),
        (json(&bom), is_no_metadata("it begins with a byte order mark"), false),
        (json(deep.as_bytes()), is_no_metadata(no_json), false),
        (with("\"claims_supported\"", "\"issuer\""), is_no_metadata(no_json), false),
        (json(b"{}"), is_no_metadata("it has no `issuer`"), false),
        (
            with("[\"S256\"]", "\"S256\""),
            is_no_metadata("`code_challenge_methods_supported` is not a list of texts"),
            false,
        ),
        (
            with(&format!("\"{origin}/token\""), "\"http://as.example.com/token\""),
            is_no_metadata("`token_endpoint` is neither `https`, nor"),
            false,
        ),
        (
            with("[\"profile\"", "[\"https://user:hunter2@as.example.com\""),
            is_no_metadata("`scopes_supported` has a URL with userinfo"),
            false,
        ),
        (
            Answer::json(&other),
            String::from("the metadata is of the issuer `https://evil.example.com`"),
            false,
        ),
    ]
}

/// What is said where no other URL is asked: there is no answer, or it is metadata that cannot be used.
const FINAL: [&str; 7] = [
    "the request failed",
    "the answer did not end",
    "the answer has more than",
    "`code_challenge_methods_supported` is not",
    "`token_endpoint` is neither",
    "`scopes_supported` has a URL with userinfo",
    "the metadata is of the issuer",
];

#[test]
fn an_answer_that_is_no_metadata_writes_nothing() {
    let idp = Server::start();
    idp.answer("/good", Answer::json(&metadata(&idp.origin)));
    for (answer, why, unreachable) in answers(&idp.origin) {
        idp.answer(OPENID, answer);
        let folder = tempfile::tempdir().unwrap();
        let arguments = ["add", &idp.origin, "--directory", ".", "--timeout", "1"];
        let (status, said, errors) = server(folder.path(), &arguments);
        assert_eq!((status, said.as_str()), (2, ""), "{why}: {errors}");
        assert!(errors.starts_with(&format!("error: {}{OPENID}: {why}", idp.origin)), "{errors}");
        assert!(!errors.contains("hunter2") && errors.lines().count() == 1, "{errors}");
        assert_eq!(files(folder.path()), [], "{why}");
        // Where there is no document, the other URL is asked, and said with what it answers.
        let is_final = FINAL.iter().any(|it| errors.contains(it));
        let asked: &[&str] = if is_final { &[OPENID] } else { &[OPENID, OAUTH] };
        assert_eq!(idp.asked(), asked, "{why}");
        let other = format!("; {}{OAUTH}: the server answers with 404\n", idp.origin);
        assert_eq!(errors.ends_with(&other), !is_final, "{errors}");

        let good = of_openid(&idp.origin, "2026-11-20");
        fs::write(folder.path().join("idp.json"), &good).unwrap();
        let word = if unreachable { "unreachable" } else { "broken" };
        for more in [&[][..], &["--check", "--online"]] {
            let arguments = [&["refresh", "idp.json", "--timeout", "1"], more].concat();
            let (status, said, errors) = server(folder.path(), &arguments);
            assert_eq!((status, errors.as_str()), (2, ""), "{why}: {said}");
            let start = format!("{word}: idp.json\n  {}{OPENID}: {why}", idp.origin);
            assert!(said.starts_with(&start), "{said}");
            assert!(said.ends_with(&format!("\n1 snapshot: 1 {word}\n")), "{said}");
            assert!(!said.contains("hunter2"), "{said}");
        }
        assert_eq!(files(folder.path()), [(String::from("idp.json"), good)], "{why}");
        // Nor is a redirect followed here.
        assert_eq!(idp.asked(), [OPENID; 2], "{why}");
    }
}

#[test]
fn a_server_that_is_not_there_is_unreachable() {
    let issuer = nobody();
    let folder = tempfile::tempdir().unwrap();
    let (status, said, errors) = server(folder.path(), &["add", &issuer, "--directory", "."]);
    assert_eq!((status, said.as_str()), (2, ""));
    assert!(errors.starts_with(&format!("error: {issuer}{OPENID}: ")), "{errors}");
    assert_eq!(files(folder.path()), []);
}

#[test]
fn a_value_of_a_server_does_not_move_the_text_around_it() {
    let idp = Server::with_metadata();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("idp.json"), of_openid(&idp.origin, "2026-11-20")).unwrap();
    let text = metadata(&idp.origin).replace("\"profile\"", r#""\u001b[2Jfresh\n\u202e""#);
    idp.answer(OPENID, Answer::json(&text));
    let (status, said, _) = server(folder.path(), &["refresh", "--check", "--online", "idp.json"]);
    assert_eq!(status, 1);
    assert!(said.contains(r#"now has "\u{1b}[2Jfresh\n\u{202e}""#), "{said}");
}
