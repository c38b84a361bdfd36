//! The expansion of the attribute. A crate of macros gives nothing but macros to others, so its
//! files are compiled here once more.

#[path = "../../../oauth-flow-macros/src/accessor.rs"]
mod accessor;
#[path = "../../../oauth-flow-macros/src/declare.rs"]
mod declare;
#[path = "../../../oauth-flow-macros/src/expand.rs"]
mod expand;
#[path = "../../../oauth-flow-macros/src/hints.rs"]
mod hints;
#[path = "../../../oauth-flow-macros/src/report.rs"]
mod report;

pub(crate) use declare::declare;
