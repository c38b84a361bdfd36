//! `server add`: what is asked, what is written, and where.

use std::fs;

use super::{Answer, OAUTH, OPENID, Server, files, metadata, of_openid, server, snapshot};
use crate::support::{command, package};

#[test]
fn the_metadata_of_an_issuer_becomes_a_snapshot_in_the_package() {
    let idp = Server::with_metadata();
    let package = package(&[]);
    let (status, said, errors) = server(package.path(), &["add", &idp.origin]);
    assert_eq!((status, errors.as_str()), (0, ""));
    assert_eq!(idp.asked(), [OPENID]);
    let written = files(&package.path().join("oauth"));
    let [(name, text)] = written.as_slice() else { panic!("{written:?}") };
    assert_eq!(text, &of_openid(&idp.origin, "2026-11-26"));
    let host = idp.origin.replace("http://", "").replace(':', "_");
    let hash = name.strip_prefix(&format!("{host}+")).and_then(|it| it.strip_suffix(".json"));
    assert_eq!(hash.map(str::len), Some(16), "{name}");
    let origin = &idp.origin;
    assert_eq!(
        said,
        format!(
            "`oauth/{name}` has the metadata of `{origin}`\n  from {origin}{OPENID}\n  \
             6 members are known; 3 others are left out\n  in the attribute: server = \"oauth/{name}\"\n"
        )
    );
}

#[test]
fn the_path_of_rfc_8414_is_asked_after_that_of_openid() {
    let idp = Server::start();
    let issuer = format!("{}/realms/main", idp.origin);
    let path = format!("{OAUTH}/realms/main");
    idp.answer(&path, Answer::json(&metadata(&issuer)));
    let folder = tempfile::tempdir().unwrap();
    let (status, _, errors) =
        server(folder.path(), &["add", &issuer, "--output", "deep/idp.json", "--quiet"]);
    assert_eq!((status, errors.as_str()), (0, ""));
    assert_eq!(idp.asked(), [format!("/realms/main{OPENID}"), path.clone()]);
    let from = format!("{}{path}", idp.origin);
    let expected = snapshot(&issuer, &from, "2026-11-26");
    assert_eq!(files(&folder.path().join("deep")), [(String::from("idp.json"), expected)]);
}

#[test]
fn the_name_of_openid_at_the_place_of_rfc_8414_is_asked_last() {
    let idp = Server::start();
    let issuer = format!("{}/tenant1", idp.origin);
    let path = format!("{OPENID}/tenant1");
    idp.answer(&path, Answer::json(&metadata(&issuer)));
    let folder = tempfile::tempdir().unwrap();
    let (status, _, errors) =
        server(folder.path(), &["add", &issuer, "--output", "idp.json", "--quiet"]);
    assert_eq!((status, errors.as_str()), (0, ""));
    let asked = [format!("/tenant1{OPENID}"), format!("{OAUTH}/tenant1"), path.clone()];
    assert_eq!(idp.asked(), asked);
    let text = fs::read_to_string(folder.path().join("idp.json")).unwrap();
    assert_eq!(text, snapshot(&issuer, &format!("{}{path}", idp.origin), "2026-11-26"));
    // What was asked is said, each with its answer.
    idp.answer(&path, Answer::Whole(200, "text/html", Vec::from("<html></html>")));
    let (status, _, errors) = server(folder.path(), &["add", &issuer, "--directory", "."]);
    let [one, two, three] = asked.map(|path| format!("{}{path}", idp.origin));
    let expected = format!(
        "error: {one}: the server answers with 404; {two}: the server answers with 404; {three}: the \
         answer is no metadata of a server: it is no JSON, but a page of HTML or XML\n"
    );
    assert_eq!((status, errors), (2, expected));
}

#[test]
fn a_page_for_each_path_is_no_metadata() {
    let idp = Server::start();
    let page = Answer::Whole(200, "text/html", Vec::from("<!doctype html><title>App</title>"));
    idp.answer(OPENID, page);
    idp.answer(OAUTH, Answer::json(&metadata(&idp.origin)));
    let folder = tempfile::tempdir().unwrap();
    let (status, _, errors) = server(folder.path(), &["add", &idp.origin, "--output", "idp.json"]);
    assert_eq!((status, errors.as_str()), (0, ""));
    assert_eq!(idp.asked(), [OPENID, OAUTH]);
    let text = fs::read_to_string(folder.path().join("idp.json")).unwrap();
    assert_eq!(text, snapshot(&idp.origin, &format!("{}{OAUTH}", idp.origin), "2026-11-26"));
}

#[test]
fn a_url_of_a_document_is_asked_alone() {
    let idp = Server::start();
    // The URL leaves out the slash at the end of the issuer.
    let issuer = format!("{}/tenant/", idp.origin);
    let url = format!("{}/tenant{OPENID}", idp.origin);
    let document = metadata(&issuer);
    idp.answer(&format!("/tenant{OPENID}"), Answer::json(&document));
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["add", &url, "--output", "idp.json"];
    let (status, said, errors) = server(folder.path(), &arguments);
    assert_eq!((status, errors.as_str()), (0, ""));
    assert!(!said.contains("in the attribute"), "{said}");
    let text = fs::read_to_string(folder.path().join("idp.json")).unwrap();
    assert_eq!(text, snapshot(&issuer, &url, "2026-11-26"));
    let elsewhere = format!("{}{OPENID}/tenant", idp.origin);
    let (status, _, errors) = server(folder.path(), &["add", &elsewhere, "--directory", "."]);
    let expected = format!("error: {elsewhere}: the server answers with 404\n");
    assert_eq!((status, errors), (2, expected));
    assert_eq!(idp.asked().len(), 2);
}

#[test]
fn the_issuer_is_compared_byte_for_byte() {
    let idp = Server::with_metadata();
    let folder = tempfile::tempdir().unwrap();
    let asked = format!("{}/", idp.origin);
    let (status, said, errors) = server(folder.path(), &["add", &asked, "--directory", "."]);
    let origin = &idp.origin;
    let expected = format!(
        "error: {origin}{OPENID}: the metadata is of the issuer `{origin}`, and `{asked}` was asked for; \
         they have to be the same, byte for byte (RFC 8414 section 3.3); `cargo oauth-flow server add \
         {origin}` takes that one\n"
    );
    assert_eq!((status, said.as_str(), errors), (2, "", expected));
    assert_eq!(files(folder.path()), []);
    // A document of another issuer is not looked past.
    assert_eq!(idp.asked(), [OPENID]);
}

#[test]
fn what_names_no_server_is_refused_and_not_shown_where_it_may_be_secret() {
    let folder = tempfile::tempdir().unwrap();
    for (asked, why) in [
        ("as.example.com", "`as.example.com` is not an absolute URL"),
        ("https://user:hunter2@as.example.com", "the server is not named by a URL of the form"),
        ("https://as.example.com/?key=hunter2", "the server is not named by a URL of the form"),
        ("http://as.example.com", "`http://as.example.com` is neither `https`, nor `http` on"),
        ("https://as.example.com/.well-known/oauth-protected-resource", "of a protected resource"),
    ] {
        let (status, said, errors) = server(folder.path(), &["add", asked, "--directory", "."]);
        assert_eq!((status, said.as_str()), (2, ""), "{asked}");
        assert!(errors.contains(why) && !errors.contains("hunter2"), "{errors}");
    }
    assert_eq!(files(folder.path()), []);
}

#[test]
fn a_snapshot_of_the_issuer_is_written_anew_where_it_is() {
    let idp = Server::with_metadata();
    let old = of_openid(&idp.origin, "2026-01-01").replace("/token\"", "/old\"");
    let package = package(&[("oauth/login/idp.json", &old), ("oauth/other.json", "{}")]);
    let (status, _, errors) = server(package.path(), &["add", &idp.origin]);
    assert_eq!((status, errors.as_str()), (0, ""));
    let text = fs::read_to_string(package.path().join("oauth/login/idp.json")).unwrap();
    assert_eq!(text, of_openid(&idp.origin, "2026-11-26"));
    assert_eq!(fs::read_dir(package.path().join("oauth")).unwrap().count(), 2);
}

#[test]
fn what_is_no_snapshot_of_the_issuer_is_not_written_over() {
    let idp = Server::with_metadata();
    let other = of_openid("https://other.example.com", "2026-11-26");
    let plain = metadata(&idp.origin);
    for (text, why) in [
        (other.as_str(), "it is a snapshot of `https://other.example.com`"),
        (plain.as_str(), "it is no snapshot: it has no member `oauth_flow_snapshot`"),
        ("", "it is empty"),
    ] {
        let folder = package(&[("idp.json", text)]);
        let arguments = ["add", &idp.origin, "--output", "idp.json"];
        let (status, said, errors) = server(folder.path(), &arguments);
        assert_eq!((status, said.as_str()), (2, ""));
        let start = format!("error: `idp.json` is there, and is not replaced: {why}");
        assert!(errors.starts_with(&start), "{errors}");
        assert_eq!(fs::read_to_string(folder.path().join("idp.json")).unwrap(), text);
    }
    let folder = package(&[]);
    let arguments = ["add", &idp.origin, "--output", "src"];
    let (status, _, errors) = server(folder.path(), &arguments);
    assert_eq!((status, errors.as_str()), (2, "error: `src` cannot be written: it is a folder\n"));
}

#[test]
fn a_workspace_of_several_packages_asks_for_one() {
    let idp = Server::with_metadata();
    let member = |name: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n")
    };
    let files_of = [
        ("Cargo.toml", "[workspace]\nmembers = [\"one\", \"two\"]\nresolver = \"3\"\n"),
        ("one/Cargo.toml", &member("one")),
        ("one/src/lib.rs", ""),
        ("two/Cargo.toml", &member("two")),
        ("two/src/lib.rs", ""),
    ];
    let folder = package(&files_of);
    let (status, _, errors) = server(folder.path(), &["add", &idp.origin]);
    let expected = "error: a snapshot is for one package, and 2 are selected; name one with \
                    `--package`, or a folder with `--directory`\n";
    assert_eq!((status, errors.as_str()), (2, expected));
    // Nobody is asked before it is known where to write.
    assert_eq!(idp.asked(), [""; 0]);
    let (status, said, _) = server(folder.path(), &["add", &idp.origin, "-p", "two"]);
    assert_eq!((status, files(&folder.path().join("two/oauth")).len()), (0, 1));
    assert!(said.starts_with("`two/oauth/") && said.contains("server = \"oauth/"), "{said}");
    let (status, said, errors) = server(folder.path(), &["refresh", "--check", "-p", "one"]);
    assert_eq!((status, errors.as_str()), (0, ""));
    assert!(said.starts_with("there are no snapshots"), "{said}");
    let (status, said, _) = server(folder.path(), &["refresh", "--check"]);
    assert_eq!(status, 0);
    assert!(said.ends_with("1 snapshot: 1 fresh\n"), "{said}");
}

#[test]
fn a_proxy_of_the_environment_is_not_asked_for_this_machine() {
    let idp = Server::with_metadata();
    let folder = tempfile::tempdir().unwrap();
    let mut command = command();
    command.current_dir(folder.path()).args(["server", "add", &idp.origin, "--directory", "."]);
    for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "http_proxy", "https_proxy"] {
        command.env(name, super::nobody());
    }
    assert!(command.env_remove("NO_PROXY").output().unwrap().status.success());
    assert_eq!(idp.asked(), [OPENID]);
}
