//! Which remedies a tool may apply by itself: those that claim nothing that its user has not said or that
//! does not show.

use alloc::vec::Vec;

use super::client::Client;
use super::code::{Code, Response, Sent, What};
use super::finding::Finding;
use super::place::Place;
use super::remedy::Remedy;
use super::statement::Statement;
use crate::members::Key;
use crate::rules::reading::{REPEATED_VALUE, UNKNOWN_KEY};
use crate::vocabulary::{AuthMethod, Grant, Pkce, ResponseType, Word, is_respelling};

/// What shows how a client behaves, beside its declaration.
#[derive(Clone, Copy, Debug, Default)]
pub struct Evidence<'c> {
    /// Its calls, where it is known which they are.
    pub code: Option<&'c Code>,
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
            // The kind and the struct are what only an author could choose.
            Remedy::Declare { holder, has_kind, .. } => holder.is_some() && *has_kind,
            Remedy::Set(key, value) | Remedy::Replace(Place::Key(key), value) => {
                self.shows(*key, value)
            }
            // The name of a key claims nothing: its value is the author's.
            Remedy::Replace(Place::Token(_), word) => {
                *self.finding.rule == UNKNOWN_KEY || is_respelling(self.written, word)
            }
            Remedy::Replace(Place::Value(key, _), word) => self.shows(*key, word),
            Remedy::Decide(_) | Remedy::Replace(..) => false,
            Remedy::Remove(place) => self.may_remove(*place),
        }
    }

    fn may_remove(&self, place: Place) -> bool {
        match place {
            // A waiver that silences nothing, or of something that goes too.
            Place::Waiver(_) => true,
            Place::Token(_) => *self.finding.rule == REPEATED_VALUE || self.is_second_waiver(),
            Place::Value(key, index) => self.is_repeated(key, index) || self.is_unused(key, index),
            Place::Key(Key::Pkce | Key::ResponseType) => {
                let redirects = [Grant::AuthorizationCode, Grant::Implicit];
                self.grants_used().is_some_and(|used| !used.iter().any(|it| redirects.contains(it)))
            }
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

    /// Whether the calls are known and do without this value.
    fn is_unused(&self, key: Key, index: usize) -> bool {
        match key {
            Key::Grant => {
                let declared: Vec<Grant> = self.statement.words(Key::Grant).collect();
                let Some(used) = self.grants_used() else { return false };
                let others = declared.iter().enumerate().filter(|(other, _)| *other != index);
                declared.get(index).is_some_and(|own| !used.contains(own))
                    && others.into_iter().all(|(_, grant)| used.contains(grant))
            }
            Key::Scope => {
                let asked = self.scopes_asked();
                let mut scopes = self.statement.texts(Key::Scope);
                !asked.is_empty() && scopes.nth(index).is_some_and(|own| !asked.contains(&own))
            }
            _ => false,
        }
    }

    /// Whether the evidence shows that the value is true.
    fn shows(&self, key: Key, value: &str) -> bool {
        match key {
            Key::Pkce => value == Pkce::S256.word() && self.sends_challenges(),
            Key::ResponseType => value == ResponseType::Code.word() && self.asks_for_codes(),
            Key::Grant => Grant::of_word(value).is_some_and(|grant| {
                let used = self.grants_used().unwrap_or_default();
                used.contains(&grant) && !used.contains(&Grant::Implicit)
            }),
            Key::Auth => AuthMethod::of_word(value).is_some_and(|method| {
                let seen = self.methods_seen();
                !seen.is_empty() && seen.iter().all(|it| *it == method)
            }),
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

    /// Whether each authorization request carries an `S256` challenge.
    fn sends_challenges(&self) -> bool {
        let Some(code) = self.evidence.code else { return self.evidence.flow };
        let plain = code.acts.iter().any(|act| act.what == What::PlainChallenge);
        let mut requests = code.requests().map(|(_, request)| request).peekable();
        let some = requests.peek().is_some() || self.evidence.flow;
        let unverified = code.exchanges().any(|(_, exchange)| {
            exchange.grant == Grant::AuthorizationCode && exchange.verifier == Sent::No
        });
        some && !plain && !unverified && requests.all(|request| request.challenge == Sent::Yes)
    }

    /// Whether each authorization request asks for a code.
    fn asks_for_codes(&self) -> bool {
        let Some(code) = self.evidence.code else { return self.evidence.flow };
        let mut requests = code.requests().map(|(_, request)| request).peekable();
        let some = requests.peek().is_some() || self.evidence.flow;
        some && requests.all(|request| request.response == Response::Code)
    }

    /// The grants of the calls, where there are some.
    fn grants_used(&self) -> Option<Vec<Grant>> {
        let code = self.evidence.code?;
        // An extension may be any grant.
        let open = code.acts.iter().any(|act| matches!(act.what, What::Extension(_)));
        Some(code.grants()).filter(|grants| !grants.is_empty() && !open)
    }

    fn scopes_asked(&self) -> Vec<&str> {
        let acts = self.evidence.code.map_or(&[][..], |code| code.acts.as_slice());
        let scopes = acts.iter().filter_map(|act| match &act.what {
            What::Scope(scope) => Some(scope.as_str()),
            _ => None,
        });
        scopes.collect()
    }

    fn methods_seen(&self) -> Vec<AuthMethod> {
        let acts = self.evidence.code.map_or(&[][..], |code| code.acts.as_slice());
        let methods = acts.iter().filter_map(|act| match act.what {
            What::Authenticates(method) => Some(method),
            _ => None,
        });
        methods.collect()
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString};
    use alloc::vec;
    use alloc::vec::Vec;

    use super::Evidence;
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

    fn request(challenge: Sent) -> What {
        let (state, nonce) = (Kept::Unknown, Kept::Unknown);
        What::Request(Request { response: Response::Code, challenge, state, nonce })
    }

    fn exchange(grant: Grant, verifier: Sent) -> What {
        What::Exchange(Exchange { grant, verifier })
    }

    fn may(remedy: &Remedy, client: &Client, code: Option<&Code>, flow: bool) -> bool {
        let finding = finding("missing_pkce", remedy.clone());
        finding.may_be_fixed(Some(client), Evidence { code, flow }, "")
    }

    #[test]
    fn pkce_is_declared_where_it_is_sent() {
        let web = client(&[(Key::Kind, Value::Word("web"))]);
        let s256 = Remedy::set(Key::Pkce, Pkce::S256);
        assert!(!may(&s256, &web, None, false));
        assert!(may(&s256, &web, None, true));
        for (acts, sent) in [
            (vec![request(Sent::Yes)], true),
            (vec![request(Sent::Yes), exchange(Grant::AuthorizationCode, Sent::Yes)], true),
            (vec![request(Sent::No)], false),
            (vec![request(Sent::Unknown)], false),
            (vec![request(Sent::Yes), request(Sent::No)], false),
            (vec![request(Sent::Yes), What::PlainChallenge], false),
            (vec![request(Sent::Yes), exchange(Grant::AuthorizationCode, Sent::No)], false),
            (vec![What::Client], false),
        ] {
            assert_eq!(may(&s256, &web, Some(&code(acts.clone())), false), sent, "{acts:?}");
        }
        // What `Flow` sends is no proof of what the calls beside it do.
        assert!(!may(&s256, &web, Some(&code(vec![request(Sent::No)])), true));
        let plain = Remedy::set(Key::Pkce, Pkce::Plain);
        assert!(!may(&plain, &web, Some(&code(vec![request(Sent::Yes)])), true));
    }

    #[test]
    fn a_claim_about_the_server_is_the_authors() {
        let web = client(&[(Key::Kind, Value::Word("web"))]);
        let all = code(vec![request(Sent::Yes), exchange(Grant::RefreshToken, Sent::Unknown)]);
        for (key, value) in [
            (Key::Refresh, "rotate"),
            (Key::SenderConstraint, "dpop"),
            (Key::Par, ""),
            (Key::Kind, "native"),
            (Key::Profile, "rfc6749"),
            (Key::RedirectUri, "https://app.example.com/cb"),
            (Key::TokenEndpoint, "https://as.example.com/token"),
        ] {
            assert!(!may(&Remedy::Set(key, value.to_string()), &web, Some(&all), true), "{key:?}");
        }
        let uri =
            Remedy::Replace(Place::Value(Key::RedirectUri, 0), "https://a.example".to_string());
        assert!(!may(&uri, &web, Some(&all), true));
        for place in [Place::Field(0), Place::SecretKey(0), Place::Key(Key::RedirectUri)] {
            assert!(!may(&Remedy::Remove(place), &web, Some(&all), true), "{place:?}");
        }
        assert!(!may(&Remedy::decide("one or the other"), &web, Some(&all), true));
        let mixed =
            Remedy::All(vec![Remedy::set(Key::Pkce, Pkce::S256), Remedy::Remove(Place::Field(0))]);
        assert!(!may(&mixed, &web, Some(&all), true));
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
        assert_eq!(
            [0, 1, 2, 3].map(|at| may(&remove(at), &it, None, false)),
            [false, false, true, false]
        );
        assert!(may(&Remedy::Remove(Place::Waiver(0)), &it, None, false));
    }

    #[test]
    fn a_grant_is_declared_as_the_calls_use_it() {
        let it = client(&[
            (Key::Kind, Value::Word("m2m")),
            (Key::Grant, Value::Word("client_credentials")),
            (Key::Grant, Value::Word("refresh_token")),
        ]);
        let remove = Remedy::Remove(Place::Value(Key::Grant, 1));
        let machine = exchange(Grant::ClientCredentials, Sent::Unknown);
        assert!(!may(&remove, &it, None, true));
        assert!(may(&remove, &it, Some(&code(vec![machine.clone()])), false));
        let both = code(vec![machine.clone(), exchange(Grant::RefreshToken, Sent::Unknown)]);
        assert!(!may(&remove, &it, Some(&both), false));
        let open = code(vec![machine.clone(), What::Extension("urn:example:g".to_string())]);
        assert!(!may(&remove, &it, Some(&open), false));
        let other = code(vec![exchange(Grant::Password, Sent::Unknown)]);
        assert!(!may(&remove, &it, Some(&other), false));
        // PKCE has no effect where nothing redirects.
        let pkce = Remedy::Remove(Place::Key(Key::Pkce));
        assert!(may(&pkce, &it, Some(&code(vec![machine.clone()])), false));
        assert!(!may(&pkce, &it, Some(&code(vec![machine, request(Sent::No)])), false));
        assert!(!may(&pkce, &it, None, true));
        let replace = Remedy::Replace(Place::Value(Key::Grant, 0), "password".to_string());
        assert!(may(&replace, &it, Some(&other), false));
        assert!(!may(&replace, &it, Some(&both), false));
    }

    #[test]
    fn a_method_and_scopes_are_those_of_the_calls() {
        let text = |scope: &str| (Key::Scope, Value::Text(String::from(scope)));
        let it = client(&[(Key::Kind, Value::Word("web")), text("openid,email"), text("orders")]);
        let post = Remedy::set(Key::Auth, AuthMethod::ClientSecretPost);
        let seen = |method| code(vec![What::Authenticates(method)]);
        assert!(may(&post, &it, Some(&seen(AuthMethod::ClientSecretPost)), false));
        assert!(!may(&post, &it, Some(&seen(AuthMethod::ClientSecretBasic)), false));
        assert!(!may(&post, &it, Some(&code(vec![What::Client])), true));
        let scopes = Remedy::Set(Key::Scope, "openid email orders".to_string());
        let asks = |scopes: &[&str]| {
            code(scopes.iter().map(|it| What::Scope((*it).to_string())).collect())
        };
        assert!(may(&scopes, &it, Some(&asks(&["openid", "email"])), false));
        assert!(!may(&scopes, &it, Some(&asks(&["openid"])), false));
        assert!(!may(&scopes, &it, Some(&asks(&["openid", "email", "openid,email"])), false));
        assert!(!may(&scopes, &it, Some(&asks(&[])), true));
        let remove = Remedy::Remove(Place::Value(Key::Scope, 1));
        assert!(may(&remove, &it, Some(&asks(&["openid"])), false));
        assert!(!may(&remove, &it, Some(&asks(&["orders"])), false));
        let codes = Remedy::Set(Key::ResponseType, "code".to_string());
        assert!(may(&codes, &it, Some(&code(vec![request(Sent::No)])), false));
        let mut implicit = request(Sent::No);
        if let What::Request(request) = &mut implicit {
            request.response = Response::Implicit("token".to_string());
        }
        assert!(!may(&codes, &it, Some(&code(vec![implicit])), true));
        assert!(may(&codes, &it, None, true));
    }

    #[test]
    fn a_word_is_spelt_right_and_a_guess_is_left_to_its_author() {
        let it = client(&[]);
        let token = |word: &str| Remedy::Replace(Place::Token(0), String::from(word));
        let may = |rule: &str, written: &str, word: &str| {
            finding(rule, token(word)).may_be_fixed(Some(&it), Evidence::default(), written)
        };
        assert!(may("unknown_word", "\"s-256\"", "S256"));
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
    fn a_declaration_is_written_where_kind_and_struct_are_known() {
        let declare = |has_kind: bool, holder: Option<&str>| {
            let holder = holder.map(|name| Holder::Settings(String::from(name)));
            let remedy = Remedy::Declare { arguments: vec![], holder, has_kind };
            finding("undeclared_client", remedy).may_be_fixed(None, Evidence::default(), "")
        };
        assert!(declare(true, Some("Portal")));
        assert!(!declare(false, Some("Portal")));
        assert!(!declare(true, None));
    }
}
