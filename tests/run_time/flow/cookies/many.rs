//! The logins of one browser have an end in number and in length.

use oauth_flow::flow::LoginCookies;
use oauth_flow_run_time_tests::pass;

use super::{Begun, NONE, OTHER_KEY, PREFIX, Portal, cookies, flow, pair};

/// The cookies that a browser keeps, in the order in which it got them.
#[derive(Default)]
struct Browser(Vec<(String, String)>);

impl Browser {
    fn header(&self) -> String {
        self.0.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn take(&mut self, set_cookie: &str) {
        let (name, value) = pair(set_cookie).split_once('=').unwrap();
        self.0.retain(|(other, _)| other != name);
        if !set_cookie.ends_with("; Max-Age=0") {
            self.0.push((name.to_owned(), value.to_owned()));
        }
    }

    /// Begins a login, and gives its response.
    fn begin(&mut self, cookies: &LoginCookies<Portal>) -> String {
        let mut begun = Begun::new();
        let header = self.header();
        let mut set_cookies = cookies.seal(&begun.pending, [&header]).unwrap();
        for set_cookie in &set_cookies {
            self.take(set_cookie);
        }
        begun.set_cookie = set_cookies.swap_remove(0);
        begun.response()
    }

    fn opens(&self, cookies: &LoginCookies<Portal>, response: &str) -> bool {
        cookies.open([self.header()], response).is_some()
    }
}

#[test]
fn a_hundred_logins_fit_into_a_request() {
    let (mut browser, cookies) = (Browser::default(), cookies());
    let mut responses = Vec::new();
    for _ in 0..100 {
        responses.push(browser.begin(&cookies));
        assert!(browser.header().len() <= 4096);
        pass(1);
    }
    let kept: Vec<_> = responses.iter().map(|it| browser.opens(&cookies, it)).collect();
    let left = kept.iter().filter(|it| **it).count();
    assert!((3..=6).contains(&left), "{left}");
    // The newest ones, and no other.
    assert!(kept[..100 - left].iter().all(|it| !it));
    assert_eq!(browser.0.len(), left);
}

#[test]
fn a_few_logins_are_all_kept() {
    let (mut browser, cookies) = (Browser::default(), cookies());
    let responses: Vec<_> = (0..3).map(|_| browser.begin(&cookies)).collect();
    assert!(responses.iter().all(|it| browser.opens(&cookies, it)));
}

#[test]
fn the_cookies_of_the_service_are_left_alone() {
    let (mut browser, cookies) = (Browser::default(), cookies());
    browser.take(&format!("session={}", "x".repeat(4000)));
    browser.take(&format!("__Host-user={}", "x".repeat(4000)));
    let first = browser.begin(&cookies);
    let second = browser.begin(&cookies);
    assert!(browser.opens(&cookies, &first) && browser.opens(&cookies, &second));
    assert_eq!(browser.0.len(), 4);
}

#[test]
fn what_cannot_be_opened_goes_first() {
    let (mut browser, cookies) = (Browser::default(), cookies());
    let first = browser.begin(&cookies);
    pass(1);
    // Newer than the first, by a key that is not known here any more.
    let other_key = flow().login_cookies(&OTHER_KEY).unwrap();
    let begun = Begun::sealed_by(&other_key);
    browser.take(&begun.set_cookie);
    while browser.0.iter().any(|(name, _)| name == begun.name()) {
        browser.begin(&cookies);
        assert!(browser.opens(&cookies, &first));
    }
    assert!(browser.0.len() >= 3);
}

fn name(number: usize) -> String {
    format!("{PREFIX}{number:0>43}")
}

#[test]
fn an_answer_removes_ten_at_most() {
    let header = |count| {
        let one = |number| format!("{}={}", name(number), "x".repeat(1000));
        (0..count).map(one).collect::<Vec<_>>().join("; ")
    };
    let begun = Begun::new();
    let set_cookies = |count| cookies().seal(&begun.pending, [header(count)]).unwrap();
    assert_eq!(set_cookies(2).len(), 1);
    let removed = set_cookies(5);
    assert_eq!(removed.len(), 1 + 2);
    let expected = "=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0";
    assert_eq!(removed[1], format!("{}{expected}", name(0)));
    assert_eq!(removed[2], format!("{}{expected}", name(1)));
    assert_eq!(set_cookies(100).len(), 1 + 10);
    // What an answer says is bounded too.
    assert!(set_cookies(100).iter().map(String::len).sum::<usize>() < 4096);
}

#[test]
fn the_headers_of_one_request_count_together() {
    let one = |number| format!("{}={}", name(number), "x".repeat(2000));
    let begun = Begun::new();
    assert_eq!(cookies().seal(&begun.pending, [one(1)]).unwrap().len(), 1);
    assert_eq!(cookies().seal(&begun.pending, [one(1), one(2)]).unwrap().len(), 2);
}

#[test]
fn what_fits_to_the_byte_is_kept() {
    let begun = Begun::new();
    // The name, `=`, the value, and what parts it from the next one.
    let other = 4096 - begun.set_cookie.len() - name(1).len() - "=; ".len();
    let one = |length| format!("{}={}", name(1), "x".repeat(length));
    assert_eq!(cookies().seal(&begun.pending, [one(other)]).unwrap().len(), 1);
    assert_eq!(cookies().seal(&begun.pending, [one(other + 1)]).unwrap().len(), 2);
    // The one that is sealed anew takes the place of the one before.
    let before = format!("{}={}", begun.name(), "x".repeat(5000));
    assert_eq!(cookies().seal(&begun.pending, [before]).unwrap().len(), 1);
}

/// Nothing of a request is repeated in an answer but the name of a login.
#[test]
fn a_name_that_is_none_is_not_repeated() {
    let begun = Begun::new();
    let value = "x".repeat(5000);
    for key in [
        "a".repeat(42),
        "a".repeat(44),
        "a".repeat(42) + "\r",
        "a".repeat(42) + " ",
        "a".repeat(42) + ",",
        "a".repeat(42) + "é",
        String::new(),
    ] {
        let header = format!("{PREFIX}{key}={value}");
        assert_eq!(cookies().seal(&begun.pending, [&header]).unwrap().len(), 1, "{key:?}");
    }
    let header = format!("{PREFIX}{}={value}", "a-_9".repeat(10) + "zZ0");
    assert_eq!(cookies().seal(&begun.pending, [&header]).unwrap().len(), 2);
    assert_eq!(cookies().seal(&begun.pending, NONE).unwrap().len(), 1);
}
