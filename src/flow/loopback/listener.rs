//! Listens on the loopback interface, and gives each connection a task of its own.

use std::collections::VecDeque;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::vec::Vec;

use core::convert::Infallible;
use core::future::{Future, poll_fn};
use core::task::{Context, Poll};
use core::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{sleep, timeout};

use super::address::{Address, AddressHost};
use super::page::Outcome;
use super::race::{First, first};
use super::visit::{Expected, visit};

/// How many connections are served at once. One more takes the place of the oldest that has sent no
/// authorization response: whoever holds connections open cannot keep the browser out.
const MOST: usize = 64;

/// The pause after a connection that could not be accepted, as where the process has no file descriptor left.
const PAUSE: Duration = Duration::from_millis(50);

/// How long the browser may take to read its page.
const FLUSH: Duration = Duration::from_secs(2);

/// Listens until it is dropped, which ends every connection.
pub(super) struct Listener {
    /// On one loopback address, or on both.
    sockets: Vec<TcpListener>,
    port: u16,
    tasks: JoinSet<()>,
    /// The connections that are served, the oldest first.
    visitors: VecDeque<Visitor>,
    outcome: watch::Sender<Option<Outcome>>,
}

struct Visitor {
    task: AbortHandle,
    /// Whether it has sent the authorization response, and waits for the page.
    waits: Arc<AtomicBool>,
}

impl Visitor {
    fn waits(&self) -> bool {
        self.waits.load(Ordering::Relaxed)
    }
}

impl Listener {
    /// Listens where the redirect URI says.
    pub(super) async fn bind(address: &Address) -> Result<Self, (SocketAddr, io::Error)> {
        let (first, second) = address.host.addresses();
        let is_name = address.host == AddressHost::Name;
        let (mut sockets, mut port) = (Vec::new(), address.port());
        match bind(first, port).await {
            Ok((socket, bound)) => {
                sockets.push(socket);
                port = bound;
            }
            Err((_, error)) if is_name && is_missing(&error) => {}
            Err(error) => return Err(error),
        }
        match bind(second, port).await {
            Ok((socket, _)) => sockets.push(socket),
            // A browser connects to either address of a name: another program at this one could get the
            // response. It connects to no other address than a literal one.
            Err(error) if sockets.is_empty() || (is_name && !is_missing(&error.1)) => {
                return Err(error);
            }
            Err(_) => {}
        }
        Ok(Self {
            sockets,
            port,
            tasks: JoinSet::new(),
            visitors: VecDeque::new(),
            outcome: watch::Sender::new(None),
        })
    }

    pub(super) const fn port(&self) -> u16 {
        self.port
    }

    /// Where a connection learns how the login ended.
    pub(super) fn outcome(&self) -> watch::Receiver<Option<Outcome>> {
        self.outcome.subscribe()
    }

    /// Serves connections until the step is done.
    pub(super) async fn serving<T>(
        &mut self,
        expected: &Arc<Expected>,
        step: impl Future<Output = T>,
    ) -> T {
        match first(step, self.serve(expected)).await {
            First::One(output) => output,
            First::Other(never) => match never {},
        }
    }

    async fn serve(&mut self, expected: &Arc<Expected>) -> Infallible {
        loop {
            match poll_fn(|context| self.poll_accept(context)).await {
                Ok(stream) => self.admit(stream, expected),
                Err(_) => sleep(PAUSE).await,
            }
        }
    }

    fn poll_accept(&mut self, context: &mut Context<'_>) -> Poll<io::Result<TcpStream>> {
        self.poll_ended(context);
        for index in 0..self.sockets.len() {
            let Some(socket) = self.sockets.get(index) else { break };
            if let Poll::Ready(accepted) = socket.poll_accept(context) {
                // The next one is asked first, so that each of them gets its turn.
                self.sockets.rotate_left(1);
                return Poll::Ready(accepted.map(|(stream, _)| stream));
            }
        }
        Poll::Pending
    }

    /// Forgets the connections that have ended, and asks to be woken when one ends.
    fn poll_ended(&mut self, context: &mut Context<'_>) {
        while let Poll::Ready(Some(_)) = self.tasks.poll_join_next(context) {}
        self.visitors.retain(|visitor| !visitor.task.is_finished());
    }

    fn admit(&mut self, stream: TcpStream, expected: &Arc<Expected>) {
        if self.visitors.len() >= MOST {
            let oldest = self.visitors.iter().position(|visitor| !visitor.waits());
            match oldest.and_then(|index| self.visitors.remove(index)) {
                Some(visitor) => visitor.task.abort(),
                None => return,
            }
        }
        let waits = Arc::new(AtomicBool::new(false));
        let task = visit(stream, Arc::clone(expected), Arc::clone(&waits));
        let task = self.tasks.spawn(task);
        self.visitors.push_back(Visitor { task, waits });
    }

    /// Tells the browser how the login ended, and waits until it has read its page, for a short time.
    pub(super) async fn close(mut self, outcome: Outcome) {
        self.sockets.clear();
        self.outcome.send_replace(Some(outcome));
        let told = poll_fn(|context| {
            self.poll_ended(context);
            if self.visitors.iter().any(Visitor::waits) { Poll::Pending } else { Poll::Ready(()) }
        });
        // A browser that does not read is left alone.
        let _ = timeout(FLUSH, told).await;
    }
}

async fn bind(address: IpAddr, port: u16) -> Result<(TcpListener, u16), (SocketAddr, io::Error)> {
    let address = SocketAddr::new(address, port);
    let bound = async {
        let socket = TcpListener::bind(address).await?;
        let port = socket.local_addr()?.port();
        Ok((socket, port))
    };
    bound.await.map_err(|error| (address, error))
}

/// Whether the machine has no such address, as where it has no IPv6.
fn is_missing(error: &io::Error) -> bool {
    !matches!(error.kind(), io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied)
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use super::is_missing;

    #[test]
    fn an_address_that_another_program_has_is_not_missing() {
        for (kind, missing) in [
            (ErrorKind::AddrNotAvailable, true),
            (ErrorKind::Unsupported, true),
            (ErrorKind::AddrInUse, false),
            (ErrorKind::PermissionDenied, false),
        ] {
            assert_eq!(is_missing(&kind.into()), missing, "{kind:?}");
        }
    }
}
