//! What the services share, none of which is about OAuth: where their values come from, when
//! they stop, and how they log. And [a store of tokens](postgres_token_store) on PostgreSQL.

mod environment;
pub mod postgres_token_store;
mod stand_in_api;

pub use environment::Environment;
pub use stand_in_api::StandInApi;

use std::error::Error;
use std::io;

/// Ready from when the service is asked to stop: by Ctrl-C, and on Unix by SIGTERM too. Signals
/// count from this call on, not from when the future is awaited.
///
/// # Errors
/// The system lets no signal be awaited.
pub fn stopped() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};

        let (mut interrupt, mut terminate) =
            (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => (),
                _ = terminate.recv() => (),
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            log(&error);
        }
    })
}

/// Writes an error and what is behind it.
pub fn log(error: &(dyn Error + 'static)) {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    eprintln!("error: {text}");
}

/// The examples of the README and of the pages, which need what a service needs.
#[cfg(doctest)]
mod pages {
    macro_rules! pages {
        ($($name:ident $page:literal)+) => {
            $(#[doc = include_str!($page)]
            mod $name {})+
        };
    }

    pages! {
        readme "../../../README.md"
        attribute "../../../docs/attribute.md"
        native "../../../docs/native.md"
        openid "../../../docs/openid.md"
        presets "../../../docs/presets.md"
        run_time "../../../docs/run-time.md"
        token_store "../../../docs/token-store.md"
        tokens "../../../docs/tokens.md"
        waivers "../../../docs/waivers.md"
    }
}
