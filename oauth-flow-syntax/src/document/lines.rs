//! Lines and columns of a document.

use std::sync::OnceLock;

/// How many bytes of one line are counted at most to find a column.
const STEP: usize = 4096;

/// Where the lines of a document begin. A message about a document needs it, and most documents are
/// correct, so that it is made on demand.
#[derive(Debug, Default)]
pub(super) struct Lines(OnceLock<Vec<Mark>>);

/// A byte whose line and column are known: the first one of a line, and others of a long one.
#[derive(Clone, Copy, Debug)]
struct Mark {
    byte: usize,
    line: usize,
    column: usize,
}

impl Lines {
    /// The line and the column of a byte, each from 1. The column counts characters; a line ends at its
    /// line feed, and a carriage return before that is the last character of the line.
    pub(super) fn of(&self, text: &str, byte: usize) -> (usize, usize) {
        let marks = self.0.get_or_init(|| marks(text));
        let behind = marks.partition_point(|mark| mark.byte <= byte);
        let Some(mark) = behind.checked_sub(1).and_then(|index| marks.get(index)) else {
            return (1, 1);
        };
        let between = text.get(mark.byte..byte.min(text.len())).unwrap_or_default();
        (mark.line, mark.column + between.chars().count())
    }
}

fn marks(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut last = Mark { byte: 0, line: 1, column: 1 };
    for mut line in text.split_inclusive('\n') {
        marks.push(last);
        while let Some((part, rest)) = line.split_at_checked(step(line)) {
            last.byte += part.len();
            last.column += part.chars().count();
            marks.push(last);
            line = rest;
        }
        last = Mark { byte: last.byte + line.len(), line: last.line + 1, column: 1 };
    }
    if marks.is_empty() || text.ends_with('\n') {
        marks.push(last);
    }
    marks
}

/// The first end of a character that is [`STEP`] bytes behind the beginning of a line, or more.
fn step(line: &str) -> usize {
    if line.len() <= STEP {
        return usize::MAX;
    }
    // A character has at most four bytes.
    let end = (STEP..STEP + 4).find(|byte| line.is_char_boundary(*byte));
    end.unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Lines, STEP, marks};

    #[test]
    fn a_line_ends_at_its_line_feed_and_a_column_counts_characters() {
        let text = "a\n\u{e4}\u{1f600}b\r\n\nc";
        let at = |letter: char| text.find(letter).unwrap_or(text.len());
        let lines = Lines::default();
        let of = |byte: usize| lines.of(text, byte);
        assert_eq!(of(0), (1, 1));
        assert_eq!(of(at('\u{e4}')), (2, 1));
        assert_eq!(of(at('b')), (2, 3));
        assert_eq!(of(at('\r')), (2, 4));
        assert_eq!(of(at('c')), (4, 1));
        assert_eq!(of(text.len()), (4, 2));
        assert_eq!(Lines::default().of("", 0), (1, 1));
        assert_eq!(Lines::default().of("\n", 1), (2, 1));
    }

    #[test]
    fn a_line_may_be_long() {
        // Two bytes each, so that a character is on both sides of a step.
        let line = "x".to_owned() + &"\u{e4}".repeat(STEP * 2);
        let text = format!("{line}\nend");
        let lines = Lines::default();
        for characters in [0, 1, STEP / 2, STEP - 1, STEP, STEP + 1, STEP * 2] {
            let byte = line.chars().take(characters).map(char::len_utf8).sum();
            assert_eq!(lines.of(&text, byte), (1, characters + 1));
        }
        assert_eq!(lines.of(&text, line.len() + 1), (2, 1));
    }

    #[test]
    fn a_long_line_has_a_mark_at_each_step() {
        let of = |text: &str| marks(text).iter().map(|mark| mark.byte).collect::<Vec<_>>();
        assert_eq!(of(&"x".repeat(STEP)), [0]);
        assert_eq!(of(&"x".repeat(STEP * 2 + 1)), [0, STEP, STEP * 2]);
        // A character of four bytes is around each step.
        let text = "xxx".to_owned() + &"\u{1f600}".repeat(STEP / 2);
        assert_eq!(of(&text), [0, STEP + 3]);
    }
}
