//! The numbers on top of the page, and the findings by rule.

use std::cmp::Reverse;
use std::fmt::Write;

use oauth_flow_core::Level;

use super::clients::{count, obligations, rule};
use super::escape::prose;
use super::model::Review;

/// A number, and where it leads.
struct Tile {
    count: usize,
    noun: &'static str,
    target: &'static str,
    /// How it looks where the number is not 0.
    look: &'static str,
    /// What else there is to say, where its number is not 0.
    also: (usize, &'static str),
}

pub(super) fn write(html: &mut String, review: &Review<'_>) {
    let waivers = review.waivers();
    let over = waivers.iter().filter(|(_, until)| review.is_over(*until)).count();
    let gaps = review.inventory.gaps;
    let faults = gaps.iter().filter(|gap| gap.is_fault).count();
    let several = review.clients.iter().filter(|it| it.is_of_several()).count();
    let tile = |count, noun, target| Tile { count, noun, target, look: "", also: (0, "") };
    html.push_str("<ul class=\"tiles\">\n");
    for tile in [
        tile(count(review, true), "declared client", "declared"),
        Tile {
            look: "dashed",
            also: (several, "more not compared"),
            ..tile(count(review, false) - several, "undeclared client", "undeclared")
        },
        Tile { look: "error", ..tile(review.count(Level::Error), "error", "clients") },
        Tile { look: "warn", ..tile(review.count(Level::Warn), "warning", "clients") },
        Tile {
            look: if over > 0 { "warn" } else { "" },
            also: (over, "over"),
            ..tile(waivers.len(), "waiver", "waivers")
        },
        tile(obligations(review), "obligation", "declared"),
        Tile {
            look: if faults > 0 { "warn" } else { "" },
            also: (faults, "at fault"),
            ..tile(gaps.len(), "place not read", "not-read")
        },
    ] {
        one(html, &tile);
    }
    html.push_str("</ul>\n");
    by_rule(html, review);
}

fn one(html: &mut String, tile: &Tile) {
    let Tile { count, noun, target, look, also } = tile;
    let look = if *count == 0 { "" } else { look };
    let words = match (*count, noun.split_once(' ')) {
        (1, _) => String::from(*noun),
        (_, Some(("place", rest))) => format!("places {rest}"),
        _ => format!("{noun}s"),
    };
    let _ = write!(
        html,
        "<li class=\"{look}\"><a href=\"#{target}\"><strong>{count}</strong> {words}</a>"
    );
    if also.0 > 0 {
        let _ = write!(html, " <span class=\"also\">{} {}</span>", also.0, also.1);
    }
    html.push_str("</li>\n");
}

/// The rules that found something, with the number of their findings.
fn by_rule(html: &mut String, review: &Review<'_>) {
    if review.findings.is_empty() {
        return;
    }
    let mut rows: Vec<(usize, usize, &str, &str)> = Vec::new();
    for rule in review.rules() {
        let of = |level: Level| {
            let found = review.findings.iter().filter(|it| it.finding.rule == rule);
            found.filter(|it| it.level == level).count()
        };
        let (errors, warnings) = (of(Level::Error), of(Level::Warn));
        if errors + warnings > 0 {
            rows.push((errors, warnings, rule.id, rule.summary));
        }
    }
    rows.sort_by_key(|(errors, warnings, ..)| Reverse((*errors, *warnings)));
    html.push_str(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"by-rule\">\n<table class=\"by-rule\">\n\
         <caption id=\"by-rule\">Findings by rule</caption>\n<thead><tr><th scope=\"col\">Rule</th>\
         <th scope=\"col\">What it reports</th><th scope=\"col\" class=\"number\">Errors</th>\
         <th scope=\"col\" class=\"number\">Warnings</th></tr></thead>\n<tbody>\n",
    );
    for (errors, warnings, id, summary) in rows {
        let _ = writeln!(
            html,
            "<tr><th scope=\"row\">{}</th><td class=\"wide\">{}</td><td class=\"number\">{errors}</td>\
             <td class=\"number\">{warnings}</td></tr>",
            rule(id),
            prose(summary)
        );
    }
    html.push_str("</tbody>\n</table>\n</div>\n");
}
