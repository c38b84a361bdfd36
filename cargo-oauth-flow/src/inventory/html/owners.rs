//! Of which client a finding is.

use std::collections::BTreeMap;

use oauth_flow_core::{Code, Kept, Origin, What, Whose};

use crate::check::Found;
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
    acts: BTreeMap<(&'r str, usize), (usize, usize)>,
    /// The declared clients of a file.
    of_files: BTreeMap<&'r str, Vec<usize>>,
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
                    acts.entry((package.package.as_str(), place)).or_insert((at, index));
                }
                if let Whose::Of(declared) = client.whose {
                    code_of.entry(declared).or_default().push((package, &client.code));
                }
            }
        }
        let mut of_files: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, declared) in reading.clients.iter().enumerate() {
            if let Some(file) = reading.files.get(declared.file) {
                of_files.entry(file.path.as_str()).or_default().push(index);
            }
        }
        Self { reading, acts, of_files, code_of }
    }

    pub(super) fn owner(&self, found: &Found<'_>) -> Option<Owner> {
        if let Origin::Code(place) = found.finding.origin {
            let (package, index) = *self.acts.get(&(found.package, place))?;
            let client = self.reading.code.get(package)?.clients.get(index)?;
            return Some(match client.whose {
                Whose::Of(declared) => Owner::Declared(declared),
                Whose::Nobodys | Whose::OneOf(_) => Owner::Code(package, index),
            });
        }
        let here = self.of_files.get(found.file.path.as_str())?.iter();
        let mut here = here.filter(|index| {
            self.reading.clients.get(**index).is_some_and(|declared| {
                declared.name == found.client
                    && declared.places.of_origin(found.finding.origin) == found.place
            })
        });
        here.next().map(|index| Owner::Declared(*index))
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
