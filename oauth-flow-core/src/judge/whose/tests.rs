//! Which declaration is which client, by small packages.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::{Declared, Unit, Whose, clients, owner};
use crate::judge::{Act, Exchange, Kept, Named, Request, Response, Sent, What};
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
    assert_eq!(whose(units, &[]), [(Whose::Undeclared, 3)]);
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
    assert_eq!(whose(units, &[]), [(Whose::Undeclared, 2), (Whose::Undeclared, 3)]);
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
        [(Whose::Of(0), 2), (Whose::Undeclared, 2)]
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
    assert_eq!(whose(units, &beside), [(Whose::Of(0), 1), (Whose::Undeclared, 2)]);
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

#[test]
fn the_owner_of_a_host_is_the_last_label_that_is_its_own() {
    for (host, name) in [
        ("github.com", "github"),
        ("accounts.google.com", "google"),
        ("oauth2.googleapis.com", "google"),
        ("login.eu.example.com", "example"),
        ("login.example.co.uk", "example"),
        ("example.com.au", "example"),
        ("account.box.com", "box"),
        ("localhost", "localhost"),
    ] {
        assert_eq!(owner(host), name, "{host}");
    }
}

#[test]
fn the_places_of_a_file_are_counted_on_behind_those_of_others() {
    let request = |state, nonce| {
        What::Request(Request {
            response: Response::Code,
            challenge: Sent::No,
            always_s256: false,
            state,
            nonce,
        })
    };
    let dropped = |place| Kept::Dropped(place, String::from("_"));
    let acts = vec![act(What::Client, 3), act(request(dropped(1), Kept::Fixed(2)), 0)];
    let mut unit = Unit { acts, ..Unit::default() };
    unit.count_from(10);
    let counted = vec![act(What::Client, 13), act(request(dropped(11), Kept::Fixed(12)), 10)];
    assert_eq!(unit.acts, counted);
}

/// A unit of a module that redeems for this grant.
fn redeems(module: &str, grant: Grant) -> Unit {
    let acts = vec![act(What::Exchange(Exchange { grant, verifier: Sent::No }), 0)];
    Unit { module: String::from(module), acts, ..Unit::default() }
}

#[test]
fn a_client_that_acts_for_itself_is_another_one_than_that_with_users() {
    let user = || redeems("src/login.rs", Grant::AuthorizationCode);
    let machine = |module| redeems(module, Grant::ClientCredentials);
    let configured = |module: &str| Unit {
        module: String::from(module),
        acts: vec![act(What::Configuration(String::from("Job")), 0)],
        ..Unit::default()
    };
    let nobodys = |counts: &[usize]| -> Vec<(Whose, usize)> {
        counts.iter().map(|count| (Whose::Undeclared, *count)).collect()
    };
    for (units, expected) in [
        (vec![user(), machine("src/a.rs")], nobodys(&[1, 1])),
        (vec![user(), machine("src/a.rs"), machine("src/b.rs")], nobodys(&[2, 1])),
        (vec![machine("src/a.rs"), machine("src/b.rs")], nobodys(&[2])),
        (vec![user(), machine("src/login.rs")], nobodys(&[2])),
        // What redeems nothing is of those that have users.
        (vec![user(), configured("src/c.rs")], nobodys(&[2])),
        (vec![user(), configured("src/c.rs"), machine("src/a.rs")], nobodys(&[1, 2])),
        (vec![machine("src/a.rs"), configured("src/c.rs")], nobodys(&[2])),
        // A server that is written out knows both.
        (vec![user(), machine("src/a.rs"), made("src/c.rs", "as.example.com", 0)], nobodys(&[4])),
    ] {
        let told: Vec<_> = units.iter().map(|unit| unit.module.clone()).collect();
        assert_eq!(whose(units, &[]), expected, "{told:?}");
    }
}

#[test]
fn clients_of_one_server_are_one_unless_another_server_is_not_written_out() {
    let open = |module: &str| Unit {
        module: String::from(module),
        acts: vec![act(What::Client, 0)],
        ..Unit::default()
    };
    let at = |module, host| made(module, host, 0);
    for (units, clients) in [
        (vec![at("src/a.rs", "as.example.com"), at("src/b.rs", "api.example.com")], 1),
        (vec![at("src/a.rs", "as.example.com"), at("src/b.rs", "other.org")], 2),
        (vec![at("src/a.rs", "as.example.com"), open("src/b.rs")], 2),
        (vec![open("src/a.rs"), open("src/b.rs")], 1),
        (vec![at("src/a.rs", "as.example.com"), exchange("src/b.rs", 1)], 1),
    ] {
        assert_eq!(whose(units, &[]).len(), clients);
    }
}

#[test]
fn two_functions_of_the_same_two_declarations_are_one_client() {
    let of = |place, names: [&str; 2]| Unit {
        types: names.map(String::from).into(),
        ..made("src/a.rs", "as.example.com", place)
    };
    let items =
        [declared("src/b.rs", "One"), declared("src/c.rs", "Two"), declared("src/d.rs", "Three")];
    let units = vec![of(0, ["One", "Two"]), of(1, ["One", "Two"]), of(2, ["Two", "Three"])];
    let expected = [(Whose::OneOf(vec![0, 1]), 4), (Whose::OneOf(vec![1, 2]), 2)];
    assert_eq!(whose(units, &items), expected);
}

#[test]
fn the_types_of_a_client_are_those_that_make_its_calls() {
    let unit = |name: &str, what: What| Unit {
        module: String::from("src/a.rs"),
        of_type: Some(String::from(name)),
        acts: vec![act(what, 0)],
        ..Unit::default()
    };
    let units = vec![
        unit("Settings", What::Configuration(String::from("Settings"))),
        unit("Urls", What::Endpoint(Named::Token, String::from("https://as.example.com/token"))),
        unit("Scopes", What::Scope(String::from("openid"))),
        unit("Login", What::Client),
    ];
    let found = clients(units, &[], &BTreeMap::new());
    let types: Vec<_> = found.iter().map(|client| client.code.types.clone()).collect();
    assert_eq!(types, [BTreeSet::from([Some(String::from("Login"))])]);
}

#[test]
fn what_is_beside_a_declared_client_is_part_of_it_where_it_is_no_other_one() {
    let own =
        || Unit { of_type: Some(String::from("Portal")), ..made("src/a.rs", "github.com", 0) };
    let scope = |module: &str| Unit {
        module: String::from(module),
        acts: vec![act(What::Scope(String::from("openid")), 0)],
        ..Unit::default()
    };
    let portal = [declared("src/a.rs", "Portal")];
    let two = [declared("src/a.rs", "Portal"), declared("src/a.rs", "Other")];
    for (units, items, expected) in [
        (vec![own(), exchange("src/b.rs", 1)], &portal[..], vec![(Whose::Of(0), 3)]),
        (vec![own(), made("src/b.rs", "api.github.com", 1)], &portal, vec![(Whose::Of(0), 4)]),
        (
            vec![own(), made("src/b.rs", "gitlab.com", 1)],
            &portal,
            vec![(Whose::Of(0), 2), (Whose::Undeclared, 2)],
        ),
        // What is in the module of two declarations may be of either.
        (
            vec![own(), exchange("src/a.rs", 1)],
            &two,
            vec![(Whose::Of(0), 2), (Whose::OneOf(vec![1]), 1)],
        ),
        // A scope alone is part of what is in its module, and of nothing elsewhere.
        (vec![own(), scope("src/a.rs")], &portal, vec![(Whose::Of(0), 3)]),
        (vec![own(), scope("src/b.rs")], &portal, vec![(Whose::Of(0), 2)]),
    ] {
        assert_eq!(whose(units, items), expected);
    }
}
