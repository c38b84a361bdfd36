//! Which remedies a tool may apply by itself: those that claim nothing that its user has not said or that
//! does not show.

use alloc::vec::Vec;

use super::client::Client;
use super::code::{Code, Request, Response, Sent, What};
use super::finding::Finding;
use super::place::Place;
use super::remedy::Remedy;
use super::statement::Statement;
use crate::members::Key;
use crate::rules::client_authentication::method::MISSING_CREDENTIAL;
use crate::rules::fields::UNCHECKED_STRUCT;
use crate::rules::reading::{REPEATED_VALUE, UNKNOWN_KEY};
use crate::vocabulary::{Grant, Pkce, ResponseType, Word, is_respelling};

/// What shows how a client behaves, beside its declaration.
#[derive(Clone, Copy, Debug, Default)]
pub struct Evidence<'c> {
    /// Its calls, where it is known which they are.
    pub code: Option<&'c Code>,
    /// Whether all of its package was read, so that it has no other calls.
    pub is_whole: bool,
    /// Whether `Flow` runs the client, so that what is declared is what runs.
    pub flow: bool,
}

impl Finding {
    /// Whether a tool may apply the remedy of this finding without asking. `written` is what the source
    /// has at its place; there is no `client` where nothing declares it.
    ///
    /// It may where the remedy takes out what is there twice or has no effect, where it writes a name or
    /// a word as it is spelt, and where it states what the evidence shows. It never rewrites a redirect
    /// URI and never removes a field.
    #[must_use]
    pub fn may_be_fixed(
        &self,
        client: Option<&Client>,
        evidence: Evidence<'_>,
        written: &str,
    ) -> bool {
        let nothing = Statement::default();
        let statement = client.map_or(&nothing, Client::statement);
        Fix { finding: self, statement, evidence, written }.may_apply(&self.remedy)
    }
}

struct Fix<'f> {
    finding: &'f Finding,
    statement: &'f Statement,
    evidence: Evidence<'f>,
    written: &'f str,
}

impl Fix<'_> {
    fn may_apply(&self, remedy: &Remedy) -> bool {
        match remedy {
            Remedy::All(all) => !all.is_empty() && all.iter().all(|edit| self.may_apply(edit)),
            // What cannot be told of the client, only an author can choose.
            Remedy::Declare { holder, is_certain, .. } => {
                holder.is_some() && *is_certain && self.evidence.is_whole
            }
            Remedy::Set(key, value) | Remedy::Replace(Place::Key(key), value) => {
                self.shows(*key, value)
            }
            // The name of a key claims nothing: its value is the author's.
            Remedy::Replace(Place::Token(_), word) => {
                *self.finding.rule == UNKNOWN_KEY || is_respelling(self.written, word)
            }
            Remedy::Decide(_) | Remedy::Replace(..) => false,
            Remedy::Remove(place) => self.may_remove(*place),
        }
    }

    fn may_remove(&self, place: Place) -> bool {
        match place {
            // A waiver that silences nothing, or of something that goes too.
            Place::Waiver(_) => true,
            Place::Token(_) => *self.finding.rule == REPEATED_VALUE || self.is_second_waiver(),
            Place::Value(key, index) => self.is_repeated(key, index),
            _ => false,
        }
    }

    /// Whether the finding is that one rule is waived twice.
    fn is_second_waiver(&self) -> bool {
        self.finding.template == crate::rules::reading::ALLOWED_TWICE
    }

    /// Whether an earlier value of the key is the same.
    fn is_repeated(&self, key: Key, index: usize) -> bool {
        let texts: Vec<&str> = self.statement.texts(key).collect();
        texts.get(index).is_some_and(|own| texts.iter().take(index).any(|it| it == own))
    }

    /// Whether the evidence shows that the value is true.
    fn shows(&self, key: Key, value: &str) -> bool {
        match key {
            Key::Pkce => value == Pkce::S256.word() && self.of_each_request(|it| it.always_s256),
            Key::ResponseType => {
                value == ResponseType::Code.word()
                    && self.of_each_request(|it| it.response == Response::Code)
            }
            Key::Scope => {
                let asked = self.scopes_asked();
                let declared: Vec<&str> = self.statement.texts(Key::Scope).collect();
                let new: Vec<&str> = value.split(' ').collect();
                let added = new.iter().filter(|it| !declared.contains(it));
                let gone = declared.iter().filter(|it| !new.contains(it));
                !asked.is_empty()
                    && added.into_iter().all(|it| asked.contains(it))
                    && gone.into_iter().all(|it| !asked.contains(it))
            }
            _ => false,
        }
    }

    /// Whether this holds of each authorization request: of those in the code, where all of it was read,
    /// and of those that `Flow` sends.
    fn of_each_request(&self, holds: fn(&Request) -> bool) -> bool {
        let Evidence { code, is_whole, flow } = self.evidence;
        let mut some = flow;
        for act in code.map_or(&[][..], |code| code.acts.as_slice()) {
            match &act.what {
                What::Request(request) if !holds(request) => return false,
                What::Request(_) => some = true,
                What::PlainChallenge | What::DroppedVerifier(_) => return false,
                What::Exchange(exchange)
                    if exchange.grant == Grant::AuthorizationCode
                        && exchange.verifier == Sent::No =>
                {
                    return false;
                }
                _ => {}
            }
        }
        some && is_whole
    }

    fn scopes_asked(&self) -> Vec<&str> {
        let acts = self.evidence.code.map_or(&[][..], |code| code.acts.as_slice());
        let scopes = acts.iter().filter_map(|act| match &act.what {
            What::Scope(scope) => Some(scope.as_str()),
            _ => None,
        });
        scopes.collect()
    }
}

/// Whether a declaration is of the struct that it was written above: no finding is about what the struct
/// has or lacks.
#[must_use]
pub fn fits_struct(findings: &[Finding]) -> bool {
    let of_struct = |finding: &&Finding| {
        let of_field = |place: &Place| matches!(place, Place::Field(_));
        of_field(&finding.place)
            || finding.also.iter().any(of_field)
            || [&MISSING_CREDENTIAL, &UNCHECKED_STRUCT].contains(&finding.rule)
    };
    !findings.iter().any(|finding| of_struct(&finding))
}

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString};
    use alloc::vec;
    use alloc::vec::Vec;

    use super::{Evidence, fits_struct};
    use crate::judge::{
        Act, Client, Code, Exchange, Finding, Holder, Kept, Origin, Place, Remedy, Request,
        Response, Sent, Sources, Statement, Subject, Value, What, at,
    };
    use crate::members::Key;
    use crate::rules::all;
    use crate::vocabulary::{AuthMethod, Grant, Pkce};

    fn client(members: &[(Key, Value)]) -> Client {
        let mut attribute = Statement::default();
        for (key, value) in members {
            attribute.push(*key, value.clone(), Origin::Token(0));
            attribute.written.insert(*key);
        }
        Client::of(Sources { attribute, ..Sources::default() })
    }

    /// A finding of the rule with this remedy.
    fn finding(rule: &str, remedy: Remedy) -> Finding {
        let rule = all().find(|it| it.id == rule).unwrap_or(&crate::rules::reading::UNKNOWN_WORD);
        let subject = Subject::of(crate::Declaration::EMPTY);
        Finding::of(rule, crate::Level::Error, at(Place::Whole).remedy(remedy), &subject)
    }

    fn code(acts: Vec<What>) -> Code {
        let acts = acts.into_iter().map(|what| Act { what, place: 0 }).collect();
        Code { acts, ..Code::default() }
    }

    /// A request for a code with a challenge, and whether it always has one of `S256`.
    fn request(challenge: Sent, always_s256: bool) -> What {
        let (state, nonce) = (Kept::Unknown, Kept::Unknown);
        What::Request(Request { response: Response::Code, challenge, always_s256, state, nonce })
    }

    fn exchange(grant: Grant, verifier: Sent) -> What {
        What::Exchange(Exchange { grant, verifier })
    }

    fn may(remedy: &Remedy, client: &Client, code: Option<&Code>, flow: bool) -> bool {
        let finding = finding("missing_pkce", remedy.clone());
        finding.may_be_fixed(Some(client), Evidence { code, is_whole: true, flow }, "")
    }

    #[test]
    fn pkce_is_declared_where_each_request_sends_it() {
        let web = client(&[(Key::Kind, Value::Word("web"))]);
        let s256 = Remedy::set(Key::Pkce, Pkce::S256);
        assert!(!may(&s256, &web, None, false));
        assert!(may(&s256, &web, None, true));
        let sends = || request(Sent::Yes, true);
        for (acts, sent) in [
            (vec![sends()], true),
            (vec![sends(), exchange(Grant::AuthorizationCode, Sent::Yes)], true),
            (vec![sends(), exchange(Grant::RefreshToken, Sent::No)], true),
            (vec![request(Sent::Yes, false)], false),
            (vec![request(Sent::No, false)], false),
            (vec![request(Sent::Unknown, false)], false),
            (vec![sends(), request(Sent::Yes, false)], false),
            (vec![sends(), What::PlainChallenge], false),
            (vec![sends(), What::DroppedVerifier("_".to_string())], false),
            (vec![sends(), exchange(Grant::AuthorizationCode, Sent::No)], false),
            (vec![What::Client], false),
        ] {
            assert_eq!(may(&s256, &web, Some(&code(acts.clone())), false), sent, "{acts:?}");
        }
        // What `Flow` sends is no proof of what the calls beside it do.
        assert!(!may(&s256, &web, Some(&code(vec![request(Sent::No, false)])), true));
        let plain = Remedy::set(Key::Pkce, Pkce::Plain);
        assert!(!may(&plain, &web, Some(&code(vec![sends()])), true));
        // What was not read may send none.
        let one = code(vec![sends()]);
        for flow in [false, true] {
            let evidence = Evidence { code: Some(&one), is_whole: false, flow };
            let finding = finding("missing_pkce", s256.clone());
            assert!(!finding.may_be_fixed(Some(&web), evidence, ""));
        }
    }

    #[test]
    fn what_the_calls_cannot_show_is_the_authors() {
        let web = client(&[
            (Key::Kind, Value::Word("web")),
            (Key::Grant, Value::Word("authorization_code")),
            (Key::Grant, Value::Word("refresh_token")),
        ]);
        let all = code(vec![
            request(Sent::Yes, true),
            exchange(Grant::RefreshToken, Sent::Unknown),
            What::Authenticates(AuthMethod::ClientSecretPost),
        ]);
        for (key, value) in [
            (Key::Refresh, "rotate"),
            (Key::SenderConstraint, "dpop"),
            (Key::Par, ""),
            (Key::Auth, "client_secret_post"),
            (Key::Grant, "refresh_token"),
            (Key::Kind, "native"),
            (Key::Profile, "rfc6749"),
            (Key::RedirectUri, "https://app.example.com/cb"),
            (Key::TokenEndpoint, "https://as.example.com/token"),
        ] {
            assert!(!may(&Remedy::Set(key, value.to_string()), &web, Some(&all), true), "{key:?}");
        }
        for key in [Key::RedirectUri, Key::Grant] {
            let value = Remedy::Replace(Place::Value(key, 0), "refresh_token".to_string());
            assert!(!may(&value, &web, Some(&all), true), "{key:?}");
        }
        for place in [
            Place::Field(0),
            Place::SecretKey(0),
            Place::Key(Key::RedirectUri),
            Place::Key(Key::Pkce),
            Place::Value(Key::Grant, 0),
            Place::Value(Key::Grant, 1),
        ] {
            assert!(!may(&Remedy::Remove(place), &web, Some(&all), true), "{place:?}");
        }
        assert!(!may(&Remedy::decide("one or the other"), &web, Some(&all), true));
        let pkce = Remedy::set(Key::Pkce, Pkce::S256);
        let mixed = Remedy::All(vec![pkce.clone(), Remedy::Remove(Place::Field(0))]);
        assert!(!may(&mixed, &web, Some(&all), true));
        assert!(may(&Remedy::All(vec![pkce]), &web, Some(&all), true));
        assert!(!may(&Remedy::All(vec![]), &web, Some(&all), true));
    }

    #[test]
    fn what_is_there_twice_is_there_once_without_a_claim() {
        let uri = |text: &str| (Key::RedirectUri, Value::Text(String::from(text)));
        let it = client(&[
            (Key::Kind, Value::Word("web")),
            uri("https://a.example"),
            uri("https://b.example"),
            uri("https://a.example"),
        ]);
        let remove = |index| Remedy::Remove(Place::Value(Key::RedirectUri, index));
        let may_be = [0, 1, 2, 3].map(|index| may(&remove(index), &it, None, false));
        assert_eq!(may_be, [false, false, true, false]);
        assert!(may(&Remedy::Remove(Place::Waiver(0)), &it, None, false));
    }

    #[test]
    fn scopes_are_put_right_as_the_calls_ask_for_them() {
        let text = |scope: &str| (Key::Scope, Value::Text(String::from(scope)));
        let it = client(&[(Key::Kind, Value::Word("web")), text("openid,email"), text("orders")]);
        let scopes = Remedy::Set(Key::Scope, "openid email orders".to_string());
        let asks = |scopes: &[&str]| {
            code(scopes.iter().map(|it| What::Scope((*it).to_string())).collect())
        };
        assert!(may(&scopes, &it, Some(&asks(&["openid", "email"])), false));
        assert!(!may(&scopes, &it, Some(&asks(&["openid"])), false));
        assert!(!may(&scopes, &it, Some(&asks(&["openid", "email", "openid,email"])), false));
        assert!(!may(&scopes, &it, Some(&asks(&[])), true));
        let remove = Remedy::Remove(Place::Value(Key::Scope, 1));
        assert!(!may(&remove, &it, Some(&asks(&["openid"])), false));
    }

    #[test]
    fn the_response_type_is_that_of_each_request() {
        let it = client(&[(Key::Kind, Value::Word("web"))]);
        let codes = Remedy::Set(Key::ResponseType, "code".to_string());
        assert!(may(&codes, &it, Some(&code(vec![request(Sent::No, false)])), false));
        let mut implicit = request(Sent::No, false);
        if let What::Request(request) = &mut implicit {
            request.response = Response::Implicit("token".to_string());
        }
        assert!(!may(&codes, &it, Some(&code(vec![implicit])), true));
        assert!(may(&codes, &it, None, true));
        let other = Remedy::Set(Key::ResponseType, "code token".to_string());
        assert!(!may(&other, &it, None, true));
    }

    #[test]
    fn a_word_is_spelt_right_and_a_guess_is_left_to_its_author() {
        let it = client(&[]);
        let token = |word: &str| Remedy::Replace(Place::Token(0), String::from(word));
        let may = |rule: &str, written: &str, word: &str| {
            finding(rule, token(word)).may_be_fixed(Some(&it), Evidence::default(), written)
        };
        assert!(may("unknown_word", "\"s-256\"", "S256"));
        assert!(may("unknown_word", "r#\"s256\"#", "S256"));
        assert!(may("unknown_word", "\"Authorization Code\"", "authorization_code"));
        assert!(!may("unknown_word", "\"S265\"", "S256"));
        assert!(may("unknown_key", "redirct_uri", "redirect_uri"));
        assert!(!may("unknown_rule", "missing_pkc", "missing_pkce"));
        assert!(may("unknown_rule", "missing-pkce", "missing_pkce"));
        let removed = finding("repeated_value", Remedy::Remove(Place::Token(0)));
        assert!(removed.may_be_fixed(Some(&it), Evidence::default(), ""));
        let key = finding("duplicate_key", Remedy::Remove(Place::Token(0)));
        assert!(!key.may_be_fixed(Some(&it), Evidence::default(), ""));
    }

    #[test]
    fn a_declaration_is_written_where_all_of_it_is_certain() {
        let declare = |is_certain: bool, holder: Option<&str>, is_whole: bool| {
            let holder = holder.map(|name| Holder::Settings(String::from(name)));
            let remedy = Remedy::Declare { arguments: vec![], holder, has_kind: true, is_certain };
            let evidence = Evidence { is_whole, ..Evidence::default() };
            finding("undeclared_client", remedy).may_be_fixed(None, evidence, "")
        };
        assert!(declare(true, Some("Portal"), true));
        assert!(!declare(false, Some("Portal"), true));
        assert!(!declare(true, None, true));
        assert!(!declare(true, Some("Portal"), false));
    }

    #[test]
    fn a_struct_fits_where_no_finding_is_about_it() {
        let of = |rule: &str, place: Place| {
            let mut finding = finding(rule, Remedy::decide("a"));
            finding.place = place;
            finding
        };
        assert!(fits_struct(&[of("missing_pkce", Place::Key(Key::Pkce))]));
        for finding in [
            of("missing_credential", Place::Whole),
            of("unchecked_struct", Place::Whole),
            of("request_value_in_config", Place::Field(0)),
        ] {
            assert!(!fits_struct(core::slice::from_ref(&finding)), "{finding:?}");
        }
        let mut also = of("secret_in_public_client", Place::Key(Key::Auth));
        also.also = vec![Place::Field(1)];
        assert!(!fits_struct(&[of("missing_pkce", Place::Whole), also]));
    }
}
