//! What the compiler says, to the letter. Refresh with `TRYBUILD=overwrite cargo test -p
//! oauth-flow-compile-tests --test ui`, and read every line that changed.

use std::env::consts::EXE_EXTENSION;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use oauth_flow_compile_tests::{scratch, scratch_target};
use oauth_flow_message_tests::{put_documents, require_pinned_toolchain};

#[test]
fn messages() {
    require_pinned_toolchain();
    put_documents(&package());
    trybuild::TestCases::new().compile_fail("ui/fail/*.rs");
}

/// The folder of the package that `trybuild` makes of the cases: the path of a document begins there.
fn package() -> PathBuf {
    let target =
        Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it is in the target folder");
    target.join("tests/trybuild").join(env!("CARGO_PKG_NAME"))
}

/// The cases that compile, as the programs of one package. Where `trybuild` has to run a case, it compiles
/// each of its cases by itself.
#[test]
fn accepted() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("ui_pass");
    let programs = folder.join("src/bin");
    if programs.exists() {
        fs::remove_dir_all(&programs).expect("the programs of the run before");
    }
    fs::write(scratch(&folder, "lib.rs"), "").expect("a source file");
    fs::create_dir(&programs).expect("a folder");
    put_documents(&folder);
    let mut names = Vec::new();
    for case in fs::read_dir("ui/pass").expect("a folder of cases") {
        let case = case.expect("a readable entry").path();
        fs::copy(&case, programs.join(case.file_name().expect("a file"))).expect("a copy");
        names.push(case.file_stem().expect("a file").to_owned());
    }
    let target = scratch_target(&folder);
    let output = Command::new(env!("CARGO"))
        .args(["build", "--bins", "--offline", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", &target)
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for name in names {
        let program = target.join("debug").join(name).with_extension(EXE_EXTENSION);
        let output = Command::new(&program).output().expect("the case runs");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {errors}", program.display());
    }
}
