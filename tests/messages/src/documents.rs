//! The documents that the cases of the compiler name.

use std::fs;
use std::path::Path;

use oauth_flow_syntax::document::LARGEST;

/// Writes the documents that the cases of `tests/compile/ui` name into a package: those of
/// `ui/documents`, those with the shape of real ones, and those that no file of a repository can be.
pub fn put_documents(package: &Path) {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for folder in ["clients", "servers"] {
        replace(&tests.join("compile/ui/documents").join(folder), &package.join(folder));
    }
    replace(&tests.join("documents"), &package.join("documents"));

    let clients = package.join("clients");
    let write = |name: &str, bytes: &[u8]| {
        fs::write(clients.join(name), bytes).expect("a document");
    };
    let portal = read(&clients.join("portal.json"));
    write("latin_1.json", &in_latin_1(&portal.replace("\"Portal\"", "\"Caf\u{e9}\"")));
    write("byte_order_mark.json", format!("\u{feff}{portal}").as_bytes());
    write("too_deep.json", "[".repeat(100_000).as_bytes());
    let large = fs::File::create(clients.join("too_large.json")).expect("a document");
    large.set_len(LARGEST as u64 + 1).expect("room for it");
    let metadata = read(&clients.join("metadata_document.json"));
    write("large_metadata_document.json", metadata.replace("Notes", &"N".repeat(5000)).as_bytes());

    let insecure = clients.join("insecure.json");
    write("insecure_windows.json", read(&insecure).replace('\n', "\r\n").as_bytes());
    link(&insecure, &clients.join("insecure_link.json"));
}

/// The text of a document, with the line ends of Unix: git may have written others.
fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a document").replace('\r', "")
}

/// The text in ISO 8859-1.
fn in_latin_1(text: &str) -> Vec<u8> {
    text.chars()
        .map(|letter| u8::try_from(u32::from(letter)).expect("a letter of Latin 1"))
        .collect()
}

/// A symbolic link, where everybody may make one.
fn link(to: &Path, path: &Path) {
    #[cfg(unix)]
    std::os::unix::fs::symlink(to, path).expect("a link");
    #[cfg(not(unix))]
    fs::copy(to, path).expect("a copy");
}

/// Copies a folder, and nothing is left of what was there before.
fn replace(from: &Path, to: &Path) {
    if to.exists() {
        fs::remove_dir_all(to).expect("the documents of the run before");
    }
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder of documents") {
        let from = entry.expect("a readable entry").path();
        let to = to.join(from.file_name().expect("an entry has a name"));
        if from.is_dir() {
            replace(&from, &to);
        } else {
            fs::write(&to, fs::read(&from).expect("a document")).expect("a copy");
        }
    }
}
