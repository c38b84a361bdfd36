//! Documents on disk.

use std::fs;
use std::path::{Path, PathBuf};

use super::{found, mistakes, with};
use crate::document::{Documents, LARGEST, NoDocuments, Package, Unreadable};

/// A folder that is there while a test runs.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("oauth-flow-documents-{}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn package(&self, path: &str) -> Package {
        Package::at(Some(&self.0.join(path)))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_document_is_read_from_the_folder_of_the_package() {
    let folder = Folder::new("read");
    folder.write("clients/portal.json", b"{}");
    let package = folder.package("");
    assert_eq!(package.open("clients/portal.json"), Ok(b"{}".to_vec()));
    assert_eq!(package.open("clients/../clients/portal.json"), Ok(b"{}".to_vec()));
    assert_eq!(package.open("clients/other.json"), Err(Unreadable::Missing));
    assert_eq!(package.open("clients/portal.json/a"), Err(Unreadable::Missing));
    assert_eq!(package.open("clients"), Err(Unreadable::Folder));
    assert_eq!(package.open("clients/"), Err(Unreadable::Folder));
    assert_eq!(Package::at(None).open("clients/portal.json"), Err(Unreadable::NoPackage));
    assert_eq!(NoDocuments.open("clients/portal.json"), Err(Unreadable::NoPackage));
    assert!(matches!(package.open("a\0b"), Err(Unreadable::Failed(_))));
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_what_is_no_file_is_not_read() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let folder = Folder::new("links");
    folder.write("portal.json", b"{}");
    symlink("portal.json", folder.0.join("link.json")).unwrap();
    symlink("gone.json", folder.0.join("dangling.json")).unwrap();
    symlink("loop.json", folder.0.join("loop.json")).unwrap();
    symlink("/dev/zero", folder.0.join("zero.json")).unwrap();
    folder.write("closed.json", b"{}");
    let closed = folder.0.join("closed.json");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let package = folder.package("");
    assert_eq!(package.open("link.json"), Ok(b"{}".to_vec()));
    assert_eq!(package.open("dangling.json"), Err(Unreadable::Missing));
    assert!(matches!(package.open("loop.json"), Err(Unreadable::Failed(_))));
    let no_file = Unreadable::Failed(String::from("it is no file"));
    assert_eq!(package.open("zero.json"), Err(no_file));
    // The superuser may read it.
    if fs::File::open(&closed).is_err() {
        assert!(matches!(package.open("closed.json"), Err(Unreadable::Failed(_))));
    }
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let folder = Folder::new("large");
    let sized = |name: &str, length: usize| {
        let file = fs::File::create(folder.0.join(name)).unwrap();
        file.set_len(length as u64).unwrap();
    };
    sized("large.json", LARGEST + 1);
    sized("fits.json", LARGEST);
    let package = folder.package("");
    assert_eq!(package.open("large.json"), Err(Unreadable::TooLarge));
    assert_eq!(package.open("fits.json").map(|bytes| bytes.len()), Ok(LARGEST));
    let source = with("kind = m2m, registration = \"large.json\"", &package);
    assert_eq!(
        mistakes(&source),
        ["unreadable_document attribute `large.json` has more than 32 MiB"]
    );
    let document = &source.documents()[0];
    assert!(document.exists() && document.bytes().is_none() && document.ranges().is_empty());
}

#[test]
fn a_message_has_the_path_as_it_is_written_and_no_other() {
    let folder = Folder::new("messages");
    folder.write("clients/portal.json", b"{}");
    let package = folder.package("");
    for (path, fact) in [
        ("gone.json", "there is no file `gone.json`"),
        ("clients", "`clients` is a folder"),
        ("https://app.example.com/a", "there is no file `https://app.example.com/a`"),
    ] {
        let source = with(&format!("kind = m2m, registration = {path:?}"), &package);
        assert_eq!(mistakes(&source), [format!("unreadable_document attribute {fact}")]);
        for finding in found(&source) {
            let text = format!("{finding:?}");
            assert!(!text.contains(&folder.0.display().to_string()), "{text}");
        }
        assert!(!source.documents()[0].exists(), "{path}");
    }
    let source = with("kind = m2m, registration = \"a.json\"", &NoDocuments);
    assert_eq!(
        mistakes(&source),
        ["unreadable_document attribute nothing says from which folder `a.json` is read"]
    );
}

#[test]
fn the_help_says_where_a_document_comes_from() {
    let package = Package::at(Some(Path::new("/gone")));
    let base = "write the path of the document from the folder of `Cargo.toml`";
    for (key, path, help) in [
        ("registration", "a.json", base.to_owned()),
        (
            "server",
            "a.json",
            format!("{base}; `cargo oauth-flow server add` writes such a document"),
        ),
        (
            "server",
            "https://as.example.com",
            "save the document as a file: the compiler reads nothing from the network".to_owned(),
        ),
    ] {
        let source = with(&format!("kind = m2m, {key} = {path:?}"), &package);
        assert_eq!(found(&source)[0].help, help, "{key} {path}");
    }
}

#[test]
fn a_path_within_the_workspace_is_told_by_its_manifest() {
    let folder = Folder::new("workspace");
    folder.write("Cargo.toml", b"[workspace]\nmembers = [\"a/b\"]\n");
    folder.write("a/b/Cargo.toml", b"[package]\nname = \"b\"\n");
    folder.write("a/c/Cargo.toml", b"[package]\n\n  [workspace.metadata]\n");
    let package = folder.package("a/b");
    for (path, is) in [
        ("../portal.json", true),
        ("../../portal.json", true),
        ("../../../portal.json", false),
        ("../../x/../portal.json", true),
    ] {
        assert_eq!(package.is_in_workspace(path), is, "{path}");
    }
    // The package is a workspace of its own.
    assert!(!folder.package("a/c").is_in_workspace("../portal.json"));
    assert!(!Package::at(None).is_in_workspace("../portal.json"));
    assert!(!NoDocuments.is_in_workspace("../portal.json"));
    folder.write("portal.json", br#"{ "client_name": "a" }"#);
    let source = with("kind = m2m, registration = \"../../portal.json\"", &package);
    assert_eq!(found(&source).len(), 1);
    assert!(source.client().registration().is_some());
}
