//! Judges clients: what their sources state becomes one statement, the rules look at it, and what
//! they find becomes findings.

mod agreement;
mod check;
mod client;
#[cfg(feature = "code")]
mod code;
mod documents;
mod explain;
mod finding;
#[cfg(feature = "code")]
mod fix;
mod index;
mod level;
mod merge;
mod metadata;
#[cfg(feature = "code")]
mod obligations;
mod origin;
mod place;
mod registered;
mod remedy;
mod report;
mod rule;
mod statement;
mod subject;
mod text;
mod values;
#[cfg(feature = "code")]
mod whose;

pub use agreement::{Disagreement, Party};
pub use check::{check, check_against, unfiltered};
pub use client::{Client, OwnedWaiver, Sources};
#[cfg(feature = "code")]
pub use code::{Act, Code, Exchange, Kept, Named, Request, Response, Sent, What};
pub use documents::{Details, Format, Registration, ServerMetadata};
pub use explain::explain;
pub use finding::Finding;
#[cfg(feature = "code")]
pub use fix::{Evidence, fits_struct};
pub(crate) use index::Index;
pub use level::Level;
pub use merge::{Contradiction, Merged, is_registered, merge};
pub use metadata::{MemberForm, ServerMember};
pub use origin::{Origin, Stated};
pub use place::Place;
pub use remedy::{Holder, Remedy};
pub use report::{Mistake, Report, at};
pub use rule::{Check, Example, Rule, example};
pub use statement::{Statement, Value};
pub use subject::{Address, Field, Holds, Subject};
pub(crate) use text::{all_quoted, all_ticked, ticked, whole};
pub use text::{echo, is_hidden, quoted, visible};
pub use values::judge_values;
#[cfg(feature = "code")]
pub use whose::{Declared, InCode, Unit, Whose, clients};
