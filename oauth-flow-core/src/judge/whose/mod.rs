//! Which declaration is which client in the code of a package.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use crate::vocabulary::Grant;

use crate::judge::code::{Act, Code, Kept, Named, What};

/// A function or another item of a package, and what it does as a client.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    /// The module that it is in, by its path.
    pub module: String,
    /// The type whose `impl` it is in.
    pub of_type: Option<String>,
    /// The types that it names.
    pub types: BTreeSet<String>,
    /// What it does.
    pub acts: Vec<Act>,
}

impl Unit {
    /// Counts each place from `first` on: the reader of a package has one count for all of its files.
    pub fn count_from(&mut self, first: usize) {
        let move_kept = |kept: &mut Kept| {
            if let Kept::Dropped(place, _) | Kept::Fixed(place) = kept {
                *place += first;
            }
        };
        for act in &mut self.acts {
            act.place += first;
            if let What::Request(request) = &mut act.what {
                move_kept(&mut request.state);
                move_kept(&mut request.nonce);
            }
        }
    }
}

/// An item of a package that declares a client.
#[derive(Clone, Debug)]
pub struct Declared {
    /// The module that it is in, by its path.
    pub module: String,
    /// Its name.
    pub name: String,
}

/// A client in the code of a package.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InCode {
    /// What it does.
    pub code: Code,
    /// Whose it is.
    pub whose: Whose,
}

/// Whose client it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// No declaration of the package can be of it.
    #[default]
    Undeclared,
    /// The declaration of this index is of it.
    Of(usize),
    /// Several may be of it, and it is compared with none.
    OneOf(Vec<usize>),
}

/// The clients in the code of a package. `holders` has the types of the fields of each struct.
///
/// A declaration is of a client, in this order: where the calls stand in an `impl` of its type, or of a
/// type that has it as a field; where a function names its type; where it is the only one in the module,
/// as the client is; where it is the only one in the package, as the client is.
#[must_use]
pub fn clients(
    units: Vec<Unit>,
    declared: &[Declared],
    holders: &BTreeMap<String, BTreeSet<String>>,
) -> Vec<InCode> {
    let mut found: Vec<Found> = declared.iter().map(|_| Found::default()).collect();
    let mut ambiguous: Vec<(BTreeSet<usize>, Unit)> = Vec::new();
    let mut rest: Vec<Unit> = Vec::new();
    for unit in units {
        let owners = owners(&unit, declared, holders);
        match owners.iter().next() {
            None => rest.push(unit),
            Some(only) if owners.len() == 1 => {
                if let Some(found) = found.get_mut(*only) {
                    found.take(unit);
                }
            }
            Some(_) => ambiguous.push((owners, unit)),
        }
    }
    let mut groups = of_modules(rest);
    by_module(&mut groups, declared, &mut found);
    let mut groups = joined_by_users(groups);
    by_package(&mut groups, &mut found);
    let mut clients: Vec<InCode> = Vec::new();
    for (index, found) in found.iter_mut().enumerate() {
        if !found.acts.is_empty() {
            let code = core::mem::take(found).code();
            clients.push(InCode { code, whose: Whose::Of(index) });
        }
    }
    for (owners, unit) in ambiguous {
        let whose = Whose::OneOf(owners.into_iter().collect());
        if let Some(client) = clients.iter_mut().find(|client| client.whose == whose) {
            client.code.acts.extend(unit.acts);
        } else {
            let code = Code { acts: unit.acts, ..Code::default() };
            clients.push(InCode { code, whose });
        }
    }
    let free: Vec<usize> = (0..declared.len())
        .filter(|index| !clients.iter().any(|client| client.whose == Whose::Of(*index)))
        .collect();
    for group in groups {
        let whose = if free.is_empty() { Whose::Undeclared } else { Whose::OneOf(free.clone()) };
        clients.push(InCode { code: group.code(), whose });
    }
    clients.retain(|client| client.code.is_client());
    clients
}

/// What belongs together.
#[derive(Default)]
struct Found {
    modules: BTreeSet<String>,
    acts: Vec<Act>,
    types: BTreeSet<Option<String>>,
}

impl Found {
    fn code(self) -> Code {
        Code { acts: self.acts, types: self.types }
    }

    fn take(&mut self, unit: Unit) {
        // A struct of settings, and what names an endpoint, do nothing themselves.
        let calls = |act: &Act| {
            act.what.tells_a_client()
                && !matches!(act.what, What::Configuration(_) | What::Endpoint(..))
        };
        if unit.acts.iter().any(calls) {
            self.types.insert(unit.of_type);
        }
        self.modules.insert(unit.module);
        self.acts.extend(unit.acts);
    }

    fn join(&mut self, other: Self) {
        self.modules.extend(other.modules);
        self.acts.extend(other.acts);
        self.types.extend(other.types);
    }

    fn tells(&self) -> bool {
        self.acts.iter().any(|act| act.what.tells_a_client())
    }

    /// Whether it is a client of its own: it is made, or it names an endpoint and asks for something.
    fn is_whole(&self) -> bool {
        let has = |test: fn(&What) -> bool| self.acts.iter().any(|act| test(&act.what));
        has(|what| matches!(what, What::Client))
            || (has(|what| matches!(what, What::Endpoint(..)))
                && has(|what| {
                    matches!(what, What::Request(_) | What::Exchange(_) | What::Extension(_))
                }))
    }

    /// Whether it is another client than the declared one, which has calls of its own: it has a struct
    /// of its own, and asks for something.
    fn is_apart_from(&self, declared: &Self) -> bool {
        let has = |test: fn(&What) -> bool| self.acts.iter().any(|act| test(&act.what));
        declared.is_whole()
            && has(|what| matches!(what, What::Configuration(_)))
            && has(|what| matches!(what, What::Request(_) | What::Exchange(_) | What::Extension(_)))
    }

    /// Whether it asks for tokens for itself alone.
    fn is_machine(&self) -> bool {
        self.grants().count() > 0 && self.grants().all(|it| it == Grant::ClientCredentials)
    }

    /// Whether it asks for tokens of users.
    fn has_users(&self) -> bool {
        self.grants().any(|it| it != Grant::ClientCredentials)
    }

    fn grants(&self) -> impl Iterator<Item = Grant> {
        self.acts.iter().filter_map(|act| match &act.what {
            What::Exchange(exchange) => Some(exchange.grant),
            _ => None,
        })
    }

    /// The hosts of the endpoints that are written out.
    fn hosts(&self) -> BTreeSet<&str> {
        let mut hosts = BTreeSet::new();
        for act in &self.acts {
            if let What::Endpoint(Named::Authorization | Named::Token | Named::Issuer, uri) =
                &act.what
                && let Some((_, rest)) = uri.split_once("://")
            {
                let host = rest.split(['/', ':', '?']).next().unwrap_or_default();
                if !host.contains('{') {
                    // `accounts.google.com` and `oauth2.googleapis.com` are of one server, and what is
                    // of one name is of one owner.
                    hosts.insert(owner(host));
                }
            }
        }
        hosts
    }
}

/// The name that an owner has in a host: the longest of its last labels.
fn owner(host: &str) -> &str {
    // Below these, countries give names to owners.
    const PUBLIC: [&str; 10] = ["ac", "co", "com", "edu", "gob", "gov", "ne", "net", "or", "org"];
    let labels: Vec<&str> = host.rsplit('.').skip(1).take(2).collect();
    let name = match labels.as_slice() {
        [only] => only,
        [domain, below] if PUBLIC.contains(domain) => below,
        [domain, ..] => domain,
        [] => host,
    };
    // The APIs of a service have its name and a suffix.
    name.strip_suffix("apis").unwrap_or(name)
}

/// The declarations to which a unit says that it belongs.
fn owners(
    unit: &Unit,
    declared: &[Declared],
    holders: &BTreeMap<String, BTreeSet<String>>,
) -> BTreeSet<usize> {
    let all = || declared.iter().enumerate();
    let of = |test: &dyn Fn(&str) -> bool| -> BTreeSet<usize> {
        all().filter(|(_, it)| test(&it.name)).map(|(index, _)| index).collect()
    };
    if let Some(own) = &unit.of_type {
        let direct = of(&|name| own == name);
        if !direct.is_empty() {
            return direct;
        }
        let held = of(&|name| holders.get(own).is_some_and(|fields| fields.contains(name)));
        if !held.is_empty() {
            return held;
        }
    }
    of(&|name| unit.types.contains(name))
}

/// The units without a declaration, by their modules.
fn of_modules(units: Vec<Unit>) -> Vec<Found> {
    let mut groups: Vec<Found> = Vec::new();
    for unit in units {
        if let Some(group) = groups.iter_mut().find(|it| it.modules.contains(&unit.module)) {
            group.take(unit);
        } else {
            let mut group = Found::default();
            group.take(unit);
            groups.push(group);
        }
    }
    groups
}

/// The groups, with what belongs to one client in one.
fn joined_by_users(groups: Vec<Found>) -> Vec<Found> {
    // A client that acts for itself is another one than that beside it, which has users, unless both are
    // known to one server.
    let hosts: BTreeSet<&str> = groups.iter().flat_map(Found::hosts).collect();
    if hosts.is_empty() && groups.iter().any(Found::has_users) {
        let (mut machines, mut others): (Vec<Found>, Vec<Found>) =
            groups.into_iter().partition(Found::is_machine);
        machines = joined(machines);
        others = joined(others);
        machines.extend(others);
        return machines;
    }
    joined(groups)
}

/// The groups, with what belongs to one client in one: what is in one module, and with it what is no client
/// alone.
fn joined(groups: Vec<Found>) -> Vec<Found> {
    let whole = groups.iter().filter(|group| group.is_whole()).count();
    let hosts: BTreeSet<&str> = groups.iter().flat_map(Found::hosts).collect();
    // A server that is not written out may be another one than that which is.
    let is_unknown = |group: &Found| group.hosts().is_empty();
    let all_alike =
        groups.iter().filter(|it| it.is_whole()).map(is_unknown).collect::<BTreeSet<_>>().len()
            <= 1;
    if whole <= 1 || (hosts.len() <= 1 && all_alike) {
        // One client whose parts are in several modules.
        let tells = groups.iter().any(Found::tells);
        let one = groups.into_iter().fold(Found::default(), |mut all, group| {
            all.join(group);
            all
        });
        return if tells { Vec::from([one]) } else { Vec::new() };
    }
    let (mut whole, parts): (Vec<Found>, Vec<Found>) =
        groups.into_iter().partition(Found::is_whole);
    for part in parts {
        // A part belongs to the client beside which it is.
        let near = whole.iter().enumerate().max_by_key(|(index, group)| {
            let shared = group
                .modules
                .iter()
                .flat_map(|module| part.modules.iter().map(|other| common(module, other)));
            (shared.max().unwrap_or_default(), core::cmp::Reverse(*index))
        });
        if let Some((index, _)) = near
            && let Some(group) = whole.get_mut(index)
        {
            group.join(part);
        }
    }
    whole
}

/// How many folders two paths have in common.
fn common(one: &str, other: &str) -> usize {
    one.split('/').zip(other.split('/')).take_while(|(left, right)| left == right).count()
}

/// One declaration and one client in one module belong together.
fn by_module(groups: &mut Vec<Found>, declared: &[Declared], found: &mut [Found]) {
    for (index, item) in declared.iter().enumerate() {
        let alone = declared.iter().filter(|other| other.module == item.module).count() == 1;
        let mut here =
            groups.iter().enumerate().filter(|(_, it)| it.modules.contains(&item.module));
        let only = here.next().map(|(at, _)| at).filter(|_| here.next().is_none());
        if let (true, Some(at), Some(found)) = (alone, only, found.get_mut(index))
            && groups.get(at).is_some_and(|group| !group.is_apart_from(found))
        {
            found.join(groups.remove(at));
        }
    }
}

/// One declaration and one client in one package belong together. What is no client alone is part of the
/// only one that is.
fn by_package(groups: &mut Vec<Found>, found: &mut [Found]) {
    if let [only] = found {
        let mine = |group: &Found, only: &Found| {
            only.acts.is_empty()
                || (!group.is_whole() && !group.is_apart_from(only))
                || (!group.hosts().is_empty() && group.hosts() == only.hosts())
        };
        if groups.len() == 1 && groups.iter().all(|group| mine(group, only)) {
            for group in groups.drain(..) {
                only.join(group);
            }
        }
    }
}

#[cfg(test)]
mod tests;
