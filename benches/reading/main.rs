//! What `cargo oauth-flow check` takes over many files, next to `rg`, which looks for the same words in
//! them: `cargo run --release -p oauth-flow-benches --bin reading -- FOLDER`.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

type Result<T> = std::result::Result<T, String>;

const HELP: &str = "\
Measures the time and peak memory of `cargo oauth-flow check` over the files of a folder, and of `rg` over
the same files, in turn. FOLDER has sources of Rust, such as the folder of cargo's registry. It needs `rg`
and GNU time at /usr/bin/time.";

/// The words without one of which the reader does not parse a file.
const WORDS: &str = "oauth|OAuth|Oauth|openid|OpenId|OpenID|Oidc|client_id|client_secret|CLIENT_SECRET|\
                     grant_type|response_type|rspotify|authorize_url|set_pkce_|exchange_";

/// How often each command runs; the fastest run counts.
const ROUNDS: usize = 5;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    match arguments.next() {
        Some(folder) if folder != "--help" => match run(Path::new(&folder)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        },
        _ => {
            println!("{HELP}");
            ExitCode::SUCCESS
        }
    }
}

fn run(folder: &Path) -> Result<()> {
    let target =
        PathBuf::from(std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".into()));
    let program = target.join("release/cargo-oauth-flow");
    let program = fs::canonicalize(&program)
        .map_err(|_| "first: cargo build --release -p cargo-oauth-flow".to_owned())?;
    let scratch = target.join("reading");
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    println!("| files | MB | check s | rg s | ratio | peak MB |\n|---|---|---|---|---|---|");
    let sizes = [1_000, 4_000, 16_000].into_iter().filter(|size| *size < files.len());
    for size in sizes.chain([files.len()]) {
        let package = scratch.join(size.to_string());
        lay_out(&package, &files[..size])?;
        let bytes: u64 =
            files[..size].iter().filter_map(|it| fs::metadata(it).ok()).map(|it| it.len()).sum();
        let (mut check, mut rg, mut peak) = (f64::MAX, f64::MAX, 0.0_f64);
        for _ in 0..ROUNDS {
            let (seconds, kilobytes) = time(
                &package,
                &[&program.to_string_lossy(), "check", "--format", "json", "--no-fail"],
            )?;
            check = check.min(seconds);
            peak = peak.max(kilobytes / 1e3);
            rg = rg
                .min(time(&package, &["rg", "--follow", "--files-with-matches", WORDS, "src"])?.0);
        }
        #[expect(clippy::cast_precision_loss, reason = "megabytes to show")]
        let megabytes = bytes as f64 / 1e6;
        println!(
            "| {size} | {megabytes:.0} | {check:.2} | {rg:.2} | {:.1} | {peak:.0} |",
            check / rg
        );
    }
    Ok(())
}

/// The files of Rust under a folder.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

/// A package with links to these files.
fn lay_out(package: &Path, files: &[PathBuf]) -> Result<()> {
    let written = |error: std::io::Error| format!("{}: {error}", package.display());
    let _ = fs::remove_dir_all(package);
    fs::create_dir_all(package.join("src")).map_err(written)?;
    let manifest =
        "[package]\nname = \"many\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n";
    fs::write(package.join("Cargo.toml"), manifest).map_err(written)?;
    fs::write(package.join("src/lib.rs"), "").map_err(written)?;
    for (index, file) in files.iter().enumerate() {
        let folder = package.join(format!("src/m{}", index / 500));
        fs::create_dir_all(&folder).map_err(written)?;
        let file = fs::canonicalize(file).map_err(written)?;
        symlink(file, folder.join(format!("f{index}.rs"))).map_err(written)?;
    }
    Ok(())
}

/// The seconds and the peak memory in kilobytes of a command.
fn time(folder: &Path, command: &[&str]) -> Result<(f64, f64)> {
    let start = Instant::now();
    let output = Command::new("/usr/bin/time")
        .args(["-f", "%M"])
        .args(command)
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .map_err(|error| format!("/usr/bin/time: {error}"))?;
    let seconds = start.elapsed().as_secs_f64();
    let text = String::from_utf8_lossy(&output.stderr);
    let peak = text.lines().last().and_then(|line| line.trim().parse().ok());
    peak.map(|peak| (seconds, peak)).ok_or_else(|| format!("{}: {text}", command.join(" ")))
}
