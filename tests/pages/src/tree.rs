//! The decision tree of the guide as an SVG inside the documentation: it takes the
//! colours of the page around it, and is narrow enough for a phone.

use std::fmt::Write;

use oauth_flow_core::vocabulary::Profile;
use oauth_flow_core::{FLOW_GUIDE, Row, recommend};

use super::escaped;

const WIDTH: usize = 328;
/// About how many characters of 15 px fit into a question box.
const COLUMNS: usize = 40;
const LINE: usize = 20;
const ANSWER_X: usize = 96;
const ANSWER_HEIGHT: usize = 56;

const TEXT: &str = "var(--main-color, currentColor)";
const LINK: &str = "var(--link-color, currentColor)";

/// The tree: the questions from the top down, "yes" to the side, "no" to the next question.
/// It holds no empty line, which would end it for a reader of Markdown.
pub(super) fn tree() -> String {
    let (mut body, mut y) = (String::new(), 2);
    let last = FLOW_GUIDE.len() - 1;
    for (index, row) in FLOW_GUIDE.iter().enumerate() {
        y = question(&mut body, row, y, index == last);
    }
    let height = y + 2;
    let steps: Vec<String> = FLOW_GUIDE
        .iter()
        .map(|row| {
            format!("{} Yes: {}.", super::sentence(row.question).replace("?.", "?"), row.kind)
        })
        .collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         aria-labelledby=\"flow-tree-title flow-tree-desc\" font-family=\"sans-serif\" \
         font-size=\"15\" style=\"display:block;width:100%;max-width:440px;height:auto\">\n\
         <title id=\"flow-tree-title\">Which kind of client is it?</title>\n\
         <desc id=\"flow-tree-desc\">{}</desc>\n\
         {body}</svg>\n",
        escaped(&steps.join(" ")),
    )
}

/// Draws one question at `y` with its answer; gives where the next one begins.
fn question(body: &mut String, row: &Row, y: usize, last: bool) -> usize {
    let lines = wrapped(&super::sentence(row.question).replace("?.", "?"));
    let box_height = lines.len() * LINE + 16;
    let bottom = y + box_height;
    let answer = bottom + 14;
    let middle = answer + ANSWER_HEIGHT / 2;
    let next = answer + ANSWER_HEIGHT + 18;
    let _ = writeln!(
        body,
        "<rect x=\"2\" y=\"{y}\" width=\"{}\" height=\"{box_height}\" rx=\"6\" fill=\"none\" style=\"stroke:{TEXT}\" stroke-opacity=\"0.5\"></rect>",
        WIDTH - 4
    );
    for (index, line) in lines.iter().enumerate() {
        text(body, (14, y + 23 + index * LINE), TEXT, "", line);
    }
    path(body, &format!("M56 {bottom}V{middle}H{}", ANSWER_X - 2), LINK);
    arrow(body, &format!("M{} {}l8 5l-8 5z", ANSWER_X - 9, middle - 5), LINK);
    text(body, (62, middle - 7), LINK, "", "yes");
    if !last {
        path(body, &format!("M20 {bottom}V{}", next - 2), TEXT);
        arrow(body, &format!("M15 {}l5 8l5 -8z", next - 9), TEXT);
        text(body, (27, next - 18), TEXT, "", "no");
    }
    let kind = row.kind;
    let pkce = recommend(kind, Profile::Rfc9700).pkce.map_or("", |_| " + PKCE");
    let _ = writeln!(
        body,
        "<a href=\"#{kind}\"><rect x=\"{ANSWER_X}\" y=\"{answer}\" width=\"{}\" height=\"{ANSWER_HEIGHT}\" rx=\"6\" fill-opacity=\"0.08\" style=\"fill:{LINK};stroke:{LINK}\"></rect>",
        WIDTH - 2 - ANSWER_X
    );
    let x = ANSWER_X + 12;
    text(body, (x, answer + 23), LINK, " font-weight=\"bold\" font-size=\"16\"", kind_name(row));
    text(body, (x, answer + 44), TEXT, "", &format!("{}{pkce}", row.grant));
    body.push_str("</a>\n");
    if last { answer + ANSWER_HEIGHT } else { next }
}

fn kind_name(row: &Row) -> &'static str {
    oauth_flow_core::vocabulary::Word::word(row.kind)
}

fn text(body: &mut String, (x, y): (usize, usize), fill: &str, more: &str, text: &str) {
    let text = escaped(text);
    let _ = writeln!(body, "<text x=\"{x}\" y=\"{y}\"{more} style=\"fill:{fill}\">{text}</text>");
}

fn path(body: &mut String, d: &str, stroke: &str) {
    let _ = writeln!(
        body,
        "<path d=\"{d}\" fill=\"none\" style=\"stroke:{stroke}\" stroke-opacity=\"0.7\"></path>"
    );
}

fn arrow(body: &mut String, d: &str, fill: &str) {
    let _ = writeln!(body, "<path d=\"{d}\" style=\"fill:{fill}\" fill-opacity=\"0.7\"></path>");
}

/// The text in lines that fit into a box.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let fits = lines.last().is_some_and(|line| line.len() + word.len() < COLUMNS);
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if fits => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(String::from(word)),
        }
    }
    lines
}
