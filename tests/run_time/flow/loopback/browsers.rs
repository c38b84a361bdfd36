//! How the browser is opened, and where there is none.

use std::io;
use std::sync::mpsc::channel;
use std::time::Duration;

use oauth_flow::flow::{LoopbackError, LoopbackLogin};
use oauth_flow_run_time_tests::Http;

use super::{Browser, LONG, TOKENS, app, block_on};

/// Logs in by the URL that the user is shown; gives whether a browser was opened.
#[track_caller]
fn by_hand(
    open: impl FnOnce(LoopbackLogin<'_, super::App>) -> LoopbackLogin<'_, super::App>,
) -> bool {
    let flow = app();
    let http = Http::answering(200, TOKENS);
    let (sender, receiver) = channel();
    let login = open(flow.login_on_loopback()).on_url(move |url, opened| {
        let browser = Browser::sent_to(url);
        std::thread::spawn(move || sender.send((opened, browser.follow())));
    });
    block_on(login.request_async(&http)).unwrap();
    let (opened, page) = receiver.recv_timeout(LONG).unwrap();
    page.assert_success();
    opened
}

fn without_browser(login: LoopbackLogin<'_, super::App>) -> LoopbackLogin<'_, super::App> {
    login.without_browser()
}

#[test]
fn a_user_without_a_browser_opens_the_url_by_hand() {
    assert!(!by_hand(without_browser));
    assert!(!by_hand(|login| login.open_browser(|_| Err(io::ErrorKind::NotFound.into()))));
}

#[test]
fn the_url_is_shown_where_a_browser_was_opened_too() {
    assert!(by_hand(|login| login.open_browser(|_| Ok(()))));
}

#[test]
fn what_opens_the_browser_and_panics_has_opened_none() {
    assert!(!by_hand(|login| login.open_browser(|_| std::panic::resume_unwind(Box::new("lost")))));
}

#[test]
fn the_browser_is_opened_once_and_gets_the_authorization_url_alone() {
    let flow = app();
    let http = Http::answering(200, TOKENS);
    let (sender, receiver) = channel();
    let login = flow.login_on_loopback().open_browser(move |url| {
        let browser = Browser::sent_to(url);
        assert_eq!(url.origin().ascii_serialization(), "https://idp.example.com");
        std::thread::spawn(move || sender.send(browser.follow()));
        Ok(())
    });
    block_on(login.request_async(&http)).unwrap();
    receiver.recv_timeout(LONG).unwrap().assert_success();
}

#[test]
fn what_opens_the_browser_may_block_until_the_login_is_over() {
    let flow = app();
    let http = Http::answering(200, TOKENS);
    // As a browser in the terminal does.
    let login = flow.login_on_loopback().open_browser(|url| {
        Browser::sent_to(url).follow().assert_success();
        Ok(())
    });
    block_on(login.request_async(&http)).unwrap();
}

#[test]
fn without_a_browser_the_user_is_waited_for() {
    let flow = app();
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().start_paused(true).build().unwrap();
    let error = runtime.block_on(async {
        let begun = tokio::time::Instant::now();
        let login = flow.login_on_loopback().without_browser();
        let error = login.request_async(&Http::default()).await.map(|_| ()).unwrap_err();
        assert_eq!(begun.elapsed().as_secs(), 300);
        error
    });
    let LoopbackError::TimeLimit(limit) = error else { panic!("{error:?}") };
    assert_eq!(limit, Duration::from_secs(300));
}

/// The system's way to open a browser, which the environment of a process decides.
#[cfg(target_os = "linux")]
mod of_the_system {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::{Path, PathBuf};
    use std::process::{Command, Output};

    use super::super::{Browser, TOKENS, app, block_on};
    use oauth_flow_run_time_tests::Http;

    const NAME: &str = "loopback::browsers::of_the_system::child";

    /// What a child process does: it logs in by the URL that it would show.
    #[test]
    #[ignore = "the other tests run it, each with an environment"]
    fn child() {
        let flow = app();
        let http = Http::answering(200, TOKENS);
        let login = flow.login_on_loopback().on_url(|url, opened| {
            println!("opened: {opened}");
            let browser = Browser::sent_to(url);
            std::thread::spawn(move || browser.follow());
        });
        block_on(login.request_async(&http)).unwrap();
    }

    /// A folder with programs, each a script of `sh`.
    fn folder(name: &str, programs: &[(&str, &str)]) -> PathBuf {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("loopback").join(name);
        fs::create_dir_all(&folder).unwrap();
        for (program, script) in programs {
            let path = folder.join(program);
            fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        folder
    }

    /// Runs the child with these programs and this environment.
    fn run(path: &Path, environment: &[(&str, &str)]) -> Output {
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", NAME, "--ignored", "--nocapture"]);
        for name in ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "BROWSER"] {
            child.env_remove(name);
        }
        child.env("PATH", path).envs(environment.iter().copied());
        let output = child.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        output
    }

    #[track_caller]
    fn opened(path: &Path, environment: &[(&str, &str)]) -> bool {
        let output = run(path, environment);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(!text.contains("noise"), "{text}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("noise"), "{output:?}");
        match (text.contains("opened: true"), text.contains("opened: false")) {
            (true, false) => true,
            (false, true) => false,
            _ => panic!("{text}"),
        }
    }

    #[test]
    fn without_a_screen_nothing_is_run() {
        let folder = folder("no-screen", &[("xdg-open", ": > \"${0%/*}/ran\"")]);
        let _ = fs::remove_file(folder.join("ran"));
        assert!(!opened(&folder, &[]));
        assert!(!folder.join("ran").exists());
    }

    #[test]
    fn with_a_screen_the_opener_of_the_desktop_gets_the_url() {
        let script = "printf %s \"$1\" > \"${0%/*}/url\"; echo noise; echo noise >&2";
        let folder = folder("screen", &[("xdg-open", script)]);
        for screen in ["DISPLAY", "WAYLAND_DISPLAY", "BROWSER"] {
            let _ = fs::remove_file(folder.join("url"));
            assert!(opened(&folder, &[(screen, ":99")]));
            let url = fs::read_to_string(folder.join("url")).unwrap();
            assert!(url.starts_with("https://idp.example.com/authorize?client_id=app&"), "{url}");
        }
    }

    #[test]
    fn an_opener_that_fails_or_is_missing_has_opened_none() {
        // As `xdg-open` fails without a browser.
        let folder_of_failure = folder("failing", &[("xdg-open", "echo noise >&2; exit 3")]);
        assert!(!opened(&folder_of_failure, &[("DISPLAY", ":99")]));
        assert!(!opened(&folder("empty", &[]), &[("DISPLAY", ":99")]));
    }
}
