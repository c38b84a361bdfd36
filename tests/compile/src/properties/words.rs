//! What holds of any text where a word, a date, a scope or the id of a rule is expected.

use oauth_flow_core::members::Name;
use oauth_flow_core::rules::{all, find, meant_by};
use oauth_flow_core::vocabulary::{
    Answer, AuthMethod, Grant, JwsAlgorithm, Kind, Pkce, Profile, Refresh, ResponseMode,
    ResponseType, SenderConstraint, Word, look_up,
};
use oauth_flow_core::{
    Date, Declaration, Endpoint, Finding, Key, Role, Subject, Waiver, check, echo, quoted,
};

use super::shows;

/// Asserts what holds of any text: a word is known exactly by its spellings; what is meant by
/// another one is a word of the set; a day is one of the calendar and is written back the same; a
/// scope is a token of RFC 6749 section 3.3; an id is that of its rule; and what is shown of the
/// text is short and visible.
///
/// # Panics
///
/// Where that does not hold.
pub fn hold_of_text(text: &str) {
    word::<Kind>(text);
    word::<Profile>(text);
    word::<Grant>(text);
    word::<ResponseType>(text);
    word::<ResponseMode>(text);
    word::<Pkce>(text);
    word::<AuthMethod>(text);
    word::<Refresh>(text);
    word::<SenderConstraint>(text);
    word::<JwsAlgorithm>(text);
    word::<Key>(text);
    word::<Role>(text);
    word::<Endpoint>(text);
    field(text);
    date(text);
    rule(text);
    scope(text);
    shown(text);
}

/// Each spelling of a word, and nothing else, reads as the word.
fn word<T: Word + std::fmt::Debug>(text: &str) {
    let entry = |word: &T| &T::SET.entries[word.index()];
    let spells = |word: &T| entry(word).word == text || entry(word).spellings.contains(&text);
    let spelled: Vec<T> = T::ALL.iter().copied().filter(spells).collect();
    let respelt = T::SET.respelt(text).map(|index| T::ALL[index]);
    match look_up::<T>(text) {
        Answer::Known(word) => {
            assert_eq!(spelled, [word], "{text:?}");
            assert_eq!(respelt, Some(word), "{text:?}");
        }
        answer => {
            assert!(spelled.is_empty(), "{text:?} is {answer:?}");
            if let Answer::DidYouMean(meant) = answer {
                assert_eq!(look_up(meant.word()), Answer::Known(meant), "{text:?}");
            }
            // What differs in case and joints alone is answered.
            if respelt.is_some() {
                assert_ne!(answer, Answer::Unknown, "{text:?}");
            }
        }
    }
    let synonyms = T::SET.entries.iter().flat_map(|entry| entry.synonyms);
    for synonym in synonyms.filter(|synonym| synonym.eq_ignore_ascii_case(text)) {
        let answer = look_up::<T>(text);
        assert!(matches!(answer, Answer::DidYouMean(_)), "{synonym} is {answer:?}");
    }
}

/// A field whose name ends in that of a role has a role, whatever comes before, unless the browser
/// returns there after logout or the field is of another protocol.
fn field(name: &str) {
    // The names of keys and assertions have exceptions of their own.
    let by_end = |role: &Role| {
        !matches!(
            role,
            Role::Issuer
                | Role::Scope
                | Role::Resource
                | Role::Audience
                | Role::KeyReference
                | Role::ClientAssertion
        )
    };
    for role in Role::ALL.iter().filter(|role| by_end(role)) {
        let longer = format!("{name}_{}", role.word());
        let respelt = Name::of(&longer);
        let protocols = [
            "smtp_", "imap_", "pop3_", "mail_", "ldap_", "mqtt_", "amqp_", "kafka_", "redis_",
            "s3_", "ftp_", "sftp_", "ssh_", "cookie_", "session_", "webhook_",
        ];
        let text = respelt.text();
        let other = text.contains("post_logout") || protocols.iter().any(|it| text.starts_with(it));
        assert_eq!(respelt.role().is_none(), other, "{longer:?}");
    }
}

/// A day is read from no other text than its own, and is one of the days that years consist of.
fn date(text: &str) {
    let Some(Date { year, month, day }) = Date::read(text) else {
        // Every text of the form is a day, but for those that no month has.
        if let &[a, b, c, d, b'-', e, f, b'-', g, h] = text.as_bytes()
            && let Some(year) = number(&[a, b, c, d])
            && let (Some(month), Some(day)) = (number(&[e, f]), number(&[g, h]))
        {
            assert!(!in_calendar(year, month, day), "{text:?} is a day");
        }
        return;
    };
    assert_eq!(format!("{year:04}-{month:02}-{day:02}"), text);
    assert!(in_calendar(year.into(), month.into(), day.into()), "{text:?} is no day");
}

fn number(digits: &[u8]) -> Option<u32> {
    let digits: Option<Vec<u32>> = digits.iter().map(|it| char::from(*it).to_digit(10)).collect();
    Some(digits?.into_iter().fold(0, |number, digit| number * 10 + digit))
}

/// Whether counting the days of the year from its first meets this one.
fn in_calendar(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(if year.is_multiple_of(100) { 400 } else { 4 });
    let days = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let (mut at, mut left) = ((1, 1), days.iter().sum::<u32>());
    while left > 0 {
        if at == (month, day) {
            return true;
        }
        let length = days[usize::try_from(at.0).unwrap_or_default() - 1];
        at = if at.1 < length { (at.0, at.1 + 1) } else { (at.0 + 1, 1) };
        left -= 1;
    }
    false
}

/// An id finds its own rule, and what is meant by another text is the id of one to waive.
fn rule(text: &str) {
    match find(text) {
        Some(rule) => assert_eq!(rule.id, text),
        None => assert!(all().all(|rule| rule.id != text), "{text:?}"),
    }
    if let Some(meant) = meant_by(text) {
        assert!(find(meant).is_some_and(oauth_flow_core::Rule::can_be_waived), "{meant}");
    }
    let waivers = [Waiver { rule: text, reason: text, until: None }];
    let texts = [text];
    visible(&Declaration {
        kind: Some(Kind::M2m),
        extension_grants: &texts,
        resources: &texts,
        client_id: Some(text),
        waivers: &waivers,
        denied: &texts,
        ..Declaration::EMPTY
    });
}

/// RFC 6749 section 3.3: `scope-token = 1*( %x21 / %x23-5B / %x5D-7E )`.
fn scope(text: &str) {
    let token = !text.is_empty()
        && text.bytes().all(|it| it.is_ascii_graphic() && it != b'"' && it != b'\\');
    let scopes = [text];
    let declaration = Declaration { kind: Some(Kind::M2m), scopes: &scopes, ..Declaration::EMPTY };
    let found = visible(&declaration).iter().any(|finding| finding.rule.id == "invalid_scope");
    assert_eq!(found, !token, "{text:?}");
}

/// The findings of the declaration; each message is short and has no invisible character.
fn visible(declaration: &Declaration<'_>) -> Vec<Finding> {
    let subject = Subject::of(*declaration);
    let findings = check(&subject);
    for finding in &findings {
        let message = finding.message();
        assert!(shows(&message), "{message:?}");
        assert!(message.len() < 4_000, "a message of {} bytes: {message}", message.len());
    }
    findings
}

/// At most 40 characters are shown, each as it is or as its escape.
fn shown(text: &str) {
    let echo = echo(text);
    assert!(shows(&echo) && !echo.contains('\n'), "{echo:?}");
    let first: String = text.chars().take(40).collect();
    let more = first.len() < text.len();
    let end = if more { "..." } else { "" };
    // An escape is of at most ten characters: `\u{10ffff}`.
    assert!(echo.chars().count() <= 40 * 10 + 3, "{echo:?}");
    assert_eq!(quoted(text), format!("`{echo}`"));
    if shows(&first) && !first.contains('\n') {
        assert_eq!(echo, first + end);
    }
}
