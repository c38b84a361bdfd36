//! `server refresh`: which files are written anew.

use std::fs;

use super::{Answer, OPENID, Server, files, metadata, nobody, of_openid, server};
use crate::support::package;

#[test]
fn what_has_not_changed_gets_the_new_day_alone() {
    let idp = Server::with_metadata();
    let package = package(&[("oauth/idp.json", &of_openid(&idp.origin, "2026-01-01"))]);
    let expected = "unchanged: oauth/idp.json\n1 snapshot: 1 unchanged\n";
    for _ in 0..2 {
        let (status, said, errors) = server(package.path(), &["refresh"]);
        assert_eq!((status, said.as_str(), errors.as_str()), (0, expected, ""));
        let text = of_openid(&idp.origin, "2026-11-26");
        assert_eq!(files(&package.path().join("oauth")), [(String::from("idp.json"), text)]);
    }
    assert_eq!(idp.asked(), [OPENID; 2]);
    let (status, said, _) = server(package.path(), &["refresh", "--quiet"]);
    assert_eq!((status, said.as_str()), (0, ""));
}

#[test]
fn a_file_that_says_the_same_of_the_same_day_is_not_touched() {
    let idp = Server::with_metadata();
    let text = of_openid(&idp.origin, "2026-11-26").replace('\n', "\r\n");
    let package = package(&[("oauth/idp.json", &text)]);
    let (status, _, _) = server(package.path(), &["refresh"]);
    assert_eq!(
        (status, files(&package.path().join("oauth"))),
        (0, vec![(String::from("idp.json"), text)])
    );
}

#[test]
fn what_has_changed_is_told_with_the_old_and_the_new_value() {
    let idp = Server::start();
    let origin = &idp.origin;
    let text = metadata(origin)
        .replace("/token\"", "/oauth/token\"")
        .replace("[\"profile\",\"openid\"]", "[\"openid\",\"email\"]")
        .replace("\"code_challenge_methods_supported\":[\"S256\"],", "")
        .replace(
            "\"require_pushed_authorization_requests\":false",
            "\"jwks_uri\":\"https://a.example/\"",
        );
    idp.answer(OPENID, Answer::json(&text));
    let package = package(&[("oauth/idp.json", &of_openid(origin, "2026-11-20"))]);
    let lines = format!(
        "  `token_endpoint` was \"{origin}/token\", and is \"{origin}/oauth/token\"\n  \
           `jwks_uri` was absent, and is \"https://a.example/\"\n  \
           `scopes_supported` no longer has \"profile\", and now has \"email\"\n  \
           `code_challenge_methods_supported` was \"S256\", and is absent\n  \
           `require_pushed_authorization_requests` was false, and is absent\n"
    );
    let before = files(&package.path().join("oauth"));
    let (status, said, errors) = server(package.path(), &["refresh", "--check", "--online"]);
    assert_eq!((status, errors.as_str()), (1, ""));
    assert_eq!(
        said,
        format!(
            "stale: oauth/idp.json\n{lines}1 snapshot: 1 stale\n\
             `cargo oauth-flow server refresh` writes what is stale anew\n"
        )
    );
    assert_eq!(files(&package.path().join("oauth")), before);

    let (status, said, errors) = server(package.path(), &["refresh"]);
    assert_eq!((status, errors.as_str()), (0, ""));
    assert_eq!(said, format!("renewed: oauth/idp.json\n{lines}1 snapshot: 1 renewed\n"));
    let (status, said, _) = server(package.path(), &["refresh", "--check", "--online"]);
    assert_eq!((status, said.as_str()), (0, "fresh: oauth/idp.json\n1 snapshot: 1 fresh\n"));
}

#[test]
fn many_snapshots_are_renewed_and_one_that_fails_stops_no_other() {
    let servers: Vec<Server> = (0..12).map(|_| Server::with_metadata()).collect();
    let mut all: Vec<(String, String)> = servers
        .iter()
        .enumerate()
        .map(|(index, idp)| {
            (format!("oauth/{index:02}.json"), of_openid(&idp.origin, "2026-11-20"))
        })
        .collect();
    all.push((String::from("oauth/05b.json"), of_openid(&nobody(), "2026-11-20")));
    all.push((String::from("oauth/README.json"), String::from("{\"a\": 1}")));
    let package =
        package(&all.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>());
    let (status, said, errors) = server(package.path(), &["refresh"]);
    assert_eq!((status, errors.as_str()), (2, ""));
    assert!(said.ends_with("\n13 snapshots: 12 unchanged, 1 unreachable\n"), "{said}");
    let words: Vec<&str> = said
        .lines()
        .filter(|line| !line.starts_with(' '))
        .map(|line| line.split(':').next().unwrap())
        .collect();
    assert_eq!(words.iter().position(|word| *word == "unreachable"), Some(6), "{said}");
    for (name, text) in &all {
        let now = fs::read_to_string(package.path().join(name)).unwrap();
        let renewed = !["oauth/05b.json", "oauth/README.json"].contains(&name.as_str());
        let expected =
            if renewed { text.replace("2026-11-20", "2026-11-26") } else { text.clone() };
        assert_eq!(now, expected, "{name}");
    }
}

#[test]
fn a_file_that_is_named_twice_is_renewed_once() {
    let idp = Server::with_metadata();
    let package = package(&[("oauth/idp.json", &of_openid(&idp.origin, "2026-11-20"))]);
    let (status, said, _) = server(package.path(), &["refresh", "oauth/idp.json", "oauth", "."]);
    let expected = "unchanged: oauth/idp.json\n1 snapshot: 1 unchanged\n";
    assert_eq!((status, said.as_str()), (0, expected));
    assert_eq!(idp.asked(), [OPENID]);
}

#[test]
fn a_snapshot_is_asked_for_where_it_is_from_and_nowhere_else() {
    let idp = Server::with_metadata();
    let elsewhere = Server::with_metadata();
    let text = of_openid(&idp.origin, "2026-11-20")
        .replace(&format!("{}{OPENID}", idp.origin), &format!("{}{OPENID}", elsewhere.origin));
    let package = package(&[("oauth/idp.json", &text)]);
    let (status, said, _) = server(package.path(), &["refresh"]);
    assert_eq!(status, 2);
    assert!(said.contains("is not where the metadata of the issuer"), "{said}");
    assert_eq!((idp.asked().len(), elsewhere.asked().len()), (0, 0));
    assert_eq!(files(&package.path().join("oauth")), [(String::from("idp.json"), text)]);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let idp = Server::with_metadata();
    let package =
        package(&[("shared.json", &of_openid(&idp.origin, "2026-11-20")), ("oauth/x", "")]);
    let link = package.path().join("oauth/idp.json");
    std::os::unix::fs::symlink("../shared.json", &link).unwrap();
    let (status, _, _) = server(package.path(), &["refresh"]);
    assert_eq!(status, 0);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    let text = fs::read_to_string(package.path().join("shared.json")).unwrap();
    assert_eq!(text, of_openid(&idp.origin, "2026-11-26"));
}
