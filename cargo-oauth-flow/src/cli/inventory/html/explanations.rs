//! The rules that occur on the page, each with all that it says of itself.

use std::fmt::Write;

use oauth_flow_core::{Example, Rule};

use super::clients;
use super::escape::{number, prose, text};
use super::findings::citation;
use super::model::Review;

/// How many findings the explanation of a rule leads to.
const FINDINGS: usize = 12;

pub(super) fn write(html: &mut String, review: &Review<'_>) {
    let rules = review.rules();
    if rules.is_empty() {
        html.push_str("<p>Nothing was found and nothing is waived.</p>\n");
    }
    for rule in &rules {
        one(html, review, rule, &rules);
    }
}

fn one(html: &mut String, review: &Review<'_>, rule: &Rule, shown: &[&Rule]) {
    let id = rule.id;
    let _ = write!(
        html,
        "<article class=\"rule\" id=\"rule-{id}\" aria-labelledby=\"rule-{id}-name\">\n\
         <h3 id=\"rule-{id}-name\"><code>{id}</code></h3>\n<p>It reports that {}.</p>\n<dl>",
        prose(rule.summary)
    );
    let _ = write!(html, "<dt>Level</dt><dd>{}</dd>", prose(&rule.levels_in_words()));
    if let Some(why) = rule.why {
        let _ = write!(html, "<dt>Why</dt><dd>{}</dd>", prose(why));
    }
    let _ = write!(html, "<dt>Help</dt><dd>{}</dd>", prose(rule.help));
    if let Some(case) = rule.waive_where {
        let _ = write!(html, "<dt>Waiver</dt><dd>the right answer where {}</dd>", prose(case));
    } else if !rule.can_be_waived() {
        html.push_str("<dt>Waiver</dt><dd>none: the declaration could not be read</dd>");
    }
    if !rule.yields_to.is_empty() {
        let others = rule.yields_to.iter().map(|other| {
            if shown.contains(other) {
                clients::rule(other.id)
            } else {
                format!("<code>{}</code>", other.id)
            }
        });
        let others: Vec<String> = others.collect();
        let _ = write!(
            html,
            "<dt>Yields to</dt><dd>{}, where one of them reports the same mistake</dd>",
            others.join(", ")
        );
    }
    let sources: Vec<String> = rule.citations.iter().map(citation).collect();
    let _ = write!(html, "<dt>Sources</dt><dd>{}</dd>", sources.join("; "));
    places(html, review, rule);
    html.push_str("</dl>\n");
    if !rule.accepts.is_empty() || !rule.rejects.is_empty() {
        html.push_str("<details><summary>Examples</summary>\n");
        examples(html, "Rejected", rule.rejects);
        examples(html, "Accepted", rule.accepts);
        html.push_str("</details>\n");
    }
    html.push_str("</article>\n");
}

/// Where the rule found something.
fn places(html: &mut String, review: &Review<'_>, rule: &Rule) {
    let here: Vec<String> = review
        .findings
        .iter()
        .enumerate()
        .filter(|(_, found)| found.finding.rule == rule)
        .map(|(index, found)| {
            let (path, line) = (text(found.at.path), found.at.place.line);
            format!("<a href=\"#finding-{}\">{path}:{line}</a>", index + 1)
        })
        .collect();
    if here.is_empty() {
        return;
    }
    let more = match here.len().saturating_sub(FINDINGS) {
        0 => String::new(),
        more => format!(", and {}", number(more, "more finding")),
    };
    let shown: Vec<&str> = here.iter().take(FINDINGS).map(String::as_str).collect();
    let _ = write!(html, "<dt>Found at</dt><dd>{}{more}</dd>", shown.join(", "));
}

fn examples(html: &mut String, title: &str, examples: &[Example]) {
    if examples.is_empty() {
        return;
    }
    let _ = writeln!(html, "<h4>{title}</h4>");
    for example in examples {
        let _ = writeln!(
            html,
            "<pre><code>#[oauth_client({})]\n{}</code></pre>",
            text(example.attribute),
            text(example.item)
        );
    }
}
