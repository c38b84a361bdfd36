//! What is measured is a login.

mod sides;

use sides::{log_in_plain, log_in_typed, plain, typed};

#[test]
fn both_sides_log_in() {
    assert_eq!(log_in_typed(&typed()), 32);
    assert_eq!(log_in_plain(&plain()), 32);
}
