//! The threads that read, with the stack that a deeply nested file takes.

use oauth_flow_syntax::code::STACK;

/// The bytes of the stack of a thread.
const BYTES: usize = 2 * STACK * 1024;

/// Does something on a thread of its own with such a stack.
pub(crate) fn deep<R: Send>(run: impl Fn() -> R + Send + Sync) -> R {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(BYTES).spawn_scoped(scope, &run);
        match thread {
            Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            // The stack of this one is enough for what people write.
            Err(_) => run(),
        }
    })
}

#[cfg(feature = "cli")]
mod several {
    use rayon::iter::{IntoParallelIterator, ParallelIterator};
    use rayon::{ThreadPool, ThreadPoolBuilder};

    use super::BYTES;
    use crate::cli::progress::Progress;

    /// As many threads as the machine has processors.
    pub(crate) struct Readers {
        pool: Option<ThreadPool>,
        progress: Progress,
    }

    impl Readers {
        /// Threads that read so many files in all.
        pub(crate) fn of(files: usize) -> Self {
            let pool = ThreadPoolBuilder::new().stack_size(BYTES).build().ok();
            Self { pool, progress: Progress::of(files) }
        }

        /// Does one thing with each value, and keeps the order.
        pub(crate) fn each<T: Send, R: Send>(
            &self,
            all: Vec<T>,
            one: impl Fn(T) -> R + Send + Sync,
        ) -> Vec<R> {
            let one = |value: T| {
                let done = one(value);
                self.progress.step();
                done
            };
            let all = || all.into_par_iter().map(one).collect();
            match &self.pool {
                Some(pool) => pool.install(all),
                None => all(),
            }
        }
    }
}

#[cfg(feature = "cli")]
pub(crate) use several::Readers;

/// One thread: a build has others to wait for, and reads one package.
#[cfg(not(feature = "cli"))]
pub(crate) struct Readers;

#[cfg(not(feature = "cli"))]
impl Readers {
    /// A thread that reads so many files in all.
    pub(crate) const fn of(_: usize) -> Self {
        Self
    }

    /// Does one thing with each value, and keeps the order.
    #[expect(clippy::unused_self, reason = "the command line keeps its threads in it")]
    pub(crate) fn each<T: Send, R: Send>(
        &self,
        all: Vec<T>,
        one: impl Fn(T) -> R + Send + Sync,
    ) -> Vec<R> {
        let all = std::sync::Mutex::new(all);
        deep(|| {
            let mut all = all.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            std::mem::take(&mut *all).into_iter().map(&one).collect()
        })
    }
}
