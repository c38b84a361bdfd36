//! A baseline through its life, and what is told of it in each format.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{here, package, run};

/// A client with one error, `plain_pkce`.
const SHOP: &str = "#[oauth_flow::oauth_client(kind = \"web\", grant(\"authorization_code\"), pkce = \"plain\", redirect_uri = \"https://app.example.com/cb\")]\n\
                    pub struct Shop { client_id: String, client_secret: String }\n";

/// The error of `SHOP` as a line of the file.
const PLAIN: &str = "    { \"package\": \"example\", \"file\": \"src/lib.rs\", \"rule\": \"plain_pkce\", \"client\": \"Shop\", \
                     \"fact\": \"the PKCE method `plain` sends the verifier itself as the challenge\" }";

/// A function with one warning, `unused_allow`.
fn unused(name: &str) -> String {
    format!("fn {name}() {{}} // oauth-flow: allow(secret_in_code, reason = \"a test\")\n")
}

/// The warning of `unused` in a file of a package as a line of the file, behind its number.
fn warning(package: &str, file: &str, number: &str) -> String {
    format!(
        "    {{ \"package\": \"{package}\", \"file\": \"{file}\", \"rule\": \"unused_allow\", \"client\": \"\", \
         \"fact\": \"the waiver of `secret_in_code` silences nothing\"{number} }}"
    )
}

/// The whole file with these lines.
fn file(lines: &[&str]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| String::from(*line)).collect();
    format!("{{\n  \"version\": 1,\n  \"findings\": [\n{}\n  ]\n}}\n", lines.join(",\n"))
}

const BASELINE: [&str; 3] = ["check", "--baseline", "baseline.json"];

/// The exit status and the standard output of a run with the baseline.
fn against(folder: &Path, more: &[&str]) -> (i32, String) {
    let (status, output, errors) =
        run(folder, &[&BASELINE[..], &["--color", "never"], more].concat());
    assert_eq!(errors, "", "{more:?}");
    (status, output)
}

/// Writes the baseline, and gives what is said of it.
fn written(folder: &Path, more: &[&str]) -> String {
    let (status, output, errors) =
        run(folder, &[&BASELINE[..], &["--write-baseline"], more].concat());
    assert_eq!(status, 0, "{output}{errors}");
    errors
}

fn baseline(folder: &Path) -> String {
    fs::read_to_string(folder.join("baseline.json")).unwrap()
}

/// The numbers of the summary: what is known, gone and not checked.
fn counts(folder: &Path, more: &[&str]) -> [u64; 3] {
    let (_, output) = against(folder, &[&["--format", "json"], more].concat());
    let summary: Value = serde_json::from_str(output.lines().last().unwrap()).unwrap();
    ["known", "gone", "not_checked"].map(|key| summary[key].as_u64().unwrap())
}

#[test]
fn a_baseline_has_one_life() {
    let folder = package(&[("src/lib.rs", SHOP)]);
    let here = folder.path();
    let said = written(here, &[]);
    assert_eq!(said, "`baseline.json` has 1 finding: 1 added, 0 dropped\n");
    assert_eq!(baseline(here), file(&[PLAIN]));
    let (status, output) = against(here, &[]);
    let clean = "1 declared client, 0 errors, 0 warnings\n1 finding is in the baseline\n";
    assert_eq!((status, output.as_str()), (0, clean));

    // Lines move, and the finding is the same.
    fs::write(here.join("src/lib.rs"), format!("\n// Moved.\n\n{SHOP}")).unwrap();
    assert_eq!(against(here, &[]), (0, String::from(clean)));

    // A new one is shown, and it alone.
    let other = SHOP.replace("Shop", "Other");
    fs::write(here.join("src/lib.rs"), format!("{SHOP}{other}")).unwrap();
    let (status, output) = against(here, &[]);
    assert_eq!(status, 1);
    assert_eq!(output.matches("error[plain_pkce]").count(), 1, "{output}");
    assert!(output.contains("--> src/lib.rs:3:78\n"), "{output}");
    let end = "2 declared clients, 1 error, 0 warnings\n1 finding is in the baseline\n";
    assert!(output.ends_with(end), "{output}");

    // The old one is mended.
    fs::write(here.join("src/lib.rs"), SHOP.replace("plain", "S256")).unwrap();
    let (status, output) = against(here, &[]);
    let gone = "note: no longer found: src/lib.rs: plain_pkce of `Shop`: \
                the PKCE method `plain` sends the verifier itself as the challenge\n\
                1 declared client, 0 errors, 0 warnings\n\
                0 findings are in the baseline\n\
                1 finding of the baseline is no longer found; to write the baseline anew, add `--write-baseline`\n";
    assert_eq!((status, output.as_str()), (0, gone));
    let said = written(here, &[]);
    assert_eq!(said, "`baseline.json` has 0 findings: 0 added, 1 dropped\n");
    assert_eq!(baseline(here), "{\n  \"version\": 1,\n  \"findings\": []\n}\n");
    let (status, output) = against(here, &[]);
    let clean = "1 declared client, 0 errors, 0 warnings\n0 findings are in the baseline\n";
    assert_eq!((status, output.as_str()), (0, clean));
}

#[test]
fn of_two_equal_findings_one_is_known_when_the_other_is_mended() {
    let folder = package(&[("src/lib.rs", &(unused("one") + &unused("two")))]);
    let here = folder.path();
    written(here, &[]);
    let first = warning("example", "src/lib.rs", "");
    let second = warning("example", "src/lib.rs", ", \"number\": 1");
    assert_eq!(baseline(here), file(&[&first, &second]));
    for left in ["one", "two"] {
        fs::write(here.join("src/lib.rs"), unused(left)).unwrap();
        assert_eq!(counts(here, &[]), [1, 1, 0], "{left}");
        assert_eq!(against(here, &["--deny", "warnings"]).0, 0, "{left}");
    }
    // A third one is new.
    let three = unused("one") + &unused("two") + &unused("three");
    fs::write(here.join("src/lib.rs"), three).unwrap();
    assert_eq!(against(here, &["--deny", "warnings"]).0, 1);
    // Of the lines that a person leaves, it counts how many they are.
    fs::write(here.join("baseline.json"), file(&[&second])).unwrap();
    fs::write(here.join("src/lib.rs"), unused("one")).unwrap();
    assert_eq!(counts(here, &[]), [1, 0, 0]);
}

#[test]
fn a_warning_of_the_baseline_does_not_fail_where_warnings_are_denied() {
    let folder = package(&[("src/lib.rs", &unused("one"))]);
    written(folder.path(), &[]);
    assert_eq!(against(folder.path(), &["--deny", "warnings"]).0, 0);
    fs::write(folder.path().join("src/new.rs"), unused("two")).unwrap();
    assert_eq!(against(folder.path(), &[]).0, 0);
    assert_eq!(against(folder.path(), &["--deny", "warnings"]).0, 1);
    assert_eq!(against(folder.path(), &["--deny", "warnings", "--no-fail"]).0, 0);
    assert_eq!(against(folder.path(), &["-D", "unused_allow"]).0, 1);
}

#[test]
fn the_same_findings_give_the_same_bytes_and_leave_the_file_alone() {
    let files = [("src/lib.rs", SHOP), ("src/b.rs", &unused("b")), ("src/a.rs", &unused("a"))];
    let folder = package(&files);
    let here = folder.path();
    written(here, &[]);
    let [a, b] = ["src/a.rs", "src/b.rs"].map(|path| warning("example", path, ""));
    assert_eq!(baseline(here), file(&[&a, &b, PLAIN]));
    let path = here.join("baseline.json");
    let old = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
    let set_old = || fs::File::options().append(true).open(&path).unwrap().set_modified(old);
    set_old().unwrap();
    assert_eq!(written(here, &[]), "`baseline.json` has 3 findings: 0 added, 0 dropped\n");
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), old);
    // Git may have written it with the ends of lines of Windows.
    fs::write(&path, baseline(here).replace('\n', "\r\n")).unwrap();
    set_old().unwrap();
    written(here, &["-q"]);
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), old);
    let names = fs::read_dir(here).unwrap().count();
    assert_eq!(names, 3, "Cargo.toml, src and the baseline");
}

/// A workspace of two packages with a warning each.
fn two_packages() -> tempfile::TempDir {
    let member = |name: &str| format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\n");
    package(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"one\", \"two\"]\nresolver = \"3\"\n"),
        ("one/Cargo.toml", &member("one")),
        ("one/src/lib.rs", &unused("f")),
        ("two/Cargo.toml", &member("two")),
        ("two/src/lib.rs", &unused("f")),
    ])
}

#[test]
fn a_package_that_is_not_read_is_not_said_to_be_gone() {
    let folder = two_packages();
    let here = folder.path();
    written(here, &[]);
    let [one, two] = ["one", "two"].map(|it| warning(it, &format!("{it}/src/lib.rs"), ""));
    let both = file(&[&one, &two]);
    assert_eq!(baseline(here), both);
    for name in ["one", "two"] {
        fs::write(here.join(name).join("src/lib.rs"), "").unwrap();
    }
    assert_eq!(counts(here, &[]), [0, 2, 0]);
    assert_eq!(counts(here, &["-p", "one"]), [0, 1, 1]);
    assert_eq!(counts(here, &["--workspace", "--exclude", "two"]), [0, 1, 1]);
    let (_, output) = against(here, &["-p", "one"]);
    let end = "1 finding of the baseline was not checked in this run\n";
    assert!(output.ends_with(end), "{output}");
    // What was not checked is not lost.
    let said = written(here, &["-p", "one"]);
    assert_eq!(said, "`baseline.json` has 1 finding: 0 added, 1 dropped\n");
    assert_eq!(baseline(here), file(&[&two]));
    // A package that has left the workspace is gone, whichever is read.
    fs::write(here.join("baseline.json"), both).unwrap();
    fs::write(here.join("Cargo.toml"), "[workspace]\nmembers = [\"one\"]\n").unwrap();
    fs::write(here.join("one/src/lib.rs"), unused("f")).unwrap();
    assert_eq!(counts(here, &["-p", "one"]), [1, 1, 0]);
}

#[test]
fn a_rule_or_a_file_that_is_left_out_is_not_said_to_be_gone() {
    let folder = package(&[("src/lib.rs", SHOP), ("src/old/mod.rs", &unused("f"))]);
    let here = folder.path();
    written(here, &[]);
    let all = baseline(here);
    assert_eq!(counts(here, &["-A", "plain_pkce"]), [1, 0, 1]);
    written(here, &["-A", "plain_pkce"]);
    assert_eq!(baseline(here), all);
    let manifest = fs::read_to_string(here.join("Cargo.toml")).unwrap();
    for (settings, expected) in [
        ("levels = { plain_pkce = \"allow\" }", [1, 0, 1]),
        ("exclude = [\"src/old\"]", [1, 0, 1]),
        ("levels = { unused_allow = \"deny\" }", [2, 0, 0]),
    ] {
        let text = format!("{manifest}[package.metadata.oauth-flow]\n{settings}\n");
        fs::write(here.join("Cargo.toml"), text).unwrap();
        assert_eq!(counts(here, &[]), expected, "{settings}");
    }
    // A file that is not there is not left out.
    fs::remove_file(here.join("src/old/mod.rs")).unwrap();
    assert_eq!(counts(here, &[]), [1, 1, 0]);
}

#[test]
fn a_file_that_cannot_be_read_leaves_its_package_unchecked() {
    let folder = package(&[("src/lib.rs", SHOP), ("src/broken.rs", &unused("f"))]);
    let here = folder.path();
    written(here, &[]);
    fs::write(here.join("src/lib.rs"), "").unwrap();
    assert_eq!(counts(here, &[]), [1, 1, 0]);
    fs::write(here.join("src/broken.rs"), "fn oauth( {\n").unwrap();
    assert_eq!(counts(here, &[]), [0, 0, 2]);
}

#[test]
fn what_another_machine_builds_is_not_said_to_be_gone() {
    let elsewhere = if cfg!(windows) { "unix" } else { "windows" };
    let folder = package(&[("src/lib.rs", &unused("f")), ("src/other.rs", &unused("f"))]);
    let here = folder.path();
    written(here, &[]);
    fs::write(here.join("src/lib.rs"), format!("#[cfg({elsewhere})]\n{}", unused("f"))).unwrap();
    fs::write(here.join("src/other.rs"), "").unwrap();
    assert_eq!(counts(here, &[]), [0, 1, 1]);
}

#[test]
fn findings_of_tests_are_gone_only_where_they_are_gone_from_the_tests() {
    let inner = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", unused("f"));
    let of_tests = unused("f");
    let folder = package(&[("src/lib.rs", &inner), ("tests/login.rs", &of_tests)]);
    let here = folder.path();
    written(here, &["--tests"]);
    assert_eq!(counts(here, &["--tests"]), [2, 0, 0]);
    assert_eq!(counts(here, &[]), [0, 0, 2]);
    let all = baseline(here);
    written(here, &[]);
    assert_eq!(baseline(here), all);
    fs::write(here.join("tests/login.rs"), "").unwrap();
    assert_eq!(counts(here, &[]), [0, 1, 1]);
    fs::write(here.join("src/lib.rs"), "").unwrap();
    assert_eq!(counts(here, &[]), [0, 2, 0]);
    assert_eq!(counts(here, &["--tests"]), [0, 2, 0]);
}

#[test]
fn what_is_there_without_tests_alone_is_not_said_to_be_gone_with_them() {
    let outer = format!("#[cfg(not(test))]\n{}", unused("f"));
    let folder = package(&[("src/lib.rs", &(outer + SHOP))]);
    let here = folder.path();
    written(here, &[]);
    assert_eq!(counts(here, &["--tests"]), [1, 0, 1]);
    let mended = format!("#[cfg(not(test))]\nfn oauth() {{}}\n{SHOP}");
    fs::write(here.join("src/lib.rs"), mended).unwrap();
    assert_eq!(counts(here, &["--tests"]), [1, 1, 0]);
    assert_eq!(counts(here, &[]), [1, 1, 0]);
}

#[test]
fn a_redirect_uri_that_packages_share_is_gone_only_where_all_of_them_were_read() {
    let client = |issuer: &str| {
        format!(
            "#[oauth_flow::oauth_client(kind = \"native\", issuer = \"https://{issuer}\", redirect_uri = \"https://app.example.com/cb\")]\n\
             struct Login {{ client_id: String }}\n"
        )
    };
    let folder = two_packages();
    let here = folder.path();
    fs::write(here.join("one/src/lib.rs"), client("one.example.com")).unwrap();
    fs::write(here.join("two/src/lib.rs"), client("two.example.com")).unwrap();
    written(here, &[]);
    assert_eq!(counts(here, &[]), [2, 0, 0]);
    assert_eq!(counts(here, &["-p", "one"]), [0, 0, 2]);
    fs::write(here.join("two/src/lib.rs"), "").unwrap();
    assert_eq!(counts(here, &[]), [0, 2, 0]);
}

#[test]
fn a_rule_that_this_version_does_not_have_is_kept_and_named() {
    let folder = package(&[("src/lib.rs", SHOP)]);
    let here = folder.path();
    let newer = PLAIN.replace("plain_pkce", "rule_of_tomorrow");
    let both = file(&[PLAIN, &newer]);
    fs::write(here.join("baseline.json"), &both).unwrap();
    assert_eq!(counts(here, &[]), [1, 0, 1]);
    let (status, output) = against(here, &[]);
    let end = "1 finding of the baseline was not checked in this run\n\
               warning: the baseline names the rule `rule_of_tomorrow`, which this version of the tool does not have\n";
    assert!(status == 0 && output.ends_with(end), "{output}");
    written(here, &[]);
    assert_eq!(baseline(here), both);
}

/// A package with a known finding, a new one and one that is gone.
fn mixed() -> tempfile::TempDir {
    let folder = package(&[("src/lib.rs", SHOP), ("src/old.rs", &unused("f"))]);
    written(folder.path(), &[]);
    fs::remove_file(folder.path().join("src/old.rs")).unwrap();
    fs::write(folder.path().join("src/new.rs"), SHOP.replace("Shop", "New")).unwrap();
    folder
}

#[test]
fn json_says_what_is_new_known_and_gone() {
    let folder = mixed();
    let (status, output) = against(folder.path(), &["--format", "json"]);
    assert_eq!(status, 1);
    let lines: Vec<Value> =
        output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let said: Vec<[&str; 4]> = lines
        .iter()
        .map(|line| {
            ["type", "file", "rule", "baseline"].map(|key| line[key].as_str().unwrap_or_default())
        })
        .collect();
    let expected = [
        ["finding", "src/lib.rs", "plain_pkce", "known"],
        ["finding", "src/new.rs", "plain_pkce", "new"],
        ["gone", "src/old.rs", "unused_allow", ""],
        ["summary", "", "", ""],
    ];
    assert_eq!(said, expected);
    let keys: Vec<&str> = lines[2].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["client", "fact", "file", "fingerprint", "package", "rule", "type"]);
    assert_eq!(lines[2]["fact"], "the waiver of `secret_in_code` silences nothing");
    let counts = ["errors", "warnings", "known", "gone", "not_checked"].map(|it| &lines[3][it]);
    assert_eq!(counts, [1, 0, 1, 1, 0]);
    // Without a baseline, nothing is said of one.
    let (_, output, _) = run(folder.path(), &["check", "--format", "json"]);
    for line in output.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let silent = ["baseline", "known", "gone", "not_checked"].map(|key| line[key].is_null());
        assert_eq!(silent, [true; 4], "{line}");
    }
}

#[test]
fn sarif_gives_each_result_its_state() {
    let folder = mixed();
    let (status, output) = against(folder.path(), &["--format", "sarif"]);
    assert_eq!(status, 1);
    let sarif: Value = serde_json::from_str(&output).unwrap();
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.enable_format_assertions();
    let path = here().join("sarif-schema-2.1.0.json");
    let schema = compiler.compile(&path.to_string_lossy(), &mut schemas).unwrap();
    let faults = schemas.validate(&sarif, schema).err().map(|fault| fault.to_string());
    assert_eq!(faults, None);
    let run = &sarif["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    let compared: Vec<[&str; 3]> = results
        .iter()
        .map(|result| {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
            ["ruleId", "level", "baselineState"].map(|key| result[key].as_str().unwrap())
        })
        .collect();
    let expected = [
        ["plain_pkce", "error", "unchanged"],
        ["plain_pkce", "error", "new"],
        ["unused_allow", "none", "absent"],
    ];
    assert_eq!(compared, expected);
    let location = &results[2]["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "src/old.rs");
}

#[test]
fn fingerprints_are_the_same_before_and_after_a_finding_is_gone() {
    let folder = package(&[("src/lib.rs", &unused("f"))]);
    let here = folder.path();
    written(here, &[]);
    let prints = || {
        let (_, json) = against(here, &["--format", "json"]);
        let line: Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
        let (_, sarif) = against(here, &["--format", "sarif"]);
        let sarif: Value = serde_json::from_str(&sarif).unwrap();
        let result = &sarif["runs"][0]["results"][0]["partialFingerprints"]["oauthFlow/v1"];
        (line["type"].clone(), line["fingerprint"].clone(), result.clone())
    };
    let before = prints();
    fs::write(here.join("src/lib.rs"), "").unwrap();
    let after = prints();
    assert_eq!((&before.0, &after.0), (&"finding".into(), &"gone".into()));
    assert_eq!((&before.1, &before.2), (&after.1, &after.2));
    assert_eq!(before.1, before.2);
}

#[test]
fn commands_of_github_are_for_new_findings_and_a_notice_for_gone_ones() {
    let folder = mixed();
    let (status, output) = against(folder.path(), &["--format", "github"]);
    assert_eq!(status, 1);
    let lines: Vec<&str> = output.lines().collect();
    assert_eq!(lines.len(), 2, "{output}");
    assert!(lines[0].starts_with("::error file=src/new.rs,line=1,"), "{output}");
    assert_eq!(
        lines[1],
        "::notice file=src/old.rs,title=unused_allow::no longer found: the waiver of `secret_in_code` silences nothing"
    );
}

#[test]
fn a_quiet_run_says_only_what_is_new() {
    let folder = mixed();
    let (status, output) = against(folder.path(), &["--quiet"]);
    assert_eq!(status, 1);
    assert_eq!(output.matches("error[plain_pkce]").count(), 1);
    assert!(!output.contains("baseline") && !output.contains("no longer found"), "{output}");
}

#[test]
fn the_command_may_be_left_out() {
    let folder = package(&[("src/lib.rs", SHOP)]);
    let arguments = ["oauth-flow", "--baseline", "baseline.json", "--write-baseline"];
    assert_eq!(run(folder.path(), &arguments).0, 0);
    assert_eq!(run(folder.path(), &arguments[..3]).0, 0);
    assert_eq!(baseline(folder.path()), file(&[PLAIN]));
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_file_keeps_its_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = package(&[("src/lib.rs", SHOP)]);
    let here = folder.path();
    let real = here.join("real.json");
    fs::write(&real, "{\"version\":1,\"findings\":[]}").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.json", here.join("baseline.json")).unwrap();
    written(here, &[]);
    assert!(fs::symlink_metadata(here.join("baseline.json")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&real).unwrap(), file(&[PLAIN]));
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_file_that_a_condition_takes_out_as_a_whole_is_not_gone() {
    let folder = package(&[("src/lib.rs", "mod a;\n"), ("src/a.rs", &unused("a"))]);
    written(folder.path(), &[]);
    let absent = format!("#![cfg(target_os = \"none\")]\n{}", unused("a"));
    fs::write(folder.path().join("src/a.rs"), absent).unwrap();
    assert_eq!(counts(folder.path(), &[]), [0, 0, 1]);
}
