//! One finding: what is the case, where, why it matters, what to do, and where that is written.

use std::fmt::Write;

use oauth_flow_core::citation::Citation;

use super::badges::of_level;
use super::escape::{path, prose, text};
use super::model::Review;
use super::source::excerpt;

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

fn one(html: &mut String, review: &Review<'_>, index: usize, heading: usize) {
    let Some(found) = review.findings.get(index) else { return };
    let finding = &found.finding;
    let rule = finding.rule;
    let number = index + 1;
    let class = if found.level == oauth_flow_core::Level::Error { "error" } else { "warn" };
    let _ = write!(
        html,
        "<article class=\"finding {class}\" id=\"finding-{number}\" aria-labelledby=\"finding-{number}-fact\">\n\
         <h{heading} id=\"finding-{number}-fact\">{0} {6}</h{heading}>\n\
         <p class=\"muted\"><a href=\"#rule-{1}\"><code>{1}</code></a> at <code>{2}:{3}:{4}</code></p>\n{5}\n<dl>",
        of_level(found.level),
        rule.id,
        path(&found.file.path),
        found.place.line,
        found.place.column,
        excerpt(found, &review.masks),
        prose(&finding.fact),
    );
    if let Some(why) = rule.why {
        let _ = write!(html, "<dt>Why</dt><dd>{}</dd>", prose(why));
    }
    let _ = write!(html, "<dt>Help</dt><dd>{}</dd>", prose(&finding.help));
    let links: Vec<String> = rule.citations.iter().map(citation).collect();
    let _ = writeln!(html, "<dt>Sources</dt><dd>{}</dd></dl>\n</article>", links.join("; "));
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
