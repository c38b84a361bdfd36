//! Baselines that cannot be used: one clear message each, and the file is left as it is.

use std::fs;

use crate::support::{package, run};

use super::{PLAIN, refused};

const CHECK: [&str; 3] = ["check", "--baseline", "b.json"];

/// Asserts that a baseline of these bytes is refused with this message, read or written.
#[track_caller]
fn broken(bytes: &[u8], message: &str) {
    let folder = package(&[("src/lib.rs", PLAIN)]);
    let path = folder.path().join("b.json");
    fs::write(&path, bytes).unwrap();
    let message = format!("the baseline `b.json` {message}");
    refused(folder.path(), &CHECK, &message);
    refused(folder.path(), &[&CHECK[..], &["--write-baseline"]].concat(), &message);
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

/// A message that ends with how to go on.
fn anew(message: &str) -> String {
    format!("{message}; mend it, or delete it and write it anew with `--write-baseline`")
}

const ENTRY: &str = "{\"package\": \"example\", \"file\": \"src/lib.rs\", \"rule\": \"plain_pkce\", \"client\": \"Shop\", \"fact\": \"a\"}";

fn with(entries: &str) -> String {
    format!("{{\"version\": 1, \"findings\": [\n{entries}\n]}}\n")
}

#[test]
fn a_baseline_that_is_not_there_is_to_be_written_first() {
    let folder = package(&[("src/lib.rs", PLAIN)]);
    let message = "the baseline `b.json` is not there; `--write-baseline` writes it";
    refused(folder.path(), &CHECK, message);
    let (status, _, errors) = run(folder.path(), &["check", "--write-baseline"]);
    assert_eq!(status, 2);
    assert!(errors.contains("--baseline <FILE>"), "{errors}");
}

#[test]
fn what_is_no_file_is_refused() {
    let folder = package(&[("src/lib.rs", PLAIN)]);
    let at = |path: &'static str| ["check", "--baseline", path];
    refused(
        folder.path(),
        &at("src"),
        "the baseline `src` cannot be read: it is a folder; name a file",
    );
    if cfg!(unix) {
        refused(
            folder.path(),
            &at("/dev/zero"),
            "the baseline `/dev/zero` cannot be read: it is no file; name a file",
        );
    }
    let (status, output, errors) =
        run(folder.path(), &["check", "--write-baseline", "--baseline", "none/b.json"]);
    assert_eq!((status, output.as_str()), (2, ""));
    assert!(errors.starts_with("error: `none/b.json` cannot be written: "), "{errors}");
    refused(
        folder.path(),
        &[&CHECK[..], &["--output", "b.json"]].concat(),
        "the baseline `b.json` is the file of `--output` too; name two files",
    );
    // Whatever it is called.
    fs::write(folder.path().join("b.json"), with("")).unwrap();
    for output in ["./b.json", "src/../b.json"] {
        let arguments = ["check", "--baseline", "b.json", "--output", output];
        let message = "the baseline `b.json` is the file of `--output` too; name two files";
        refused(folder.path(), &arguments, message);
    }
}

#[test]
fn a_baseline_that_is_read_only_is_not_replaced() {
    let folder = package(&[("src/lib.rs", PLAIN)]);
    let path = folder.path().join("b.json");
    fs::write(&path, "{\"version\": 1, \"findings\": []}").unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    refused(
        folder.path(),
        &[&CHECK[..], &["--write-baseline"]].concat(),
        "`b.json` cannot be written: the file is read-only",
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), "{\"version\": 1, \"findings\": []}");
    // Nothing is left beside it.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn what_is_no_json_is_refused_with_its_place() {
    let empty = "is empty; delete it, and write it anew with `--write-baseline`";
    broken(b"", empty);
    broken(b" \n", empty);
    broken(b"\xff\xfe{\x00", "is not UTF-8 (byte 0); save it as UTF-8");
    broken(
        format!("\u{feff}{}", with(ENTRY)).as_bytes(),
        "begins with a byte order mark, which JSON does not have; save it as UTF-8 without one",
    );
    broken(
        with(&format!("{ENTRY},")).as_bytes(),
        &anew("is not JSON: line 3, column 1: trailing comma"),
    );
    broken(
        b"{\"version\": 1,\n",
        &anew("is not JSON: line 2, column 0: EOF while parsing a value"),
    );
    let deep = "[".repeat(100_000);
    broken(deep.as_bytes(), &anew("is not JSON: line 1, column 128: recursion limit exceeded"));
    let conflict = format!("<<<<<<< ours\n{ENTRY}\n=======\n{ENTRY}\n>>>>>>> theirs");
    broken(
        with(&conflict).as_bytes(),
        "has a merge conflict in line 2; keep the lines of both sides, without the marks",
    );
}

#[test]
fn json_of_another_shape_is_refused_with_the_member() {
    let shape = |what: &str| anew(&format!("has another shape: {what}"));
    broken(b"[]", &shape("it is no object"));
    broken(b"{}", &shape("the member `version` is missing"));
    broken(b"{\"version\": \"1\"}", &shape("the member `version` is no number"));
    broken(b"{\"version\": 1}", &shape("line 1, column 14: missing field `findings`"));
    broken(b"{\"version\": 1, \"findings\": {}}", &shape("the member `findings` is no list"));
    broken(with(&format!("{ENTRY}, 7")).as_bytes(), &shape("`findings[1]` is no object"));
    let list = "[\"example\", \"src/lib.rs\", \"plain_pkce\", \"Shop\", \"a\"]";
    broken(with(list).as_bytes(), &shape("`findings[0]` is no object"));
    broken(
        with(&ENTRY.replace("\"rule\": \"plain_pkce\", ", "")).as_bytes(),
        &shape("line 2, column 75: missing field `rule`"),
    );
    broken(
        with(&ENTRY.replace("\"Shop\"", "null")).as_bytes(),
        &shape("`findings[0].client` is no text"),
    );
    broken(
        with(&ENTRY.replace("\"a\"", "\"a\", \"number\": -1")).as_bytes(),
        &shape("`findings[0].number` is no number from 0 on"),
    );
    broken(
        with(&ENTRY.replace("\"fact\"", "\"f\\u001bact\"")).as_bytes(),
        &shape(
            "line 2, column 97: unknown field `f\\u{1b}act`, expected one of `package`, `file`, `rule`, `client`, `fact`, `number`",
        ),
    );
    broken(
        b"{\"version\": 1, \"findings\": [], \"findings\": []}",
        &shape("line 1, column 41: duplicate field `findings`"),
    );
}

#[test]
fn another_version_is_refused_with_both_numbers() {
    for version in ["0", "2", "1.5", "-1"] {
        broken(
            format!("{{\"version\": {version}, \"entries\": 7}}").as_bytes(),
            &format!(
                "is of version {version}, and this version of the tool reads version 1; use the version \
                 of the tool that wrote it, or delete it and write it anew with `--write-baseline`"
            ),
        );
    }
}

#[test]
fn one_finding_is_there_once() {
    broken(
        with(&format!("{ENTRY},\n{ENTRY}")).as_bytes(),
        "has one finding twice: `plain_pkce` in `src/lib.rs` is `findings[0]` and `findings[1]`; delete one of them",
    );
}

#[test]
fn what_a_baseline_says_moves_no_text_around_it() {
    let folder = package(&[]);
    let hostile = ENTRY
        .replace("\"a\"", "\"a\\n::error::b\\u001b[2J\"")
        .replace("src/lib.rs", "src/a,b\\n::error::.rs");
    fs::write(folder.path().join("b.json"), with(&hostile)).unwrap();
    for format in ["human", "github", "json", "sarif"] {
        let arguments = [&CHECK[..], &["--format", format, "--color", "always"]].concat();
        let (status, output, errors) = run(folder.path(), &arguments);
        assert_eq!((status, errors.as_str()), (0, ""), "{format}");
        assert!(output.contains("::error::b"), "{format}: {output}");
        assert!(!output.lines().any(|line| line.starts_with("::error")), "{format}: {output}");
        assert!(!output.contains('\u{1b}'), "{format}: {output:?}");
    }
}
