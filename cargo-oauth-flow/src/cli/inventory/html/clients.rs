//! A section for each client: its findings, its members, what it relies on, its waivers, its calls.

use std::fmt::Write;

use oauth_flow_core::{Code, Named, Sent, What};

use super::badges::{badge, counts};
use super::escape::{path, prose, text};
use super::findings;
use super::listed::{Listed, Source};
use super::model::Review;
use super::table::server;
use crate::cli::inventory::documents::Served;
use crate::cli::inventory::{Entry, Member};
use crate::reading::PackageCode;

/// How many clients there may be for all of their members to be shown at once.
const OPEN: usize = 30;

pub(super) fn write(html: &mut String, review: &Review<'_>, declared: bool) {
    let is_open = !are_many(review);
    for client in review.clients.iter().filter(|it| it.is_declared() == declared) {
        one(html, review, client, is_open);
    }
}

/// Whether there are too many clients for all that is known of them to be open.
pub(super) fn are_many(review: &Review<'_>) -> bool {
    review.clients.len() > OPEN
}

fn one(html: &mut String, review: &Review<'_>, client: &Listed<'_>, is_open: bool) {
    let anchor = &client.anchor;
    let _ = write!(
        html,
        "<article class=\"client\" id=\"{anchor}\" aria-labelledby=\"{anchor}-name\">\n\
         <h3 id=\"{anchor}-name\">{}</h3>\n<p class=\"muted\">{} \u{b7} <code>{}:{}</code> \u{b7} {}</p>\n",
        text(&client.name),
        text(client.package),
        path(client.file),
        client.line,
        counts(client.errors, client.warnings),
    );
    findings::write(html, review, &client.findings, 4);
    findings::write_shared(html, review, &client.shared);
    let open = if is_open { " open" } else { "" };
    let title = if client.is_declared() { "Declaration" } else { "What the code shows" };
    let _ =
        write!(html, "<details{open}><summary>{title}</summary>\n<div class=\"columns\"><div>\n");
    match client.source {
        Source::Declared(entry, _) => {
            html.push_str("<dl class=\"members\">");
            members(html, entry);
            html.push_str("</dl>\n");
            waivers(html, review, client);
            html.push_str("</div>\n<div>\n");
            list(html, "Relies on", entry.obligations.iter().map(|it| prose(it)));
        }
        Source::Undeclared(it) => {
            let word =
                |known: Option<&str>| known.map_or_else(|| String::from("cannot be told"), text);
            let grants = (!client.grants.is_empty()).then(|| client.grants.join(", "));
            let _ = write!(
                html,
                "<dl class=\"members\"><dt>kind</dt><dd>{}</dd><dt>grants</dt><dd>{}</dd>",
                word(client.kind.as_deref()),
                word(grants.as_deref()),
            );
            if let Some(pkce) = &client.pkce {
                let _ = write!(html, "<dt>PKCE</dt><dd>{}</dd>", text(pkce));
            }
            let _ = write!(
                html,
                "<dt>authentication</dt><dd>{}</dd><dt>server</dt><dd>{}</dd>",
                word(client.auth.as_deref()),
                server(client)
            );
            if !it.may_be.is_empty() {
                let _ = write!(
                    html,
                    "<dt>may be</dt><dd>{}; it is compared with none</dd>",
                    text(&it.may_be.join(", "))
                );
            }
            html.push_str("</dl>\n</div>\n<div>\n");
        }
    }
    list(html, "What its code does", acts(review, &client.code).into_iter());
    html.push_str("</div></div>\n</details>\n</article>\n");
}

/// The members, with the document that states each, and the documents.
fn members(html: &mut String, entry: &Entry) {
    for Member { title, value, source } in &entry.members {
        let from = source
            .map_or_else(String::new, |it| format!(" <span class=\"muted\">from the {it}</span>"));
        let _ = write!(html, "<dt>{title}</dt><dd>{}{from}</dd>", text(value));
    }
    let is_stale = entry.server.as_ref().is_some_and(Served::is_stale);
    for (title, at, words) in entry.documents() {
        let stale = if is_stale && title == "server document" {
            format!(" {}", badge("warn", "more than 90 days old"))
        } else {
            String::new()
        };
        let _ = write!(
            html,
            "<dt>{title}</dt><dd><code>{}</code> {}{stale}</dd>",
            path(at),
            prose(&words)
        );
    }
}

fn list(html: &mut String, title: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.collect();
    if items.is_empty() {
        return;
    }
    let _ = write!(html, "<h4>{title}</h4>\n<ul>");
    for item in items {
        let _ = write!(html, "<li>{item}</li>");
    }
    html.push_str("</ul>\n");
}

fn waivers(html: &mut String, review: &Review<'_>, client: &Listed<'_>) {
    let items = client.waivers().into_iter().map(|waiver| {
        let last = match waiver.until {
            Some(_) => format!(", until {}", until(review, waiver.until)),
            None => String::new(),
        };
        format!("{}: {}{last}", rule(waiver.rule), text(waiver.reason))
    });
    list(html, "Waivers", items.collect::<Vec<_>>().into_iter());
}

/// A rule by its name, which leads to its explanation.
pub(super) fn rule(id: &str) -> String {
    format!("<a href=\"#rule-{0}\"><code>{0}</code></a>", text(id))
}

/// The last day of a waiver, marked where it is over.
pub(super) fn until(review: &Review<'_>, until: Option<oauth_flow_core::Date>) -> String {
    let Some(day) = until else { return String::from("none") };
    let over = if review.is_over(until) {
        format!(" {}", badge("warn", "its last day is over"))
    } else {
        String::new()
    };
    format!("{}{over}", crate::cli::inventory::day(day))
}

/// What the code does, each with its place.
fn acts(review: &Review<'_>, all: &[(&PackageCode, &Code)]) -> Vec<String> {
    let mut acts: Vec<String> = Vec::new();
    for (package, code) in all {
        for act in &code.acts {
            let place = package.places.get(act.place);
            let place =
                place.and_then(|(file, at)| Some((review.reading.files.get(*file)?, at.line)));
            if let (Some(words), Some((file, line))) = (words(&act.what), place) {
                let act = format!("{words} <code class=\"at\">{}:{line}</code>", path(&file.path));
                if !acts.contains(&act) {
                    acts.push(act);
                }
            }
        }
    }
    acts
}

/// What a client does, in words; nothing where a finding says it, or a member.
fn words(what: &What) -> Option<String> {
    Some(match what {
        What::Client => String::from("makes a client of a library"),
        What::Configuration(name) => format!("is configured by <code>{}</code>", text(name)),
        What::Endpoint(named, uri) if !uri.is_empty() => {
            let named = match named {
                Named::Authorization => "authorization endpoint",
                Named::Token => "token endpoint",
                Named::Issuer => "issuer",
                Named::Other => "endpoint",
            };
            format!("names the {named} <code>{}</code>", text(uri))
        }
        What::Request(request) => {
            let pkce = match request.challenge {
                Sent::Yes => " with a code challenge",
                Sent::No => " without a code challenge",
                Sent::Unknown => "",
            };
            format!("asks for an authorization{pkce}")
        }
        What::Exchange(exchange) => {
            let verifier = match exchange.verifier {
                Sent::Yes => " with the code verifier",
                Sent::No | Sent::Unknown => "",
            };
            format!("asks for a token by <code>{}</code>{verifier}", exchange.grant)
        }
        What::Extension(name) => format!("asks for a token by <code>{}</code>", text(name)),
        What::RedirectUri(uri) => format!("names the redirect URI <code>{}</code>", text(uri)),
        What::Scope(scope) => format!("asks for the scope <code>{}</code>", text(scope)),
        _ => return None,
    })
}

/// How many statements the clients rely on.
pub(super) fn obligations(review: &Review<'_>) -> usize {
    review.inventory.clients.iter().map(|entry| entry.obligations.len()).sum()
}

/// What is said where no client is of a kind.
pub(super) fn none(declared: bool) -> &'static str {
    if declared {
        "<p>No client is declared.</p>\n"
    } else {
        "<p>No other client was found in the code.</p>\n"
    }
}

/// How many clients are of a kind, in words.
pub(super) fn count(review: &Review<'_>, declared: bool) -> usize {
    review.clients.iter().filter(|it| it.is_declared() == declared).count()
}
