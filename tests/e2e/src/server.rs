//! One authorization server, for as long as its value lives.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::browser::plain_agent;
use crate::install;
use crate::process::Process;
use crate::record::Record;

/// A running authorization server. Dropping it ends it; so does the end of this process.
#[derive(Debug)]
pub struct Server {
    _process: Process,
    agent: ureq::Agent,
    announced: Announcement,
}

/// The line that the server prints when it is ready.
#[derive(Debug, Deserialize)]
// oauth-flow: allow(undeclared_client, reason = "what the server says of itself")
struct Announcement {
    issuer: String,
    control: String,
    client_key: String,
    partner_key: String,
    clients: Vec<Client>,
    users: HashMap<String, String>,
}

/// A client as it is registered, by the names of RFC 7591 section 2.
#[derive(Clone, Debug, Deserialize)]
pub struct Client {
    /// The identifier.
    pub client_id: String,
    /// The secret, if it has one.
    pub client_secret: Option<String>,
    /// How it authenticates.
    pub token_endpoint_auth_method: String,
    /// Where users come back to.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
}

/// What a server does that others do not, and that a standard allows. `node/habits.mjs` has the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Habit {
    /// It sends no `iss` in its authorization responses, and its metadata does not promise one (RFC
    /// 9207 is not for every server).
    SilentAboutIssuer,
    /// It grants the whole scope again where a refresh asks for less (RFC 6749 section 3.3).
    IgnoresNarrowedScope,
    /// It takes a refresh token twice within thirty seconds, and gives the same answer again. The third use
    /// has it revoke the tokens of the login.
    TakesRefreshTokensTwice,
}

impl Server {
    /// Starts a server with the clients of `node/clients.mjs`.
    ///
    /// # Errors
    /// In words: what is [missing](Self::missing) on this machine, or why the server did not start.
    pub fn start() -> Result<Self, String> {
        Self::start_with(&[])
    }

    /// Starts a server that knows these clients too, each an object of RFC 7591 metadata.
    ///
    /// # Errors
    /// As those of [`start`](Self::start), such as a client that the server refuses.
    pub fn start_with(clients: &[Value]) -> Result<Self, String> {
        Self::start_as(clients, &[])
    }

    /// Starts a server that knows these clients too, and has these habits.
    ///
    /// # Errors
    /// As those of [`start_with`](Self::start_with).
    pub fn start_as(clients: &[Value], habits: &[Habit]) -> Result<Self, String> {
        Self::spawn(&install::folder()?, clients, habits)
    }

    /// What this machine lacks for a server, in words: Node.js, or the packages of the server where
    /// they cannot be installed.
    #[must_use]
    pub fn missing() -> Option<String> {
        install::folder().err()
    }

    fn spawn(folder: &Path, clients: &[Value], habits: &[Habit]) -> Result<Self, String> {
        let argument = json!({ "clients": clients, "habits": habits }).to_string();
        let (process, announced) = Process::start(&folder.join("server.mjs"), &argument)?;
        Ok(Self { _process: process, agent: plain_agent(), announced })
    }

    /// The issuer identifier, a loopback address without a final slash.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.announced.issuer
    }

    /// An endpoint of the issuer: `/auth`, `/token`, `/device/auth`, `/request` (RFC 9126), `/reg`
    /// (RFC 7591), `/token/introspection`, `/token/revocation`, `/jwks`, `/me`.
    #[must_use]
    pub fn endpoint(&self, path: &str) -> String {
        format!("{}{path}", self.announced.issuer)
    }

    /// A token endpoint that answers badly, by its name in `node/hostile.mjs`.
    #[must_use]
    pub fn hostile(&self, name: &str) -> String {
        format!("{}/hostile/{name}", self.announced.control)
    }

    /// A registered client.
    ///
    /// # Panics
    /// When there is none of this identifier.
    #[must_use]
    pub fn client(&self, client_id: &str) -> &Client {
        let found = self.announced.clients.iter().find(|it| it.client_id == client_id);
        found.unwrap_or_else(|| panic!("no client is registered as `{client_id}`"))
    }

    /// The key that the `private_key_jwt` clients sign with: ES256, PKCS #8 in PEM, key id `client`.
    #[must_use]
    pub fn client_key(&self) -> &str {
        &self.announced.client_key
    }

    /// The key that `https://partner.example` signs with: ES256, PKCS #8 in PEM, key id `partner`.
    #[must_use]
    pub fn partner_key(&self) -> &str {
        &self.announced.partner_key
    }

    /// The password of a resource owner. `alice` is one; she is who logs in, too.
    ///
    /// # Panics
    /// When there is no such user.
    #[must_use]
    pub fn password(&self, user: &str) -> &str {
        let found = self.announced.users.get(user);
        found.unwrap_or_else(|| panic!("no user is called `{user}`"))
    }

    /// What has arrived so far.
    ///
    /// # Panics
    /// When the server does not answer.
    #[must_use]
    pub fn record(&self) -> Record {
        let url = format!("{}/record", self.announced.control);
        let response = self.agent.get(&url).call().expect("the server answers");
        read(response)
    }

    /// Forgets what has arrived, the answers that were scripted and the delays.
    ///
    /// # Panics
    /// When the server does not answer.
    pub fn reset(&self) {
        let _: Value = self.control("reset", &json!({}));
    }

    /// Answers the next request of an endpoint with this status and JSON, once. Several wait in
    /// line. The provider never sees these requests, the record does.
    ///
    /// # Panics
    /// When the server does not answer.
    pub fn script(&self, path: &str, status: u16, body: &Value) {
        self.script_with(path, status, &[], body);
    }

    /// As [`script`](Self::script), with these headers too. A body that is a text is sent as it is.
    ///
    /// # Panics
    /// When the server does not answer.
    pub fn script_with(&self, path: &str, status: u16, headers: &[(&str, &str)], body: &Value) {
        let headers: HashMap<_, _> = headers.iter().copied().collect();
        let answer = json!({ "path": path, "status": status, "headers": headers, "body": body });
        let _: Value = self.control("script", &answer);
    }

    /// From now on, answers of an endpoint are sent this long after their requests were carried out.
    ///
    /// # Panics
    /// When the server does not answer.
    pub fn delay(&self, path: &str, by: Duration) {
        let delay = json!({ "path": path, "milliseconds": by.as_millis() });
        let _: Value = self.control("delay", &delay);
    }

    /// The user, at another device, approves a user code (RFC 8628 section 3.3).
    ///
    /// # Panics
    /// When there is no such code.
    pub fn approve_device(&self, user_code: &str) {
        self.decide(user_code, "approve");
    }

    /// The user, at another device, refuses a user code.
    ///
    /// # Panics
    /// When there is no such code.
    pub fn deny_device(&self, user_code: &str) {
        self.decide(user_code, "deny");
    }

    fn decide(&self, user_code: &str, decision: &str) {
        let answer: Value =
            self.control("device", &json!({ "user_code": user_code, "decision": decision }));
        assert_eq!(answer, json!({ "decision": decision }));
    }

    fn control<T: DeserializeOwned>(&self, name: &str, body: &Value) -> T {
        let url = format!("{}/{name}", self.announced.control);
        read(self.agent.post(&url).send_json(body).expect("the server answers"))
    }
}

pub(crate) fn read<T: DeserializeOwned>(mut response: ureq::http::Response<ureq::Body>) -> T {
    response.body_mut().read_json().expect("the control port answers in JSON")
}
