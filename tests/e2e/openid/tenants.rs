//! A server whose users are of many tenants: each has an issuer of its own (OpenID Connect Discovery
//! section 4.3 has one issuer for each metadata; the tenants share theirs).

use oauth_flow::flow::{Flow, JwtErrorReason, ServerMetadata};
use oauth_flow_e2e_tests::{Provider, tests};
use serde_json::{Value, json};

use crate::party::{Party as _, Web, http, log_in, provider, reason};

tests! {
    a_tenant_is_the_issuer_that_the_token_names
    an_issuer_that_is_no_tenant_is_refused
    a_tenant_that_the_token_contradicts_is_refused
    a_login_of_one_tenant_goes_on_in_no_other
}

/// A provider of tenants, whose issuers are those of the template with a name in it.
struct Tenants {
    provider: Provider,
    flow: Flow<Web>,
    template: String,
}

impl Tenants {
    fn start() -> Self {
        let provider = provider();
        let template = format!("{}/{{tenantid}}", provider.issuer());
        provider.plan(json!({ "metadata": { "set": { "issuer": template } } }));
        let metadata =
            ServerMetadata::fetch_for_tenants(provider.issuer(), &template, http()).unwrap();
        let flow = Flow::builder().config(&Web::of(&provider)).server(&metadata).build().unwrap();
        Self { provider, flow, template }
    }

    fn issuer(&self, tenant: &str) -> String {
        self.template.replace("{tenantid}", tenant)
    }

    /// The response is of this tenant, and the ID token has these claims.
    fn plan(&self, tenant: &str, claims: &Value) {
        self.provider.plan(json!({
            "authorize": { "set": { "iss": self.issuer(tenant) } },
            "id_token": { "claims": claims }, "refreshed_id_token": { "claims": claims },
        }));
    }
}

fn a_tenant_is_the_issuer_that_the_token_names() {
    let tenants = Tenants::start();
    for tenant in ["blue", "green"] {
        let issuer = tenants.issuer(tenant);
        for claims in [json!({ "iss": issuer }), json!({ "iss": issuer, "tid": tenant })] {
            tenants.plan(tenant, &claims);
            let tokens = log_in(&tenants.flow).unwrap();
            assert_eq!(tokens.claims().unwrap().issuer(), issuer);
        }
    }
}

fn an_issuer_that_is_no_tenant_is_refused() {
    let tenants = Tenants::start();
    for received in [
        tenants.template.clone(),
        tenants.issuer(""),
        tenants.issuer("blue/"),
        tenants.issuer("blue/green"),
        tenants.issuer(".."),
        tenants.issuer("blue?x="),
        tenants.provider.issuer().to_owned(),
        tenants.issuer("blue").replace("127.0.0.1", "localhost"),
    ] {
        tenants.plan("blue", &json!({ "iss": received }));
        let expected = tenants.template.clone();
        assert_eq!(reason(log_in(&tenants.flow)), JwtErrorReason::Issuer { expected, received });
    }
}

fn a_tenant_that_the_token_contradicts_is_refused() {
    let tenants = Tenants::start();
    for tid in ["green", "", "BLUE"] {
        tenants.plan("blue", &json!({ "iss": tenants.issuer("blue"), "tid": tid }));
        assert_eq!(reason(log_in(&tenants.flow)), JwtErrorReason::OtherTenant, "{tid}");
    }
}

fn a_login_of_one_tenant_goes_on_in_no_other() {
    let tenants = Tenants::start();
    tenants.plan("blue", &json!({ "iss": tenants.issuer("blue") }));
    let mut tokens = log_in(&tenants.flow).unwrap();
    let identity = tokens.claims().unwrap().identity();
    tenants.plan("green", &json!({ "iss": tenants.issuer("green") }));
    let token = tokens.take_refresh_token().unwrap();
    let answer = tenants.flow.refresh(token).identity(&identity).request(http());
    assert_eq!(reason(answer), JwtErrorReason::OtherLogin { claim: "iss" });
}
