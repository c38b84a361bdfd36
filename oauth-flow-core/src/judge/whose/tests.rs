//! Which declaration is which client, by small packages.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::{Declared, Unit, Whose, clients};
use crate::judge::{Act, Exchange, Named, Sent, What};
use crate::vocabulary::Grant;

fn act(what: What, place: usize) -> Act {
    Act { what, place }
}

fn made(module: &str, host: &str, place: usize) -> Unit {
    let endpoint = What::Endpoint(Named::Token, alloc::format!("https://{host}/oauth/token"));
    Unit {
        module: String::from(module),
        acts: vec![act(What::Client, place), act(endpoint, place)],
        ..Unit::default()
    }
}

fn exchange(module: &str, place: usize) -> Unit {
    let exchange = Exchange { grant: Grant::AuthorizationCode, verifier: Sent::No };
    Unit {
        module: String::from(module),
        acts: vec![act(What::Exchange(exchange), place)],
        ..Unit::default()
    }
}

fn declared(module: &str, name: &str) -> Declared {
    Declared { module: String::from(module), name: String::from(name) }
}

/// Whose each client is, and at how many places it acts.
fn whose(units: Vec<Unit>, declared: &[Declared]) -> Vec<(Whose, usize)> {
    let found = clients(units, declared, &BTreeMap::new()).into_iter();
    found.map(|client| (client.whose, client.code.acts.len())).collect()
}

#[test]
fn the_parts_of_one_client_in_several_modules_are_one() {
    let units = vec![made("src/a.rs", "as.example.com", 0), exchange("src/b.rs", 1)];
    assert_eq!(whose(units, &[]), [(Whose::Nobodys, 3)]);
}

#[test]
fn servers_of_two_owners_are_two_whatever_is_before_the_names() {
    let two = |one: &str, other: &str| {
        let units = vec![made("src/a/x.rs", one, 0), made("src/b/x.rs", other, 1)];
        whose(units, &[]).len()
    };
    assert_eq!(two("login.ibm.com", "login.sap.com"), 2);
    assert_eq!(two("accounts.google.com", "oauth2.googleapis.com"), 1);
    assert_eq!(two("login.shop.co.uk", "id.shop.co.uk"), 1);
    assert_eq!(two("login.shop.co.uk", "login.bank.co.uk"), 2);
}

#[test]
fn clients_of_two_servers_in_two_modules_are_two() {
    let units = vec![
        made("src/github/a.rs", "github.com", 0),
        made("src/google/a.rs", "accounts.google.com", 1),
        exchange("src/google/b.rs", 2),
    ];
    assert_eq!(whose(units, &[]), [(Whose::Nobodys, 2), (Whose::Nobodys, 3)]);
}

#[test]
fn the_type_of_an_impl_says_whose_the_calls_are() {
    let mut unit = made("src/a.rs", "as.example.com", 0);
    unit.of_type = Some(String::from("Portal"));
    let items = [declared("src/b.rs", "Portal"), declared("src/b.rs", "Other")];
    assert_eq!(whose(vec![unit.clone()], &items), [(Whose::Of(0), 2)]);
    unit.of_type = Some(String::from("Login"));
    let holders =
        BTreeMap::from([(String::from("Login"), BTreeSet::from([String::from("Other")]))]);
    let found = clients(vec![unit], &items, &holders);
    assert_eq!(found.first().map(|it| it.whose.clone()), Some(Whose::Of(1)));
}

#[test]
fn a_function_that_names_two_declarations_is_compared_with_none() {
    let mut unit = made("src/a.rs", "as.example.com", 0);
    unit.types = BTreeSet::from([String::from("One"), String::from("Two")]);
    let items = [declared("src/b.rs", "One"), declared("src/c.rs", "Two")];
    assert_eq!(whose(vec![unit], &items), [(Whose::OneOf(vec![0, 1]), 2)]);
}

#[test]
fn one_declaration_and_one_client_belong_together() {
    let units = || vec![made("src/a.rs", "as.example.com", 0)];
    assert_eq!(whose(units(), &[declared("src/a.rs", "Portal")]), [(Whose::Of(0), 2)]);
    assert_eq!(whose(units(), &[declared("src/b.rs", "Portal")]), [(Whose::Of(0), 2)]);
    let two = [declared("src/b.rs", "One"), declared("src/c.rs", "Two")];
    assert_eq!(whose(units(), &two), [(Whose::OneOf(vec![0, 1]), 2)]);
    let beside = [declared("src/a.rs", "One"), declared("src/c.rs", "Two")];
    assert_eq!(whose(units(), &beside), [(Whose::Of(0), 2)]);
}

#[test]
fn a_second_client_of_another_server_is_nobodys() {
    let mut own = made("src/a.rs", "github.com", 0);
    own.types = BTreeSet::from([String::from("Portal")]);
    let units = vec![own, made("src/b.rs", "accounts.google.com", 1)];
    assert_eq!(
        whose(units, &[declared("src/a.rs", "Portal")]),
        [(Whose::Of(0), 2), (Whose::Nobodys, 2)]
    );
}

#[test]
fn a_struct_with_requests_of_its_own_is_another_client_than_that_beside_it() {
    let unit = |name: &str, what: What, place| Unit {
        module: String::from("src/a.rs"),
        of_type: Some(String::from(name)),
        acts: vec![act(what, place)],
        ..Unit::default()
    };
    let asks = What::Exchange(Exchange { grant: Grant::ClientCredentials, verifier: Sent::No });
    let units = vec![
        unit("Portal", What::Client, 0),
        unit("Job", What::Configuration(String::from("Job")), 1),
        unit("Job", asks.clone(), 2),
    ];
    let beside = [declared("src/a.rs", "Portal")];
    assert_eq!(whose(units, &beside), [(Whose::Of(0), 1), (Whose::Nobodys, 2)]);
    // The calls of a declaration without any of its own may be those of the struct.
    let units =
        vec![unit("Job", What::Configuration(String::from("Job")), 1), unit("Job", asks, 2)];
    assert_eq!(whose(units, &beside), [(Whose::Of(0), 2)]);
}

#[test]
fn what_tells_no_client_is_none() {
    let unit = Unit {
        module: String::from("src/a.rs"),
        acts: vec![act(What::Scope(String::from("openid")), 0)],
        ..Unit::default()
    };
    assert_eq!(whose(vec![unit], &[]), []);
}
