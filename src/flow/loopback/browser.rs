//! Opens the browser of the user.

use std::boxed::Box;
use std::env;
use std::io;

use oauth2::url::Url;

/// How the browser is opened.
pub(super) enum Browser {
    /// By the system.
    System,
    /// By the app.
    Given(Opener),
    /// Not at all.
    None,
}

/// What opens a URL in place of the system.
pub(super) type Opener = Box<dyn FnOnce(&Url) -> io::Result<()> + Send>;

impl Browser {
    /// Whether it is known beforehand that none can be opened.
    pub(super) fn is_missing(&self) -> bool {
        match self {
            Self::System => !has_screen(cfg!(any(windows, target_os = "macos")), |name| {
                env::var_os(name).is_some_and(|value| !value.is_empty())
            }),
            Self::Given(_) => false,
            Self::None => true,
        }
    }

    /// Opens the URL; gives whether that was done. It may block, and so it has a thread of its own.
    pub(super) async fn open(self, url: &Url) -> bool {
        if self.is_missing() || !matches!(url.scheme(), "https" | "http") {
            return false;
        }
        let url = url.clone();
        let opened = tokio::task::spawn_blocking(move || match self {
            Self::System => by_system(&url),
            Self::Given(open) => open(&url),
            Self::None => Err(io::ErrorKind::NotFound.into()),
        });
        matches!(opened.await, Ok(Ok(())))
    }
}

/// How long an opener may take to fail, such as one that finds no screen.
#[cfg(all(unix, not(target_os = "macos")))]
const OPENER_FAILS_WITHIN: std::time::Duration = std::time::Duration::from_secs(2);

#[cfg(all(unix, not(target_os = "macos")))]
fn by_system(url: &Url) -> io::Result<()> {
    open::that_detached_with_timeout(url.as_str(), OPENER_FAILS_WITHIN)
}

/// The system itself says whether it takes the URL.
#[cfg(not(all(unix, not(target_os = "macos"))))]
fn by_system(url: &Url) -> io::Result<()> {
    open::that_detached(url.as_str())
}

/// Whether there is a screen for a browser, by the environment. On Windows and macOS, programs have the
/// screen of the user unless the user came over SSH. Elsewhere a screen is that of X11, Wayland or, in WSL,
/// of Windows; `BROWSER` names a program that needs none, as remote editors set it.
fn has_screen(is_always_there: bool, is_set: impl Fn(&str) -> bool) -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "BROWSER"].into_iter().any(&is_set)
        || (is_always_there && !is_set("SSH_CONNECTION"))
}

#[cfg(test)]
mod tests {
    use super::has_screen;

    #[test]
    fn a_screen_is_known_by_the_environment() {
        for (variables, elsewhere, on_windows_or_macos) in [
            (&[][..], false, true),
            (&["DISPLAY"], true, true),
            (&["WAYLAND_DISPLAY"], true, true),
            (&["WSL_DISTRO_NAME"], true, true),
            (&["BROWSER"], true, true),
            (&["SSH_CONNECTION"], false, false),
            (&["SSH_CONNECTION", "DISPLAY"], true, true),
            (&["SSH_CONNECTION", "BROWSER"], true, true),
            (&["HOME", "PATH"], false, true),
        ] {
            let is_set = |name: &str| variables.contains(&name);
            assert_eq!(has_screen(false, is_set), elsewhere, "{variables:?}");
            assert_eq!(has_screen(true, is_set), on_windows_or_macos, "{variables:?}");
        }
    }
}
