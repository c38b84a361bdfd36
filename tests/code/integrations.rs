//! `action.yml`, `.pre-commit-hooks.yaml`, the workflow, and the scripts that they run.
//!
//! The scripts take the tool of these tests; what they do to build one is seen by a `cargo` that only
//! writes down how it was called.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use regex::Regex;
use serde_json::Value;
use yaml_rust2::{Yaml, YamlLoader};

use crate::support::{here, package};

const WRONG: &str = "#[oauth_flow::oauth_client(kind = \"spa\", grant = \"authorization_code\", \
                     redirect_uri = \"https://app.example.com/callback\")]\n\
                     struct Frontend { client_id: String }\n";

fn root() -> PathBuf {
    here().join("../..").canonicalize().unwrap()
}

fn text(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap()
}

fn yaml(file: &str) -> Yaml {
    let mut documents = YamlLoader::load_from_str(&text(file)).unwrap();
    assert_eq!(documents.len(), 1, "{file}");
    documents.remove(0)
}

fn keys(of: &Yaml) -> Vec<&str> {
    of.as_hash().unwrap().keys().map(|key| key.as_str().unwrap()).collect()
}

/// The other actions that steps call.
fn called(steps: &Yaml) -> Vec<&str> {
    steps.as_vec().unwrap().iter().filter_map(|step| step["uses"].as_str()).collect()
}

#[test]
fn no_step_of_the_action_writes_an_expression_into_a_script() {
    let action = yaml("action.yml");
    assert_eq!(keys(&action["inputs"]), ["arguments", "working-directory"]);
    assert_eq!(keys(&action["outputs"]), ["sarif", "status"]);
    assert_eq!(action["runs"]["using"].as_str(), Some("composite"));
    let steps = action["runs"]["steps"].as_vec().unwrap();
    let scripts: Vec<&str> = steps.iter().filter_map(|step| step["run"].as_str()).collect();
    assert_eq!(scripts.len(), 3);
    for script in scripts {
        assert!(!script.contains("${{"), "{script}");
    }
    let check = steps.last().unwrap();
    assert_eq!(check["id"].as_str(), Some("check"));
    assert_eq!(check["env"]["ARGUMENTS"].as_str(), Some("${{ inputs.arguments }}"));
    assert_eq!(check["env"]["WORKING_DIRECTORY"].as_str(), Some("${{ inputs.working-directory }}"));
}

#[test]
fn each_script_that_is_named_is_there() {
    let name = Regex::new(r"integrations/[a-z-]+").unwrap();
    let files = ["action.yml", ".pre-commit-hooks.yaml"].map(text).concat();
    let mut named: Vec<&str> = name.find_iter(&files).map(|found| found.as_str()).collect();
    named.sort_unstable();
    named.dedup();
    let scripts = ["cache-key", "github-action", "pre-commit", "tool"];
    assert_eq!(named, scripts.map(|script| format!("integrations/{script}")));
    for script in named {
        assert!(text(script).starts_with("#!/bin/sh\n"), "{script}");
    }
}

#[test]
fn other_actions_are_pinned_to_a_commit() {
    let (action, workflow) = (yaml("action.yml"), yaml("integrations/github-workflow.yml"));
    let commit = Regex::new("^[a-z-]+/[a-z-]+(/[a-z-]+)?@[0-9a-f]{40}$").unwrap();
    let others = called(&action["runs"]["steps"]);
    assert_eq!(others.len(), 2);
    for other in others {
        assert!(commit.is_match(other), "{other}");
    }
    // The release of this project has a tag before it has a known hash.
    let own = concat!("oauth-flow/oauth-flow@v", env!("CARGO_PKG_VERSION"));
    let others = called(&workflow["jobs"]["oauth-flow"]["steps"]);
    assert_eq!(others.len(), 3);
    for other in others {
        assert!(other == own || commit.is_match(other), "{other}");
    }
}

#[test]
fn the_workflow_uploads_what_the_action_wrote_also_after_findings() {
    let workflow = yaml("integrations/github-workflow.yml");
    assert_eq!(keys(&workflow["permissions"]), [""; 0]);
    let job = &workflow["jobs"]["oauth-flow"];
    assert_eq!(job["permissions"]["contents"].as_str(), Some("read"));
    assert_eq!(job["permissions"]["security-events"].as_str(), Some("write"));
    let [checkout, check, upload] = &job["steps"].as_vec().unwrap()[..] else { panic!() };
    assert_eq!(checkout["with"]["persist-credentials"].as_bool(), Some(false));
    assert_eq!(check["id"].as_str(), Some("check"));
    let action = yaml("action.yml");
    for input in keys(&check["with"]) {
        assert!(keys(&action["inputs"]).contains(&input), "{input}");
    }
    let condition = "${{ !cancelled() && steps.check.outputs.sarif != '' }}";
    assert_eq!(upload["if"].as_str(), Some(condition));
    assert_eq!(upload["with"]["sarif_file"].as_str(), Some("${{ steps.check.outputs.sarif }}"));
    assert_eq!(upload["with"]["category"].as_str(), Some("oauth-flow"));
    assert!(text("docs/ci.md").contains(&text("integrations/github-workflow.yml")));
}

#[test]
fn the_hooks_look_at_what_the_tool_reads() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hooks = hooks.as_vec().unwrap();
    let ids: Vec<&str> = hooks.iter().map(|hook| hook["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["oauth-flow", "oauth-flow-system"]);
    for hook in hooks {
        assert_eq!(hook["pass_filenames"].as_bool(), Some(false));
        assert_eq!(hook["require_serial"].as_bool(), Some(true));
        let files = Regex::new(hook["files"].as_str().unwrap()).unwrap();
        for taken in
            ["build.rs", "src/lib.rs", "a b/src/x.y.rs", "Cargo.toml", "crates/a/Cargo.toml"]
        {
            assert!(files.is_match(taken), "{taken}");
        }
        for left in [
            "README.md",
            "Cargo.lock",
            "src/rs",
            "src/lib.rs.orig",
            "Cargo.toml.orig",
            "NotCargo.toml",
            "rust-toolchain.toml",
        ] {
            assert!(!files.is_match(left), "{left}");
        }
    }
}

fn script(name: &str) -> Command {
    let mut command = Command::new(root().join("integrations").join(name));
    command.env("OAUTH_FLOW_TOOL", env!("CARGO_BIN_EXE_under_test"));
    command
}

/// The exit status, and what was written to standard output.
fn result(output: &Output) -> (i32, String) {
    (output.status.code().unwrap(), String::from_utf8(output.stdout.clone()).unwrap())
}

/// What the action does in a folder: its exit status, its log, and its outputs.
fn action(folder: &Path, directory: &str, arguments: &str) -> (i32, String, Vec<(String, String)>) {
    let runner = tempfile::Builder::new().prefix("a runner").tempdir().unwrap();
    let outputs = runner.path().join("outputs");
    let output = script("github-action")
        .current_dir(folder)
        .env("ARGUMENTS", arguments)
        .env("WORKING_DIRECTORY", directory)
        .env("GITHUB_OUTPUT", &outputs)
        .env("RUNNER_TEMP", runner.path())
        .output()
        .unwrap();
    let (status, log) = result(&output);
    let outputs = fs::read_to_string(outputs).unwrap();
    let outputs = outputs.lines().map(|line| {
        let (name, value) = line.split_once('=').unwrap();
        // The folder goes away with this function.
        let value = if name == "sarif" { fs::read_to_string(value).unwrap() } else { value.into() };
        (name.into(), value)
    });
    (status, log, outputs.collect())
}

#[test]
#[cfg_attr(not(unix), ignore = "needs a system that runs shell scripts")]
fn the_action_fails_on_findings_and_leaves_sarif() {
    let folder = package(&[("src/lib.rs", WRONG)]);
    let (status, log, outputs) = action(folder.path(), ".", "--workspace");
    assert_eq!(status, 1);
    assert!(log.contains("missing_pkce"), "{log}");
    assert!(log.contains("\n::error file=src/lib.rs,line=1,"), "{log}");
    let [(sarif, document), (name, status)] = &outputs[..] else { panic!("{outputs:?}") };
    assert_eq!((sarif.as_str(), name.as_str(), status.as_str()), ("sarif", "status", "1"));
    let document: Value = serde_json::from_str(document).unwrap();
    assert_eq!(document["runs"][0]["results"][0]["ruleId"], "missing_pkce");
    // An argument that changes the exit status.
    let (status, _, outputs) = action(folder.path(), ".", "--workspace --no-fail");
    assert_eq!((status, outputs[1].1.as_str()), (0, "0"));
}

#[test]
#[cfg_attr(not(unix), ignore = "needs a system that runs shell scripts")]
fn the_action_takes_blanks_in_folders_and_arguments() {
    let folder = package(&[("a b/src/lib.rs", WRONG)]);
    fs::rename(folder.path().join("Cargo.toml"), folder.path().join("a b/Cargo.toml")).unwrap();
    for (directory, arguments) in [
        ("a b", ""),
        (".", "--workspace --manifest-path 'a b/Cargo.toml'"),
        (".", "--manifest-path\n\"a b/Cargo.toml\"\n"),
        (".", "--manifest-path a\\ b/Cargo.toml"),
    ] {
        let (status, _, outputs) = action(folder.path(), directory, arguments);
        assert_eq!((status, outputs.len()), (1, 2), "{arguments}");
    }
}

#[test]
#[cfg_attr(not(unix), ignore = "needs a system that runs shell scripts")]
fn the_action_passes_where_nothing_is_wrong() {
    let folder = package(&[]);
    let (status, log, outputs) = action(folder.path(), ".", "--deny warnings");
    assert_eq!((status, outputs[1].1.as_str()), (0, "0"));
    assert!(!log.contains("::error"), "{log}");
    let document: Value = serde_json::from_str(&outputs[0].1).unwrap();
    assert_eq!(document["runs"][0]["results"], Value::Array(Vec::new()));
}

#[test]
#[cfg_attr(not(unix), ignore = "needs a system that runs shell scripts")]
fn the_action_has_no_sarif_where_it_cannot_run() {
    let folder = package(&[("src/lib.rs", WRONG)]);
    for (directory, arguments) in [
        (".", "--such-an-option"),
        (".", "--deny 'warnings"),
        ("nowhere", ""),
        // The shell neither runs this nor makes files of it.
        (".", "$(touch here) `touch here` ; touch here"),
        (".", "--manifest-path C*.toml"),
        // Two formats.
        (".", "--format human"),
    ] {
        let (status, _, outputs) = action(folder.path(), directory, arguments);
        assert_eq!(status, 2, "{arguments}");
        assert_eq!(outputs, [(String::from("status"), String::from("2"))], "{arguments}");
    }
    assert!(!folder.path().join("here").exists());
}

#[test]
#[cfg_attr(not(unix), ignore = "needs a system that runs shell scripts")]
fn the_hook_checks_the_repository_of_the_current_directory() {
    let hook = |text: &str, arguments: &[&str]| {
        let folder = package(&[("src/lib.rs", text)]);
        result(&script("pre-commit").current_dir(folder.path()).args(arguments).output().unwrap())
    };
    let (status, shown) = hook(WRONG, &[]);
    assert_eq!(status, 1);
    assert!(shown.starts_with("error[missing_pkce]"), "{shown}");
    let right = WRONG.replace("redirect_uri", "pkce = \"S256\", redirect_uri");
    assert_eq!(hook(&right, &["--workspace", "--deny", "warnings"]).0, 0);
    assert_eq!(hook(&right, &["--such-an-option"]).0, 2);
}

#[test]
#[cfg_attr(not(unix), ignore = "needs a system that runs shell scripts")]
fn the_tool_is_built_once_by_its_own_settings() {
    let folder = tempfile::Builder::new().prefix("a folder").tempdir().unwrap();
    let (programs, tools) = (folder.path().join("programs"), folder.path().join("tools"));
    let calls = folder.path().join("calls");
    fs::create_dir_all(&programs).unwrap();
    let cargo = "#!/bin/sh\n\
                 {\n    pwd\n    printf '%s\\n' \"$@\"\n    env\n} >>\"$CALLS\"\n\
                 mkdir -p \"$TOOLS/bin\"\n\
                 printf '#!/bin/sh\\n' >\"$TOOLS/bin/cargo-oauth-flow\"\n\
                 chmod +x \"$TOOLS/bin/cargo-oauth-flow\"\n";
    fs::write(programs.join("cargo"), cargo).unwrap();
    let made = Command::new("chmod").arg("+x").arg(programs.join("cargo")).status().unwrap();
    assert!(made.success());
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let tool = || {
        let output = script("tool")
            .arg(&tools)
            .env_remove("OAUTH_FLOW_TOOL")
            .env("CALLS", &calls)
            .env("TOOLS", &tools)
            .env("PATH", &path)
            // What the repository of a user sets for its own code.
            .env("RUSTUP_TOOLCHAIN", "1.0.0")
            .env("RUSTFLAGS", "--deny warnings")
            .env("CARGO_BUILD_TARGET", "wasm32-unknown-unknown")
            .env("CARGO_TARGET_DIR", "/nowhere")
            .output()
            .unwrap();
        assert_eq!(result(&output), (0, format!("{}/bin/cargo-oauth-flow\n", tools.display())));
        fs::read_to_string(&calls).unwrap()
    };
    let first = tool();
    let lines: Vec<&str> = first.lines().collect();
    assert_eq!(Path::new(lines[0]).canonicalize().unwrap(), root());
    assert_eq!(lines[1..6], ["install", "--locked", "--quiet", "--path", "cargo-oauth-flow"]);
    assert!(lines.contains(&"CARGO_ENCODED_RUSTFLAGS="), "{first}");
    assert!(!first.contains("RUSTUP_TOOLCHAIN="), "{first}");
    let host = lines[lines.iter().position(|line| *line == "--target").unwrap() + 1];
    assert!(!host.starts_with("wasm32"), "{host}");
    // It is there now.
    assert_eq!(tool(), first);
    // A program that does not run is built again.
    fs::write(tools.join("bin/cargo-oauth-flow"), "#!/nowhere\n").unwrap();
    assert_ne!(tool(), first);
}

#[test]
#[cfg_attr(not(unix), ignore = "needs a system that runs shell scripts")]
fn the_key_of_the_cache_is_a_hash_that_stays() {
    let key = || {
        let (status, key) = result(&script("cache-key").output().unwrap());
        assert_eq!(status, 0);
        key
    };
    let first = key();
    assert!(Regex::new("^[0-9a-f]{64}\n$").unwrap().is_match(&first), "{first}");
    assert_eq!(key(), first);
}
