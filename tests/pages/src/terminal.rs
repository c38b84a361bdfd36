//! The picture of README: a message of the compiler, as a terminal shows it. It brings its own
//! background, so it reads on a light page and on a dark one.

use std::fmt::Write;

use super::escaped;

const RED: &str = "#ff7b72";
const BLUE: &str = "#79c0ff";
const GREEN: &str = "#7ee787";
const WHITE: &str = "#f0f6fc";
const GREY: &str = "#b1bac4";

/// One stretch of a line: its colour, whether it is bold, and its text.
type Stretch<'a> = (&'static str, bool, &'a str);

/// The picture of a message, made from a snapshot of the UI tests.
pub(super) fn picture(message: &str) -> String {
    let message = message.replace("ui/fail/missing_pkce.rs", "src/clients.rs");
    let lines: Vec<&str> = message.trim_end().lines().collect();
    let columns = lines.iter().map(|line| line.chars().count()).max().unwrap_or_default();
    let (width, height) = (columns * 84 / 10 + 40, lines.len() * 21 + 56);
    let label = escaped(&lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" "));
    let mut picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"title desc\">\n\
         <title id=\"title\">A compile error of oauth-flow</title>\n\
         <desc id=\"desc\">{label}</desc>\n\
         <rect x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" rx=\"8\" fill=\"#0d1117\" stroke=\"#6e7681\"/>\n",
        width - 1,
        height - 1,
    );
    for (index, colour) in ["#ff5f57", "#febc2e", "#28c840"].iter().enumerate() {
        let x = 22 + index * 18;
        let _ = writeln!(picture, "<circle cx=\"{x}\" cy=\"20\" r=\"5.5\" fill=\"{colour}\"/>");
    }
    picture.push_str(
        "<g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"14\">\n",
    );
    for (index, line) in lines.iter().enumerate() {
        let y = 52 + index * 21;
        let _ = write!(picture, "<text x=\"20\" y=\"{y}\" xml:space=\"preserve\">");
        for (colour, bold, text) in stretches(line) {
            let weight = if bold { " font-weight=\"bold\"" } else { "" };
            let text = escaped(text);
            let _ = write!(picture, "<tspan fill=\"{colour}\"{weight}>{text}</tspan>");
        }
        picture.push_str("</text>\n");
    }
    picture.push_str("</g>\n</svg>\n");
    picture
}

/// The colours that the compiler gives a line.
fn stretches(line: &str) -> Vec<Stretch<'_>> {
    let indent = line.len() - line.trim_start().len();
    let (space, text) = line.split_at(indent);
    if let Some(rest) = line.strip_prefix("error") {
        return vec![(RED, true, "error"), (WHITE, true, rest)];
    }
    for label in ["why:", "help:", "spec:"] {
        if let Some(rest) = text.strip_prefix(label) {
            let colour = if label == "help:" { GREEN } else { GREY };
            return vec![(GREY, false, space), (colour, true, label), (WHITE, false, rest)];
        }
    }
    if let Some(rest) = text.strip_prefix("-->") {
        return vec![(BLUE, true, &line[..indent + 3]), (GREY, false, rest)];
    }
    match line.split_once('|') {
        Some((gutter, code)) => {
            let end = gutter.len() + 1;
            let marks = !code.is_empty() && code.trim().chars().all(|letter| letter == '^');
            let colour = if marks { RED } else { WHITE };
            vec![(BLUE, true, &line[..end]), (colour, marks, code)]
        }
        None => vec![(WHITE, false, line)],
    }
}
