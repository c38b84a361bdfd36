//! The store in a file.

use std::fs;
use std::path::Path;
use std::time::Duration;

use oauth_flow::flow::{FileTokenStore, TokenError, TokenSource, TokenStore};
use oauth_flow_run_time_tests::pass;
use tempfile::TempDir;

use super::rotating::{Next, Rotating};
use super::{Cli, flow, logged_in_at, token};

/// In a runtime whose timers take their time: a file is read in another thread.
fn run<F: Future>(test: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    runtime.unwrap().block_on(test)
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn of_file(server: &Rotating, path: &Path) -> TokenSource<Cli> {
    flow().token_source(server.clone()).of_user(FileTokenStore::at(path))
}

#[test]
fn a_login_outlasts_the_process() {
    run(async {
        let (folder, server) = (folder(), Rotating::new());
        let path = folder.path().join("app").join("tokens.json");
        let source = logged_in_at(&server, FileTokenStore::at(&path)).await;
        drop(source);
        pass(3600);
        assert_eq!(token(&of_file(&server, &path)).await, "at-1");
        assert_eq!(token(&of_file(&server, &path)).await, "at-1");
        assert_eq!(server.seen(), ["rt-0"]);
        assert_eq!(names(path.parent().unwrap()), ["tokens.json", "tokens.json.lock"]);
    });
}

#[cfg(unix)]
#[test]
fn the_owner_alone_can_read_it() {
    use std::os::unix::fs::PermissionsExt as _;

    run(async {
        let (folder, server) = (folder(), Rotating::new());
        let path = folder.path().join("app").join("tokens.json");
        let source = logged_in_at(&server, FileTokenStore::at(&path)).await;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(&path.with_extension("json.lock")), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
        // A mode that somebody changed ends with the next renewal.
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        pass(3600);
        assert_eq!(token(&source).await, "at-1");
        assert_eq!(mode(&path), 0o600);
    });
}

#[test]
fn a_logout_removes_the_file() {
    run(async {
        let (folder, server) = (folder(), Rotating::new());
        let path = folder.path().join("tokens.json");
        let source = logged_in_at(&server, FileTokenStore::at(&path)).await;
        assert!(source.forget().await.unwrap().is_some());
        assert_eq!(names(folder.path()), ["tokens.json.lock"]);
        assert!(source.forget().await.unwrap().is_none());
    });
}

#[test]
fn what_a_killed_process_has_left_is_removed() {
    run(async {
        let (folder, server) = (folder(), Rotating::new());
        let path = folder.path().join("tokens.json");
        fs::write(folder.path().join("tokens.json.abcdef012345.unfinished"), "rt").unwrap();
        // Those of other stores are being written.
        for other in ["other.json.abcdef012345", "tokens.json.more.abcdef012345"] {
            fs::write(folder.path().join(format!("{other}.unfinished")), "rt").unwrap();
        }
        logged_in_at(&server, FileTokenStore::at(&path)).await;
        assert_eq!(
            names(folder.path()),
            [
                "other.json.abcdef012345.unfinished",
                "tokens.json",
                "tokens.json.lock",
                "tokens.json.more.abcdef012345.unfinished"
            ]
        );
    });
}

#[test]
fn one_lock_at_a_time() {
    run(async {
        let folder = folder();
        let store = FileTokenStore::at(folder.path().join("tokens.json"));
        let lock = store.lock(Duration::ZERO).await.unwrap();
        let short = Duration::from_millis(100);
        assert!(tokio::time::timeout(short, store.lock(Duration::ZERO)).await.is_err());
        // Reading waits for nobody.
        assert!(store.load().await.unwrap().is_none());
        store.unlock(lock).await;
        store.lock(Duration::ZERO).await.unwrap();
    });
}

#[cfg(unix)]
#[test]
fn a_lock_file_that_is_removed_locks_nothing_for_the_next_one() {
    run(async {
        let folder = folder();
        let store = FileTokenStore::at(folder.path().join("tokens.json"));
        let _lock = store.lock(Duration::ZERO).await.unwrap();
        fs::remove_file(folder.path().join("tokens.json.lock")).unwrap();
        let other = store.lock(Duration::ZERO).await.unwrap();
        let short = Duration::from_millis(100);
        assert!(tokio::time::timeout(short, store.lock(Duration::ZERO)).await.is_err());
        drop(other);
    });
}

#[cfg(unix)]
#[test]
fn a_holder_whose_lock_was_removed_overwrites_nothing() {
    run(async {
        let (folder, server) = (folder(), Rotating::new().then(Next::WaitAfter));
        let path = folder.path().join("tokens.json");
        let source = logged_in_at(&server, FileTokenStore::at(&path)).await;
        pass(3600);
        let renewal = tokio::spawn({
            let source = source.clone();
            async move { source.access_token().await }
        });
        while server.seen().is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        fs::remove_file(folder.path().join("tokens.json.lock")).unwrap();
        let other = of_file(&server, &path);
        other.keep(&server.login()).await.unwrap();
        let newest = other.stored().await.unwrap();
        server.let_in();
        assert_eq!(renewal.await.unwrap().unwrap().secret(), "at-2");
        assert_eq!(other.stored().await.unwrap(), newest);
    });
}

#[cfg(unix)]
#[test]
fn a_link_leads_to_one_file_and_one_lock() {
    run(async {
        let (folder, server) = (folder(), Rotating::new());
        let (real, link) = (folder.path().join("real.json"), folder.path().join("link.json"));
        logged_in_at(&server, FileTokenStore::at(&real)).await;
        std::os::unix::fs::symlink(&real, &link).unwrap();
        pass(3600);
        assert_eq!(token(&of_file(&server, &link)).await, "at-1");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(names(folder.path()), ["link.json", "real.json", "real.json.lock"]);
        assert!(of_file(&server, &link).forget().await.unwrap().is_some());
        assert!(!real.exists());
    });
}

#[test]
fn a_file_that_is_no_file_of_tokens_is_an_error_that_shows_nothing_of_it() {
    run(async {
        let (folder, server) = (folder(), Rotating::new());
        let path = folder.path().join("tokens.json");
        for (text, place) in [
            ("", "line 1, column 0"),
            ("rt-secret", "line 1, column 1"),
            ("{\n \"version\": \"rt-secret\"}", "line 2, column 23"),
        ] {
            fs::write(&path, text).unwrap();
            let source = of_file(&server, &path);
            let error = source.access_token().await.unwrap_err();
            assert!(matches!(error, TokenError::Store(_)));
            let cause = std::error::Error::source(&error).unwrap();
            assert_eq!(
                cause.to_string(),
                format!(
                    "the file `{}` has no tokens: {place} is not what was written; help: log in \
                     again, which writes it anew",
                    path.display()
                )
            );
            assert!(!format!("{error:?}{cause:?}").contains("secret"));
            // Nothing is removed, and a login does what the error says.
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
            source.keep(&server.login()).await.unwrap();
            assert!(source.access_token().await.is_ok());
        }
    });
}

#[test]
fn a_file_that_is_too_long_is_read_in_part() {
    run(async {
        let (folder, server) = (folder(), Rotating::new());
        let path = folder.path().join("tokens.json");
        logged_in_at(&server, FileTokenStore::at(&path)).await;
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, " ".repeat(1024 * 1024) + &text).unwrap();
        let error = of_file(&server, &path).stored().await.unwrap_err();
        assert!(matches!(error, TokenError::Store(_)), "{error:?}");
    });
}

#[test]
fn another_version_is_named() {
    run(async {
        let (folder, server) = (folder(), Rotating::new());
        let path = folder.path().join("tokens.json");
        logged_in_at(&server, FileTokenStore::at(&path)).await;
        let text = fs::read_to_string(&path).unwrap();
        // It may have other members.
        let text = text.replace("\"version\": 1", "\"version\": 2").replace("client_id", "id");
        fs::write(&path, text).unwrap();
        let error = of_file(&server, &path).access_token().await.unwrap_err();
        assert_eq!(
            std::error::Error::source(&error).unwrap().to_string(),
            format!(
                "another version of `oauth-flow` stored the tokens in `{}`; help: log in again",
                path.display()
            )
        );
    });
}

#[test]
fn a_place_where_nothing_can_be_locked_or_written_is_named() {
    run(async {
        let (folder, server) = (folder(), Rotating::new());
        // A file where a folder has to be, and a folder where the lock has to be.
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let source = of_file(&server, &file.join("tokens.json"));
        let error = source.keep(&server.login()).await.unwrap_err();
        let cause = std::error::Error::source(&error).unwrap();
        assert_eq!(
            cause.to_string(),
            format!("the folder `{}` of the tokens cannot be made", file.display())
        );
        assert!(cause.source().is_some());
        let error = source.stored().await.unwrap_err();
        assert_eq!(
            std::error::Error::source(&error).unwrap().to_string(),
            format!("the tokens in `{}` cannot be read", file.join("tokens.json").display())
        );

        let lock = folder.path().join("tokens.json.lock");
        fs::create_dir(&lock).unwrap();
        let source = of_file(&server, &folder.path().join("tokens.json"));
        let error = source.keep(&server.login()).await.unwrap_err();
        assert_eq!(
            std::error::Error::source(&error).unwrap().to_string(),
            format!(
                "the file `{}` cannot be locked, so that two processes could use one refresh token; \
                 help: keep the tokens on a disk of this machine, in a folder that the user can \
                 write to",
                lock.display()
            )
        );

        let taken = folder.path().join("taken");
        fs::create_dir(&taken).unwrap();
        let store = FileTokenStore::at(&taken);
        assert_eq!(store.path(), taken);
        let source = flow().token_source(server.clone()).of_user(store);
        let error = source.access_token().await.unwrap_err();
        assert_eq!(
            std::error::Error::source(&error).unwrap().to_string(),
            format!("the tokens in `{}` cannot be read", taken.display())
        );
        let error = source.keep(&server.login()).await.unwrap_err();
        assert_eq!(
            std::error::Error::source(&error).unwrap().to_string(),
            format!("the tokens cannot be written to `{}`", taken.display())
        );
        let error = source.forget().await.unwrap_err();
        assert_eq!(
            std::error::Error::source(&error).unwrap().to_string(),
            format!("the tokens in `{}` cannot be removed", taken.display())
        );
    });
}
