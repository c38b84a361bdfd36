//! A subscriber that keeps every span and event, and an HTTP client that waits once.

use std::fmt::{self, Write as _};
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::task::{Context, Poll};

use oauth_flow_run_time_tests::Unreachable;
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Dispatch, Event, Metadata, Subscriber, info};

/// What was told, in the order in which it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Collected {
    /// The spans: level, target, name and fields, those that were recorded later at the end.
    pub(crate) spans: Vec<String>,
    /// The events: level, target and fields, and the names of the spans that they are in.
    pub(crate) events: Vec<String>,
    /// Every name and value that there was.
    pub(crate) texts: Vec<String>,
}

impl Collected {
    /// The endpoint, the status and the error of each exchange.
    pub(crate) fn outcomes(&self) -> Vec<String> {
        let fields = ["oauth.endpoint=", "http.response.status_code=", "error.type="];
        let outcome = |span: &String| {
            let values = fields.iter().filter_map(|name| {
                span.split(' ').find_map(|field| field.strip_prefix(name).map(str::to_owned))
            });
            values.collect::<Vec<_>>().join(" ")
        };
        self.spans.iter().map(outcome).collect()
    }
}

/// What is told while `run` runs, of every level.
pub(crate) fn collected(run: impl FnOnce()) -> Collected {
    // While there is one subscriber, a thread that has none decides that nobody wants what it tells first,
    // and that holds for all threads. With two, each of them is asked.
    static SECOND: OnceLock<Dispatch> = OnceLock::new();
    SECOND.get_or_init(|| Dispatch::new(Collector::default()));
    let collector = Collector::default();
    let told = Arc::clone(&collector.told);
    tracing::subscriber::with_default(collector, run);
    let told = told.lock().unwrap();
    assert!(told.entered.is_empty(), "a span is left");
    told.collected.clone()
}

#[derive(Default)]
struct Collector {
    told: Arc<Mutex<Told>>,
}

#[derive(Default)]
struct Told {
    collected: Collected,
    names: Vec<&'static str>,
    entered: Vec<u64>,
}

impl Subscriber for Collector {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut told = self.told.lock().unwrap();
        let metadata = attributes.metadata();
        let mut text = format!("{} {} {}:", metadata.level(), metadata.target(), metadata.name());
        attributes.record(&mut Fields(&mut text));
        told.collected.texts.push(text.clone());
        told.collected.spans.push(text);
        told.names.push(metadata.name());
        Id::from_u64(told.names.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut told = self.told.lock().unwrap();
        let mut text = String::new();
        values.record(&mut Fields(&mut text));
        told.collected.texts.push(text.clone());
        told.collected.spans[index(span.into_u64())].push_str(&text);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut told = self.told.lock().unwrap();
        let metadata = event.metadata();
        let mut text = format!("{} {}:", metadata.level(), metadata.target());
        event.record(&mut Fields(&mut text));
        for span in &told.entered {
            write!(text, ", in {}", told.names[index(*span)]).unwrap();
        }
        told.collected.texts.push(text.clone());
        told.collected.events.push(text);
    }

    fn enter(&self, span: &Id) {
        self.told.lock().unwrap().entered.push(span.into_u64());
    }

    fn exit(&self, span: &Id) {
        assert_eq!(self.told.lock().unwrap().entered.pop(), Some(span.into_u64()));
    }
}

/// Where the span of an identifier is: identifiers start at one.
fn index(identifier: u64) -> usize {
    usize::try_from(identifier).unwrap() - 1
}

struct Fields<'t>(&'t mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        write!(self.0, " {}={value}", field.name()).unwrap();
    }
}

/// An HTTP client that fails when it is polled for the second time, and tells of each step.
#[derive(Default)]
pub(crate) struct Waiting {
    polled: AtomicBool,
}

impl<'c> AsyncHttpClient<'c> for Waiting {
    type Error = Unreachable;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Unreachable>> + Send + 'c>>;

    fn call(&'c self, _: HttpRequest) -> Self::Future {
        info!("called");
        Box::pin(std::future::poll_fn(|_: &mut Context<'_>| {
            info!("polled");
            if self.polled.swap(true, Ordering::Relaxed) {
                Poll::Ready(Err(Unreachable))
            } else {
                Poll::Pending
            }
        }))
    }
}
