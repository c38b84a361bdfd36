//! One finding: what is the case, where, why it matters, what to do, and where that is written.

use std::fmt::Write;

use oauth_flow_core::citation::Citation;

use super::badges::of_level;
use super::clients::rule;
use super::escape::{number, path, prose, text};
use super::model::Review;
use super::source::excerpt;
use crate::findings::Found;

/// The findings of these indexes, the errors first.
pub(super) fn write(html: &mut String, review: &Review<'_>, indexes: &[usize], heading: usize) {
    let mut indexes = indexes.to_vec();
    indexes.sort_by_key(|index| {
        (std::cmp::Reverse(review.findings.get(*index).map(|found| found.level)), *index)
    });
    for index in indexes {
        one(html, review, index, heading);
    }
}

/// The findings of these indexes, which are shown elsewhere on the page.
pub(super) fn write_shared(html: &mut String, review: &Review<'_>, indexes: &[usize]) {
    for index in indexes {
        let Some(found) = review.findings.get(*index) else { continue };
        let _ = writeln!(
            html,
            "<p>{} {} in a document that another client names too: <a href=\"#finding-{}\">{}</a></p>",
            of_level(found.level),
            rule(found.finding.rule.id),
            index + 1,
            prose(&found.finding.fact)
        );
    }
}

fn one(html: &mut String, review: &Review<'_>, index: usize, heading: usize) {
    let Some(found) = review.findings.get(index) else { return };
    let finding = &found.finding;
    let rule = finding.rule;
    let anchor = index + 1;
    let class = if found.level == oauth_flow_core::Level::Error { "error" } else { "warn" };
    let _ = write!(
        html,
        "<article class=\"finding {class}\" id=\"finding-{anchor}\" aria-labelledby=\"finding-{anchor}-fact\">\n\
         <h{heading} id=\"finding-{anchor}-fact\">{0} {6}</h{heading}>\n\
         <p class=\"muted\"><a href=\"#rule-{1}\"><code>{1}</code></a> at <code>{2}:{3}:{4}</code></p>\n{5}\n<dl>",
        of_level(found.level),
        rule.id,
        path(found.at.path),
        found.at.place.line,
        found.at.place.column,
        excerpts(review, found),
        prose(&finding.fact),
    );
    if let Some(why) = rule.why {
        let _ = write!(html, "<dt>Why</dt><dd>{}</dd>", prose(why));
    }
    let _ = write!(html, "<dt>Help</dt><dd>{}</dd>", prose(&finding.help));
    let links: Vec<String> = rule.citations.iter().map(citation).collect();
    let _ = writeln!(html, "<dt>Sources</dt><dd>{}</dd></dl>\n</article>", links.join("; "));
}

/// How many places of a finding are shown beside the first.
const PLACES: usize = 3;

/// The lines of the finding at each of its places.
fn excerpts<'r>(review: &Review<'r>, found: &Found<'r>) -> String {
    let mut html = excerpt(&found.at, &review.masks);
    for spot in found.also.iter().take(PLACES) {
        let _ = write!(
            html,
            "\n<p class=\"muted\">{} at <code>{}:{}:{}</code></p>\n{}",
            spot.role.words(),
            path(spot.path),
            spot.place.line,
            spot.place.column,
            excerpt(spot, &review.masks)
        );
    }
    if let Some(more) = found.also.len().checked_sub(PLACES).filter(|more| *more > 0) {
        let _ = write!(html, "\n<p class=\"muted\">{}</p>", number(more, "more place"));
    }
    html
}

/// A source with its link. A page of this project has no address of its own.
pub(super) fn citation(citation: &Citation) -> String {
    let (words, link) = (text(&citation.to_string()), citation.link());
    if link.starts_with("https://") {
        format!("<a rel=\"noreferrer\" href=\"{}\">{words}</a>", text(&link))
    } else {
        words
    }
}
