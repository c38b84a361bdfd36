//! What is shown of hostile text, and output that nobody takes.

use std::fs;
use std::process::Stdio;

use serde_json::Value;

use crate::support::{command, package, run};

use super::PLAIN;

#[test]
fn commands_of_github_are_one_a_line_whatever_a_uri_holds() {
    let text =
        PLAIN.replace("https://app.example.com/cb", "http://a.test/%0A::error::,\\n\\r\u{1b}[m");
    let folder = package(&[("src/a%0A,b.rs", &text)]);
    let (status, output, errors) = run(folder.path(), &["check", "--format", "github"]);
    assert_eq!((status, errors.as_str()), (1, ""));
    for line in output.lines() {
        assert!(line.starts_with("::error file=src/a%250A%2Cb.rs,line=1,"), "{line}");
    }
    assert!(output.contains("`http://a.test/%250A::error::,\\n\\r\\u{1b}[m`"), "{output}");
    assert!(!output.contains(['\u{1b}', '\r']), "{output}");
}

#[test]
fn documents_are_json_whatever_a_file_is_called() {
    let folder = package(&[("src/\u{65e5}\u{672c} \u{202e}#?.rs", PLAIN)]);
    let (status, output, _) = run(folder.path(), &["check", "--format", "sarif"]);
    assert_eq!(status, 1);
    let sarif: Value = serde_json::from_str(&output).unwrap();
    let location = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    let uri = "src/%E6%97%A5%E6%9C%AC%20%E2%80%AE%23%3F.rs";
    assert_eq!(location["artifactLocation"]["uri"], uri);
    let (status, output, _) = run(folder.path(), &["list", "--format", "json"]);
    assert_eq!(status, 0);
    let list: Value = serde_json::from_str(&output).unwrap();
    assert_eq!(list["clients"][0]["file"], "src/\u{65e5}\u{672c} \u{202e}#?.rs");
}

#[test]
fn a_list_shows_no_control_character_of_what_it_lists() {
    let hostile = "a\\n::stop-commands::b\u{1b}]0;c\u{7}\u{202e}\u{9b}";
    let text = PLAIN.replace("kind = ", &format!("client_id = \"{hostile}\", kind = "));
    let folder = package(&[("src/lib.rs", &text)]);
    for format in ["human", "markdown"] {
        // As on a terminal, where nothing is taken out of the text behind it.
        let arguments = ["list", "--format", format, "--color", "always"];
        let (status, output, errors) = run(folder.path(), &arguments);
        assert_eq!((status, errors.as_str()), (0, ""));
        let shown = ['\u{1b}', '\u{7}', '\u{202e}', '\u{9b}'].map(|it| output.contains(it));
        assert_eq!(shown, [false; 4], "{format}: {output:?}");
        assert!(!output.contains("\n::stop-commands::"), "{format}: {output:?}");
    }
}

#[test]
fn output_that_cannot_be_written_is_an_error() {
    let folder = package(&[("src/lib.rs", PLAIN)]);
    let (status, output, errors) = run(folder.path(), &["check", "--output", "none/here.json"]);
    assert_eq!((status, output.as_str()), (2, ""));
    assert!(errors.starts_with("error: `none/here.json` cannot be written: "), "{errors}");
    if cfg!(target_os = "linux") {
        let full = fs::File::create("/dev/full").unwrap();
        let mut call = command();
        let call = call.current_dir(folder.path()).stdout(full).stderr(Stdio::piped());
        let output = call.output().unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(errors.starts_with("error: the output could not be written: "), "{errors}");
    }
}

#[test]
fn a_reader_that_has_gone_does_not_hide_that_errors_were_found() {
    // More than a pipe holds, so that each run meets the closed end.
    let text = PLAIN.repeat(200);
    let folder = package(&[("src/lib.rs", &text)]);
    let mut call = command();
    let call = call.args(["check", "--format", "json"]).current_dir(folder.path());
    let mut child = call.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}
