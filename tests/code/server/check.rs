//! `server refresh --check`: what is stale, what is broken, and the exit status of each.

use std::fs;

use super::{Answer, OPENID, Server, metadata, nobody, of_openid, server};
use crate::support::package;

const ISSUER: &str = "https://as.example.com";

/// The exit status, and what is said of one snapshot.
fn check(text: &str, more: &[&str]) -> (i32, String) {
    let package = package(&[("oauth/idp.json", text)]);
    let arguments = [&["refresh", "--check"], more].concat();
    let (status, said, errors) = server(package.path(), &arguments);
    assert_eq!(errors, "");
    assert_eq!(fs::read_to_string(package.path().join("oauth/idp.json")).unwrap(), text);
    (status, said)
}

#[test]
fn a_snapshot_of_more_than_90_days_is_stale() {
    for (day, more, why) in [
        ("2026-11-26", &[][..], None),
        ("2026-08-28", &[], None),
        ("2026-08-27", &[], Some("it is of 2026-08-27, 91 days ago, and 90 is the most")),
        ("2026-08-27", &["--max-age", "91"], None),
        (
            "2026-11-25",
            &["--max-age", "0"],
            Some("it is of 2026-11-25, 1 day ago, and 0 is the most"),
        ),
        ("2026-11-27", &[], None),
        ("2026-11-28", &[], Some("it is of 2026-11-28, which is after 2026-11-26")),
    ] {
        let (status, said) = check(&of_openid(ISSUER, day), more);
        let (expected, state) = if why.is_some() { (1, "stale") } else { (0, "fresh") };
        assert_eq!(status, expected, "{day}: {said}");
        let lines = why.map_or_else(String::new, |why| format!("  {why}\n"));
        let start = format!("{state}: oauth/idp.json\n{lines}1 snapshot: 1 {state}\n");
        assert!(said.starts_with(&start), "{said}");
    }
}

#[test]
fn a_snapshot_in_another_form_is_stale() {
    let good = of_openid(ISSUER, "2026-11-20");
    assert_eq!(check(&good.replace('\n', "\r\n"), &[]).0, 0);
    for (text, line) in [
        (good.trim_end().to_owned(), 19),
        (good.replace("  \"", "    \""), 2),
        (
            good.replace(
                "    \"openid\",\n    \"profile\"\n",
                "    \"profile\",\n    \"openid\"\n",
            ),
            14,
        ),
        (good.replace("  \"issuer\"", "  \"claims_supported\": [],\n  \"issuer\""), 6),
    ] {
        assert_ne!(text, good);
        let (status, said) = check(&text, &[]);
        let why = format!("  it is not in the form that the tool writes: line {line} differs\n");
        assert_eq!(status, 1, "{said}");
        assert!(said.starts_with(&format!("stale: oauth/idp.json\n{why}")), "{said}");
    }
}

#[test]
fn a_snapshot_that_cannot_be_read_is_broken() {
    let good = of_openid(ISSUER, "2026-11-20");
    for (text, why) in [
        (
            good.replace("\"version\": 1", "\"version\": 2"),
            "it is of version 2, and this version of the tool reads version 1",
        ),
        (
            good.replace("  \"issuer\"", "<<<<<<< ours\n  \"issuer\""),
            "it has a merge conflict in line 6",
        ),
        (
            good.replace("  \"issuer\"", "  \"issuer\": \"\",\n  \"issuer\""),
            "it is no JSON that can be read: line 7",
        ),
        (
            good.replace("\"token_endpoint\": \"https", "\"token_endpoint\": \"http"),
            "`token_endpoint` is neither",
        ),
    ] {
        let (status, said) = check(&text, &[]);
        assert_eq!(status, 2, "{said}");
        assert!(said.starts_with(&format!("broken: oauth/idp.json\n  {why}")), "{said}");
    }
}

#[test]
fn a_file_that_is_named_has_to_be_a_snapshot() {
    let folder = package(&[("plain.json", "{\"issuer\": \"https://as.example.com\"}")]);
    fs::write(folder.path().join("large.json"), vec![b' '; 9 * 1024 * 1024]).unwrap();
    for (name, why) in [
        ("plain.json", "it is no snapshot: it has no member `oauth_flow_snapshot`"),
        ("large.json", "the file cannot be read: it has more than 8388608 bytes"),
        ("missing.json", "the file cannot be read: "),
    ] {
        let (status, said, errors) = server(folder.path(), &["refresh", "--check", name]);
        assert_eq!((status, errors.as_str()), (2, ""));
        assert!(said.starts_with(&format!("broken: {name}\n  {why}")), "{said}");
    }
    // In a folder, other files are passed over.
    fs::remove_file(folder.path().join("large.json")).unwrap();
    let (status, said, _) = server(folder.path(), &["refresh", "--check", "."]);
    assert_eq!(status, 0);
    assert!(said.starts_with("there are no snapshots"), "{said}");
}

#[test]
fn stale_and_unreachable_differ_and_stale_is_told_first() {
    let idp = Server::with_metadata();
    let (stale, fresh) =
        (of_openid(&idp.origin, "2026-01-01"), of_openid(&idp.origin, "2026-11-20"));
    let gone = of_openid(&nobody(), "2026-11-20");
    for (texts, status, summary) in [
        (vec![&fresh], 0, "1 snapshot: 1 fresh"),
        (vec![&fresh, &gone], 2, "2 snapshots: 1 fresh, 1 unreachable"),
        (vec![&fresh, &stale], 1, "2 snapshots: 1 fresh, 1 stale"),
        (vec![&gone, &stale], 1, "2 snapshots: 1 stale, 1 unreachable"),
    ] {
        let names: Vec<String> = (0..texts.len()).map(|it| format!("oauth/{it}.json")).collect();
        let files = names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_str()));
        let package = package(&files.collect::<Vec<_>>());
        let (found, said, _) = server(package.path(), &["refresh", "--check", "--online"]);
        assert_eq!(found, status, "{said}");
        assert!(said.contains(&format!("\n{summary}\n")), "{said}");
    }
    // Without `--online`, nobody is asked.
    idp.asked();
    assert_eq!(check(&fresh, &[]).0, 0);
    assert_eq!(idp.asked(), [""; 0]);
}

#[test]
fn what_a_client_has_no_use_for_makes_no_snapshot_stale() {
    let idp = Server::start();
    let text = metadata(&idp.origin)
        .replace("e30.e30.", "e30.e31.")
        .replace("[\"sub\"]", "[\"sub\",\"iss\"]")
        .replace("[\"profile\",\"openid\"]", "[\"openid\",\"profile\",\"openid\"]");
    idp.answer(OPENID, Answer::json(&text));
    let (status, said) = check(&of_openid(&idp.origin, "2026-11-20"), &["--online"]);
    assert_eq!((status, said.as_str()), (0, "fresh: oauth/idp.json\n1 snapshot: 1 fresh\n"));
}

#[test]
fn what_belongs_to_a_check_needs_one() {
    let folder = package(&[]);
    for arguments in [&["--online"][..], &["--max-age", "3"]] {
        let (status, _, errors) = server(folder.path(), &[&["refresh"], arguments].concat());
        assert_eq!(status, 2);
        assert!(errors.contains("--check"), "{errors}");
    }
}
