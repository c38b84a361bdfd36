//! What the run time reports beside the rules of the other chapters.

use crate::citation::project;
use crate::judge::{Check, Rule};

/// The rules of values that only the run time knows, in the order of the rulebook.
pub static RULES: &[&Rule] = &[&UNDECLARED_VALUE];

/// A value that arrives at run time and contradicts the declaration.
pub static UNDECLARED_VALUE: Rule = Rule {
    id: "undeclared_value",
    summary: "a value that arrives at run time is none of those that are declared",
    facts: &["`{value}` is not declared"],
    help: "declare the value, or leave it to the run time",
    citations: &[project("docs/run-time.md", "")],
    check: Check::RunTime,
    ..Rule::BASE
};
