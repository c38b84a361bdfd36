//! What no snapshot shows, in whichever member it is.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// What points a user at code that is not theirs.
const BANNED: [&str; 4] = ["originates in", "$RUST", "rustlib", "/library/"];

/// `parameter!` is a macro by example. What it emits has the place of its call, and the compiler
/// then says which macro that is; only a procedural macro can point at the name alone.
const OF_PARAMETER: [&str; 2] = [
    "run_time/ui/fail/managed_parameter.stderr",
    "run_time/ui/fail/parameter_of_the_run_time.stderr",
];

/// The snapshots under a folder.
fn snapshots(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            snapshots(&path, found);
        } else if path.extension() == Some(OsStr::new("stderr")) {
            found.push(path);
        }
    }
}

#[test]
fn no_message_comes_from_inside_a_macro_or_shows_the_standard_library() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    snapshots(&tests, &mut found);
    for folder in ["compile/ui/fail", "run_time/ui/fail"] {
        let folder = tests.join(folder);
        assert!(found.iter().any(|path| path.starts_with(&folder)), "{}", folder.display());
    }
    for path in found {
        let name = path.strip_prefix(&tests).expect("it is under the tests");
        let text = std::fs::read_to_string(&path).expect("a snapshot");
        let shown: Vec<&str> = BANNED.into_iter().filter(|it| text.contains(it)).collect();
        let expected =
            if OF_PARAMETER.iter().any(|it| name == Path::new(it)) { &BANNED[..1] } else { &[] };
        assert_eq!(shown, expected, "{}", name.display());
    }
}
