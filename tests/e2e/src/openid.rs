//! An OpenID provider that does what a test says, wrong or right.

use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::browser::plain_agent;
use crate::install;
use crate::process::Process;
use crate::record::Record;
use crate::server::read;

/// An OpenID provider of its own, with one client and one user, `alice`. It is honest until a test
/// gives it a [plan](Self::plan).
///
/// The providers of a test program are those of one process.
#[derive(Debug)]
pub struct Provider {
    agent: ureq::Agent,
    made: Made,
}

/// The process, and where it takes orders.
#[derive(Debug)]
struct Running {
    _process: Process,
    control: String,
}

#[derive(Debug, Deserialize)]
struct Announcement {
    control: String,
}

/// What the process says of a provider.
#[derive(Debug, Deserialize)]
// oauth-flow: allow(undeclared_client, reason = "what the provider says of its client")
struct Made {
    issuer: String,
    control: String,
    client_id: String,
    client_secret: String,
}

/// The process, which ends with this one.
fn running() -> Result<&'static Running, String> {
    static RUNNING: LazyLock<Result<Running, String>> = LazyLock::new(|| {
        let script = install::folder()?.join("openid.mjs");
        let (process, Announcement { control }) = Process::start(&script, "")?;
        Ok(Running { _process: process, control })
    });
    RUNNING.as_ref().map_err(Clone::clone)
}

impl Provider {
    /// A provider, honest so far.
    ///
    /// # Errors
    /// In words, what is missing on this machine, or why the process did not start.
    pub fn start() -> Result<Self, String> {
        let agent = plain_agent();
        let url = format!("{}/issuers", running()?.control);
        let made = read(agent.post(&url).send_json(json!({})).map_err(|it| it.to_string())?);
        Ok(Self { agent, made })
    }

    /// The issuer identifier: a loopback address with a path, without a final slash.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.made.issuer
    }

    /// An endpoint: `/authorize`, `/token`, `/jwks`, `/userinfo`, `/end_session`, and `/other-jwks`,
    /// which is in no metadata.
    #[must_use]
    pub fn endpoint(&self, path: &str) -> String {
        format!("{}{path}", self.made.issuer)
    }

    /// The identifier of the client.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.made.client_id
    }

    /// The secret of the client, for `client_secret_basic` and `client_secret_post`.
    #[must_use]
    pub fn client_secret(&self) -> &str {
        &self.made.client_secret
    }

    /// What the provider does from now on, by the members that `node/openid-issuer.mjs` reads. An
    /// empty object makes it honest.
    ///
    /// # Panics
    /// When the provider does not answer.
    #[expect(clippy::needless_pass_by_value, reason = "a test writes the object in the call")]
    pub fn plan(&self, plan: Value) {
        let _: Value = self.control("plan", &plan);
    }

    /// A token with these claims, signed by a plan for one, as `node/openid-forge.mjs` reads it.
    ///
    /// # Panics
    /// When the provider does not answer.
    #[must_use]
    pub fn sign(&self, plan: &Value, claims: &Value) -> String {
        let answer: Value = self.control("sign", &json!({ "plan": plan, "claims": claims }));
        answer["token"].as_str().expect("the token is a text").to_owned()
    }

    /// What has arrived so far.
    ///
    /// # Panics
    /// When the provider does not answer.
    #[must_use]
    pub fn record(&self) -> Record {
        self.control("record", &Value::Null)
    }

    fn control<T: DeserializeOwned>(&self, name: &str, body: &Value) -> T {
        let url = format!("{}/{name}", self.made.control);
        read(self.agent.post(&url).send_json(body).expect("the provider answers"))
    }
}
