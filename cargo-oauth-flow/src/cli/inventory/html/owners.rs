//! Of which client a finding is.

use std::collections::BTreeMap;

use oauth_flow_core::{Code, Kept, Origin, What, Whose};

use crate::findings::{About, Found};
use crate::reading::{PackageCode, Reading};

/// The client that a finding is of.
pub(super) enum Owner {
    Declared(usize),
    /// The package and the client in it, by their indexes.
    Code(usize, usize),
}

/// What tells of which client a finding is.
pub(super) struct Owners<'r> {
    reading: &'r Reading,
    /// The client in the code that acts at a place of a package.
    acts: BTreeMap<(usize, usize), usize>,
    /// The code of a declared client.
    pub(super) code_of: BTreeMap<usize, Vec<(&'r PackageCode, &'r Code)>>,
}

impl<'r> Owners<'r> {
    pub(super) fn of(reading: &'r Reading) -> Self {
        let mut acts = BTreeMap::new();
        let mut code_of: BTreeMap<usize, Vec<_>> = BTreeMap::new();
        for (at, package) in reading.code.iter().enumerate() {
            for (index, client) in package.clients.iter().enumerate() {
                for place in client.code.acts.iter().flat_map(|act| places(&act.what, act.place)) {
                    acts.entry((at, place)).or_insert(index);
                }
                if let Whose::Of(declared) = client.whose {
                    code_of.entry(declared).or_default().push((package, &client.code));
                }
            }
        }
        Self { reading, acts, code_of }
    }

    pub(super) fn owner(&self, found: &Found<'_>) -> Option<Owner> {
        match found.about {
            About::Declaration(declared) | About::Declared(declared) => {
                Some(Owner::Declared(declared))
            }
            About::Code(package) => {
                let Origin::Code(place) = found.finding.origin else { return None };
                let client = *self.acts.get(&(package, place))?;
                let in_code = self.reading.code.get(package)?.clients.get(client)?;
                Some(match in_code.whose {
                    Whose::Of(declared) => Owner::Declared(declared),
                    Whose::Undeclared | Whose::OneOf(_) => Owner::Code(package, client),
                })
            }
            About::Waiver(_) | About::Comment => None,
        }
    }
}

/// The places that a finding about the act may have.
fn places(what: &What, place: usize) -> Vec<usize> {
    let mut places = vec![place];
    if let What::Request(request) = what {
        for kept in [&request.state, &request.nonce] {
            if let Kept::Dropped(at, _) | Kept::Fixed(at) = kept {
                places.push(*at);
            }
        }
    }
    places
}
