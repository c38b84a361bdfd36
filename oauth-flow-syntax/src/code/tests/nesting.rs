//! How deeply code may be nested to be parsed.

use crate::code::{STACK, depth};

/// The kilobytes that are left inside of so many parentheses, which take 66 each.
const LEFT: usize = 430;

fn is_refused(inside: &str) -> Option<String> {
    let around = (STACK - LEFT) / 66;
    let text = format!("{}{inside}{}", "(".repeat(around), ")".repeat(around));
    depth::check(&text.parse().unwrap()).err().map(|it| it.message)
}

#[test]
fn each_token_takes_its_part_of_the_stack() {
    assert_eq!(STACK, 102_400);
    for (text, times) in [
        ("a ", 215),
        ("1 ", 215),
        ("+ ", 215),
        ("() ", 215),
        ("& ", 86),
        ("! ", 86),
        ("* ", 86),
        ("- ", 86),
        ("| ", 86),
        ("= ", 86),
        (". ", 86),
        // Without a space between them, the parser calls itself for each.
        ("&", 22),
        ("-", 22),
        ("=", 213),
        ("< ", 7),
        ("@ ", 7),
        ("return ", 7),
        // A block that goes on, and what begins like an attribute.
        ("{} + ", 107),
        ("{} as a ", 71),
        ("{} else ", 6),
        ("# + [] ", 71),
        ("+ [] ", 107),
    ] {
        assert_eq!(is_refused(&text.repeat(times)), None, "{text} {times} times");
        let refused = is_refused(&text.repeat(times + 1));
        assert_eq!(refused.as_deref(), Some("the code is nested too deeply"), "{text}");
    }
    let parentheses = |times: usize| is_refused(&("(".repeat(times) + &")".repeat(times)));
    assert_eq!((parentheses(7).is_some(), parentheses(8).is_some()), (false, true));
}

#[test]
fn what_ends_takes_no_part_of_what_follows() {
    for text in ["a; ", "a, ", "{} ", "{} fn ", "#[] ", "#![] ", "{} #[] "] {
        assert_eq!(is_refused(&text.repeat(1000)), None, "{text}");
    }
}

#[test]
fn a_number_has_a_thousand_digits_at_most() {
    let refused = |text: String| depth::check(&text.parse().unwrap()).err().map(|it| it.message);
    assert_eq!(refused("1".repeat(1000)), None);
    assert_eq!(refused("1".repeat(1001)).as_deref(), Some("the number is too long"));
    assert_eq!(refused(format!("{:?}", "a".repeat(1001))), None);
}
