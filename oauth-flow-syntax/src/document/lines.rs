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
    pub(super) fn of(&self, bytes: &[u8], byte: usize) -> (usize, usize) {
        let marks = self.0.get_or_init(|| marks(bytes));
        let behind = marks.partition_point(|mark| mark.byte <= byte);
        let Some(mark) = behind.checked_sub(1).and_then(|index| marks.get(index)) else {
            return (1, 1);
        };
        let between = bytes.get(mark.byte..byte.min(bytes.len())).unwrap_or_default();
        (mark.line, mark.column + characters(between))
    }
}

fn marks(bytes: &[u8]) -> Vec<Mark> {
    let mut last = Mark { byte: 0, line: 1, column: 1 };
    let mut marks = vec![last];
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        for part in line.chunks(STEP) {
            let is_end = part.ends_with(b"\n");
            last.byte += part.len();
            last.column += characters(part);
            if is_end {
                last.line += 1;
                last.column = 1;
            }
            marks.push(last);
        }
    }
    marks
}

/// The number of characters that begin in a part of a text.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| !matches!(byte, 0x80..=0xbf)).count()
}
