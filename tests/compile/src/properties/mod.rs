//! What holds of any input whatever. The tests of properties try it for seconds on inputs of their
//! own making, the fuzzers for hours on any.

mod code;
mod declaration;
mod documents;
mod item;
mod words;

pub use code::hold_of_file;
pub use declaration::{hold_of_declaration, said};
pub use documents::hold_of_documents;
pub use words::hold_of_text;

/// Whether the text shows as it is: without characters that do not show, or that move the text
/// around them.
fn shows(text: &str) -> bool {
    !text.chars().any(|letter| match letter {
        '\n' => false,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        letter => letter == '\u{feff}' || letter.is_control(),
    })
}
