//! The names that an editor is told of.

use super::{UNIT, source};
use crate::Part;

type Name = (&'static str, bool, Part);

const KIND: Name = ("kind", true, Part::KeyOfWords);
const SPA: Name = ("spa", true, Part::Word);

#[track_caller]
fn assert_names(attribute: &str, expected: &[Name]) {
    let source = source(attribute, UNIT);
    let names: Vec<_> =
        source.names().iter().map(|it| (it.name.as_ref(), it.known, it.part)).collect();
    assert_eq!(names, expected, "{attribute}");
}

#[test]
fn each_key_is_told_with_its_words_known_or_half_written() {
    assert_names("", &[]);
    assert_names("kind = spa", &[KIND, SPA]);
    assert_names("kind = \"spa\"", &[KIND, SPA]);
    assert_names("kind = sp", &[KIND, ("sp", false, Part::Word)]);
    assert_names("kind = ", &[KIND]);
    assert_names("ki", &[("ki", false, Part::Key)]);
    assert_names("redirect_url = \"x\"", &[("redirect_url", false, Part::Key)]);
    assert_names("scope = \"spa\", par", &[("scope", true, Part::Key), ("par", true, Part::Key)]);
    assert_names(
        "grant(jwt_bearer, \"urn:ietf:params:oauth:grant-type:saml2-bearer\", ci)",
        &[
            ("grant", true, Part::KeyOfWords),
            ("jwt-bearer", true, Part::Word),
            ("saml2-bearer", true, Part::Word),
            ("ci", false, Part::Word),
        ],
    );
}

#[test]
fn a_waiver_and_a_denial_are_told_with_their_rules() {
    const ALLOW: Name = ("allow", true, Part::KeyOfWords);
    const DENY: Name = ("deny", true, Part::KeyOfWords);
    const MISSING_PKCE: Name = ("missing_pkce", true, Part::Word);
    assert_names("allow(missing_pkce, reason = \"later\")", &[ALLOW, MISSING_PKCE]);
    assert_names("allow(\"missing_pkce\")", &[ALLOW, MISSING_PKCE]);
    assert_names("allow(miss)", &[ALLOW, ("miss", false, Part::Word)]);
    assert_names("deny(missing_pkce, miss)", &[DENY, MISSING_PKCE, ("miss", false, Part::Word)]);
}

#[test]
fn nothing_is_told_of_a_string_that_is_no_word() {
    assert_names("kind = \"sp\"", &[KIND]);
    assert_names("grant = \"urn:example:a\"", &[("grant", true, Part::KeyOfWords)]);
    assert_names("deny(\"miss\")", &[("deny", true, Part::KeyOfWords)]);
}

#[test]
fn a_name_is_told_with_its_own_token() {
    let source = source("kind = \"spa\", gra", UNIT);
    let texts: Vec<_> = source.names().iter().map(|it| it.span.source_text()).collect();
    assert_eq!(texts.iter().flatten().collect::<Vec<_>>(), ["kind", "\"spa\"", "gra"]);
}
