//! What the reader of a source reports when it cannot make a declaration of what it reads. These
//! rules have no check of their own, cannot be waived, and are errors in every profile.

use crate::citation::{Citation, project, rfc};
use crate::judge::{Example, Rule, example};

/// The rules about text that cannot be read as a declaration, in the order of the rulebook.
pub static RULES: &[&Rule] = &[
    &UNKNOWN_KEY,
    &UNKNOWN_WORD,
    &WRONG_VALUE,
    &CONSTANT_VALUE,
    &EMPTY_LIST,
    &EMPTY_VALUE,
    &DUPLICATE_KEY,
    &REPEATED_VALUE,
    &UNFINISHED_INPUT,
    &UNEXPECTED_TOKEN,
    &MISSING_KIND,
    &NOT_A_STRUCT,
    &REPEATED_ATTRIBUTE,
    &REPEATED_ROLE,
    &UNUSED_PREFIX,
    &UNKNOWN_HELPER,
    &CONDITIONAL_HELPER,
    &UNKNOWN_RULE,
    &MISSING_REASON,
    &INVALID_DATE,
    &ALLOW_AND_DENY,
];

const ATTRIBUTE: &[Citation] = &[project("docs/attribute.md", "")];
const FIELDS: &[Citation] = &[project("docs/fields.md", "")];
const WAIVERS: &[Citation] = &[project("docs/waivers.md", "")];
const ACCEPTED: Example = example(
    r#"kind = "web", grant = "authorization_code", pkce = "S256", redirect_uri = "https://app.example.com/cb""#,
);

/// A fact of [`UNKNOWN_KEY`].
pub const NO_KEY: &str = "the attribute has no key `{key}`";
/// A fact of [`UNKNOWN_KEY`].
pub const KIND_WITHOUT_KEY: &str = "`{kind}` is a kind and not a key";
/// A fact of [`UNKNOWN_KEY`].
pub const NO_MEMBER_OF_WAIVER: &str = "a waiver has no `{member}`";

/// A key that the attribute does not have.
pub static UNKNOWN_KEY: Rule = Rule {
    id: "unknown_key",
    summary: "the attribute has no such key",
    facts: &[NO_KEY, KIND_WITHOUT_KEY, NO_MEMBER_OF_WAIVER],
    help: "write a key of the attribute",
    accepts: &[ACCEPTED],
    rejects: &[
        example(r#"kind = "web", redirect_url = "https://app.example.com/cb""#),
        example(r#"kind = "m2m", colour = "blue""#),
    ],
    citations: &[project("docs/attribute.md", ""), rfc(7591, "2", "")],
    ..Rule::BASE
};

/// A fact of [`UNKNOWN_WORD`].
pub const NO_WORD: &str = "there is no {noun} `{word}`";
/// A fact of [`UNKNOWN_WORD`].
pub const WORD_OF_A_DRAFT: &str =
    "`{word}` is the method of a draft, and `auth` does not take it yet";

/// A word that is not in the closed set of its key.
pub static UNKNOWN_WORD: Rule = Rule {
    id: "unknown_word",
    summary: "a value is not one of the words that its key takes",
    facts: &[NO_WORD, WORD_OF_A_DRAFT],
    help: "write one of the words of the key",
    accepts: &[ACCEPTED],
    rejects: &[
        example(r#"kind = "mobile", redirect_uri = "https://app.example.com/cb""#),
        example(r#"kind = "m2m", grant = "clientcredentials""#),
    ],
    citations: &[project("docs/attribute.md", ""), rfc(7591, "2", "")],
    ..Rule::BASE
};

/// A fact of [`WRONG_VALUE`].
pub const TAKES: &str = "`{key}` takes {shape}";
/// A fact of [`WRONG_VALUE`].
pub const WORDS_IN_ONE_STRING: &str = "`{key}` has {count} words in one string";

/// A value that is neither text nor a word.
pub static WRONG_VALUE: Rule = Rule {
    id: "wrong_value",
    summary: "a value does not have the form that its key takes",
    facts: &[TAKES, WORDS_IN_ONE_STRING],
    help: "write the value as a string",
    accepts: &[ACCEPTED],
    rejects: &[example("kind = 5"), example(r#"kind = "m2m", client_id = b"id""#)],
    citations: ATTRIBUTE,
    ..Rule::BASE
};

/// A value that only the compiler could work out.
pub static CONSTANT_VALUE: Rule = Rule {
    id: "constant_value",
    summary: "a value is a constant or a macro call, whose result the attribute cannot see",
    facts: &["`{key}` is not a literal, and a macro sees only tokens"],
    help: "write the text itself, as a string",
    accepts: &[ACCEPTED],
    rejects: &[
        example(r#"kind = "web", redirect_uri = CALLBACK"#),
        example(r#"kind = "web", redirect_uri = concat!("https://app.example.com", "/cb")"#),
    ],
    citations: ATTRIBUTE,
    ..Rule::BASE
};

/// A list with nothing in it.
pub static EMPTY_LIST: Rule = Rule {
    id: "empty_list",
    summary: "a key has a list without a value",
    facts: &["the list of `{key}` is empty"],
    help: "write a value, or remove the key",
    accepts: &[ACCEPTED],
    rejects: &[example(r#"kind = "m2m", grant()"#)],
    citations: ATTRIBUTE,
    ..Rule::BASE
};

/// Text or a word with nothing in it.
pub static EMPTY_VALUE: Rule = Rule {
    id: "empty_value",
    summary: "a value is an empty string",
    facts: &["the value of `{key}` is empty"],
    help: "write a value, or remove the key",
    accepts: &[ACCEPTED],
    rejects: &[example(r#"kind = "m2m", client_id = """#)],
    citations: ATTRIBUTE,
    ..Rule::BASE
};

/// A fact of [`DUPLICATE_KEY`].
pub const WRITTEN_TWICE: &str = "`{key}` is written twice";
/// A fact of [`DUPLICATE_KEY`].
pub const ALLOWED_TWICE: &str = "`{rule}` is allowed twice";

/// A key that is written twice.
pub static DUPLICATE_KEY: Rule = Rule {
    id: "duplicate_key",
    summary: "a key is written twice, or one rule is waived twice",
    facts: &[WRITTEN_TWICE, ALLOWED_TWICE],
    help: "write the key once, with a list where it takes one",
    accepts: &[ACCEPTED],
    rejects: &[example(r#"kind = "m2m", grant = "client_credentials", grant = "token-exchange""#)],
    citations: ATTRIBUTE,
    ..Rule::BASE
};

/// A fact of [`REPEATED_VALUE`].
pub const TWICE_IN_LIST: &str = "the list has `{word}` twice";
/// A fact of [`REPEATED_VALUE`].
pub const DENIED_TWICE: &str = "`{rule}` is denied twice";

/// A word that one list has twice.
pub static REPEATED_VALUE: Rule = Rule {
    id: "repeated_value",
    summary: "one list has the same word twice",
    facts: &[TWICE_IN_LIST, DENIED_TWICE],
    help: "remove one",
    accepts: &[ACCEPTED],
    rejects: &[example(r#"kind = "m2m", grant("client_credentials", "client_credentials")"#)],
    citations: ATTRIBUTE,
    ..Rule::BASE
};

/// A key whose value is missing.
pub static UNFINISHED_INPUT: Rule = Rule {
    id: "unfinished_input",
    summary: "a key has no value, or its value is not in the form that it takes",
    facts: &["`{key}` is incomplete"],
    help: "write the key in its documented form",
    accepts: &[ACCEPTED],
    rejects: &[example("kind ="), example("kind")],
    citations: ATTRIBUTE,
    ..Rule::BASE
};

/// Tokens that belong to no key.
pub static UNEXPECTED_TOKEN: Rule = Rule {
    id: "unexpected_token",
    summary: "a token is where a comma or a key has to be",
    facts: &["unexpected `{token}`"],
    help: "separate the keys by commas",
    accepts: &[ACCEPTED],
    rejects: &[example(r#"kind = "m2m" grant = "client_credentials""#), example(r#""m2m""#)],
    citations: ATTRIBUTE,
    ..Rule::BASE
};

/// A declaration that does not say who the client is.
pub static MISSING_KIND: Rule = Rule {
    id: "missing_kind",
    summary: "the declaration does not say which kind of client it is",
    facts: &["the declaration does not say which kind of client it is"],
    why: Some("the recommended flow depends on who the client is"),
    help: "add `kind`",
    accepts: &[ACCEPTED],
    rejects: &[example(r#"grant = "client_credentials""#), example("")],
    citations: ATTRIBUTE,
    ..Rule::BASE
};

/// A fact of [`NOT_A_STRUCT`].
pub const UNREADABLE_STRUCT: &str = "this struct could not be read";
/// A fact of [`NOT_A_STRUCT`].
pub const ENUM: &str = "an enum is not one client";
/// A fact of [`NOT_A_STRUCT`].
pub const UNION: &str = "a union is not a client";
/// A fact of [`NOT_A_STRUCT`].
pub const FUNCTION: &str = "a function is not a client";
/// A fact of [`NOT_A_STRUCT`].
pub const TRAIT: &str = "a trait is not one client";
/// A fact of [`NOT_A_STRUCT`].
pub const MODULE: &str = "a module is not a client";
/// A fact of [`NOT_A_STRUCT`].
pub const OTHER_ITEM: &str = "this item is not a struct";

/// An item below the attribute that is no struct.
pub static NOT_A_STRUCT: Rule = Rule {
    id: "not_a_struct",
    summary: "the item below the attribute is not a struct",
    facts: &[UNREADABLE_STRUCT, ENUM, UNION, FUNCTION, TRAIT, MODULE, OTHER_ITEM],
    help: "write the attribute above one struct for each client",
    accepts: &[ACCEPTED],
    rejects: &[
        ACCEPTED.on("enum Client { GitHub, Google }"),
        ACCEPTED.on("union Client { a: u8, b: u8 }"),
        ACCEPTED.on("fn client() {}"),
    ],
    citations: ATTRIBUTE,
    ..Rule::BASE
};

/// The attribute twice on one struct.
pub static REPEATED_ATTRIBUTE: Rule = Rule {
    id: "repeated_attribute",
    summary: "one struct has the attribute twice",
    facts: &["one struct has `oauth_client` twice"],
    help: "declare one struct for each client",
    accepts: &[ACCEPTED],
    rejects: &[ACCEPTED.on(r#"#[oauth_client(kind = "spa")] struct Client;"#)],
    citations: ATTRIBUTE,
    ..Rule::BASE
};

/// Two fields in a role that a client has once.
pub static REPEATED_ROLE: Rule = Rule {
    id: "repeated_role",
    summary: "two fields have one role",
    facts: &["two fields have the role `{role}`"],
    why: Some("a client has one identifier and one credential of a kind"),
    help: "declare one struct for each client, or take a field out with `#[oauth(skip)]`",
    accepts: &[ACCEPTED],
    rejects: &[ACCEPTED.on(
        "struct Client { github_client_id: String, google_client_id: String, client_secret: String }",
    )],
    citations: FIELDS,
    ..Rule::BASE
};

/// A prefix that no field has.
pub static UNUSED_PREFIX: Rule = Rule {
    id: "unused_prefix",
    summary: "`fields` names a prefix, and no field begins with it",
    facts: &["no field begins with `{prefix}`"],
    why: Some("without a field of the client, nothing of the struct is checked"),
    help: "write the beginning of the names of the client's fields, or remove `fields`",
    accepts: &[example(
        r#"kind = "web", redirect_uri = "https://app.example.com/cb", fields = "sso_""#,
    )
    .on("struct Settings { port: u16, sso_client_id: String, sso_client_secret: String }")],
    rejects: &[example(
        r#"kind = "web", redirect_uri = "https://app.example.com/cb", fields = "login_""#,
    )
    .on("struct Settings { port: u16, sso_client_id: String, sso_client_secret: String }")],
    citations: FIELDS,
    ..Rule::BASE
};

/// A fact of [`UNKNOWN_HELPER`].
pub const NO_HELPER_WORD: &str = "`#[oauth(...)]` has no word `{word}`";
/// A fact of [`UNKNOWN_HELPER`].
pub const NAMES_NOTHING: &str = "`#[oauth(...)]` is empty";
/// A fact of [`UNKNOWN_HELPER`].
pub const SKIPPED_WITH_ROLE: &str = "the field is skipped and has a role as well";
/// A fact of [`UNKNOWN_HELPER`].
pub const NO_FUNCTION: &str = "`with` takes the path of a function";
/// A fact of [`UNKNOWN_HELPER`].
pub const SEVERAL_WITH_FUNCTION: &str = "the field holds several values, and `with` reads one";
/// A fact of [`UNKNOWN_HELPER`].
pub const HELPER_ON_STRUCT: &str = "`#[oauth(...)]` belongs on a field and not on the struct";

/// A helper attribute that says nothing that is known.
pub static UNKNOWN_HELPER: Rule = Rule {
    id: "unknown_helper",
    summary: "`#[oauth(...)]` does not name a role",
    facts: &[
        NO_HELPER_WORD,
        NAMES_NOTHING,
        SKIPPED_WITH_ROLE,
        NO_FUNCTION,
        SEVERAL_WITH_FUNCTION,
        HELPER_ON_STRUCT,
    ],
    help: "name a role, `skip` or `flatten`",
    accepts: &[ACCEPTED],
    rejects: &[ACCEPTED.on("struct Client { #[oauth(nothing_like_it)] a: u8 }")],
    citations: FIELDS,
    ..Rule::BASE
};

/// A helper attribute that a condition may remove.
pub static CONDITIONAL_HELPER: Rule = Rule {
    id: "conditional_helper",
    summary: "`#[oauth(...)]` is inside `#[cfg_attr(...)]`",
    facts: &["`#[oauth(...)]` is inside a `cfg_attr`, which the attribute cannot evaluate"],
    why: Some("the attribute is expanded before the condition of a field is evaluated"),
    help: "write the helper without a condition",
    accepts: &[ACCEPTED],
    rejects: &[ACCEPTED.on("struct Client { #[cfg_attr(test, oauth(client_secret))] a: u8 }")],
    citations: FIELDS,
    ..Rule::BASE
};

/// A fact of [`UNKNOWN_RULE`].
pub const NO_RULE: &str = "there is no rule `{rule}`";
/// A fact of [`UNKNOWN_RULE`].
pub const NOT_WAIVABLE: &str = "`{rule}` can be neither allowed nor denied";

/// A waiver of a rule that is not there.
pub static UNKNOWN_RULE: Rule = Rule {
    id: "unknown_rule",
    summary: "`allow` or `deny` names no rule that it can change",
    facts: &[NO_RULE, NOT_WAIVABLE],
    help: "write the id with which the message of the rule begins",
    accepts: &[ACCEPTED],
    rejects: &[
        example(
            r#"kind = "trusted", grant = "password", auth = "client_secret_basic", allow(pasword_grant, reason = "x")"#,
        ),
        example(r#"kind = "m2m", grant = "client_credentials", deny(nothing_like_it_at_all)"#),
    ],
    citations: WAIVERS,
    ..Rule::BASE
};

/// A waiver that does not say why.
pub static MISSING_REASON: Rule = Rule {
    id: "missing_reason",
    summary: "a waiver has no reason",
    facts: &["the waiver of `{rule}` has no reason"],
    why: Some("whoever reviews the waiver has to know why the rule does not apply"),
    help: "add `reason = \"...\"`",
    accepts: &[ACCEPTED],
    rejects: &[
        example(
            r#"kind = "trusted", grant = "password", auth = "client_secret_basic", allow(password_grant)"#,
        ),
        example(
            r#"kind = "trusted", grant = "password", auth = "client_secret_basic", allow(password_grant, reason = " ")"#,
        ),
    ],
    citations: WAIVERS,
    ..Rule::BASE
};

/// A day that is not in the calendar.
pub static INVALID_DATE: Rule = Rule {
    id: "invalid_date",
    summary: "`until` is not a day of the calendar",
    facts: &["`{date}` is not a day of the calendar"],
    help: "write a date such as `2027-06-30`",
    accepts: &[ACCEPTED],
    rejects: &[example(
        r#"kind = "trusted", grant = "password", auth = "client_secret_basic", allow(password_grant, reason = "old terminals", until = "2027-02-30")"#,
    )],
    citations: &[project("docs/waivers.md", ""), rfc(3339, "5.6", "ABNF")],
    ..Rule::BASE
};

/// One rule that is waived and raised at once.
pub static ALLOW_AND_DENY: Rule = Rule {
    id: "allow_and_deny",
    summary: "one rule is both allowed and denied",
    facts: &["`{rule}` is both allowed and denied"],
    help: "keep one of the two",
    accepts: &[ACCEPTED],
    rejects: &[example(
        r#"kind = "trusted", grant = "password", auth = "client_secret_basic", allow(password_grant, reason = "old terminals"), deny(password_grant)"#,
    )],
    citations: WAIVERS,
    ..Rule::BASE
};
