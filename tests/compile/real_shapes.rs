//! Struct shapes as services have them, each declared as what it is: they compile without a
//! warning, with the derives that they really carry.
#![deny(warnings)]
#![allow(dead_code)]

use oauth_flow::{Allows, ConfidentialClient, OAuthClient, PublicClient, grant, oauth_client};

fn allows<C: Allows<G>, G>() {}
fn public<C: PublicClient>() {}
fn confidential<C: ConfidentialClient>() {}

mod newtypes {
    use super::oauth_client;

    pub struct ClientId(String);
    pub struct ClientSecret(String);

    #[oauth_client(kind = "web", redirect_uri = "runtime")]
    pub struct Login {
        pub client_id: ClientId,
        pub client_secret: ClientSecret,
    }
}

mod database_model {
    use serde::Serialize;

    use super::oauth_client;

    #[derive(Clone, Copy, Debug, Default, Serialize)]
    pub struct NoId;

    #[derive(Clone, Debug, Serialize)]
    pub enum ForgeKind {
        Hosted,
        OnPremises,
    }

    // The id is missing before the row is stored.
    #[oauth_client(kind = "web", redirect_uri = "runtime")]
    #[derive(Clone, Debug, Serialize)]
    pub struct Forge<I = NoId> {
        pub id: I,
        pub base_url: String,
        pub kind: ForgeKind,
        pub client_id: String,
        #[serde(skip)]
        pub client_secret: secrecy::SecretString,
    }
}

mod configuration {
    use secrecy::SecretString;
    use serde::Deserialize;

    use super::oauth_client;

    #[oauth_client(kind = "web", redirect_uri = "runtime")]
    #[derive(Clone, Debug, Default, Deserialize)]
    #[serde(default)]
    pub struct OidcSettings {
        pub enabled: bool,
        pub issuer_url: Option<String>,
        pub client_id: Option<String>,
        pub client_secret: Option<SecretString>,
        pub scopes: Vec<String>,
    }
}

mod split_in_two {
    use super::oauth_client;

    #[oauth_client(kind = "web", redirect_uri = "runtime")]
    pub struct Credentials {
        pub client_id: String,
        pub client_secret: String,
    }

    #[oauth_client(kind = "web")]
    #[derive(Debug)]
    pub struct UrlConfig {
        pub auth_url: String,
        pub token_url: String,
        pub redirect_url: String,
        pub profile_url: String,
        pub scopes: Vec<String>,
    }
}

mod flattened {
    use secrecy::SecretString;
    use serde::Deserialize;

    use super::oauth_client;

    #[derive(Clone, Debug, Deserialize)]
    pub struct Scopes {
        pub scopes: Vec<String>,
    }

    #[oauth_client(kind = "web")]
    #[derive(Clone, Debug, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub struct Mailbox {
        #[serde(rename = "id")]
        pub client_id: String,
        pub client_secret: Option<SecretString>,
        pub auth_url: String,
        pub token_url: String,
        pub access_token: SecretString,
        pub redirect_scheme: Option<String>,
        pub redirect_port: Option<u16>,
        #[serde(flatten)]
        pub scopes: Scopes,
    }
}

mod non_exhaustive {
    use super::oauth_client;

    #[oauth_client(kind = "web")]
    #[non_exhaustive]
    pub struct Provider {
        pub client_id: String,
        pub client_secret: Option<String>,
        pub scopes: Vec<String>,
        pub redirect_uri: String,
        pub application_type: Option<String>,
    }
}

mod command_line {
    use clap::Args;

    use super::oauth_client;

    #[oauth_client(kind = "m2m")]
    #[derive(Args)]
    pub struct Flags {
        #[clap(long, env = "OAUTH_CLIENT_ID")]
        pub oauth_client_id: Option<String>,
        #[cfg(not(windows))]
        #[clap(long, env = "OAUTH_CLIENT_SECRET", requires = "oauth_client_id")]
        pub oauth_client_secret: Option<String>,
    }
}

mod builder {
    use super::oauth_client;

    #[oauth_client(kind = "native", redirect_uri = "http://127.0.0.1/callback")]
    #[derive(bon::Builder, Clone, Debug)]
    pub struct Cli {
        #[builder(into)]
        pub client_id: String,
        pub port: Option<u16>,
    }
}

mod generics_and_lifetimes {
    use super::oauth_client;

    #[oauth_client(kind = "m2m", auth = "private_key_jwt")]
    pub struct Worker<'a, K: ?Sized, const N: usize = 2>
    where
        K: AsRef<[u8]>,
    {
        pub client_id: &'a str,
        pub signing_key: &'a K,
        pub token_urls: [&'a str; N],
    }
}

mod provider_that_calls_its_secret_public {
    use super::oauth_client;

    #[oauth_client(
        kind = "native",
        redirect_uri = "http://127.0.0.1/callback",
        auth = "client_secret_post",
        allow(
            secret_in_public_client,
            reason = "the provider requires it and says it is not secret"
        )
    )]
    #[derive(Clone, Debug)]
    pub struct Desktop {
        pub client_id: String,
        pub client_secret: secrecy::SecretString,
    }
}

mod tuple_and_unit {
    use super::oauth_client;

    #[oauth_client(kind = "device")]
    pub struct Television;

    pub struct ClientId(pub String);

    #[oauth_client(kind = "device")]
    pub struct Printer(pub ClientId, pub u32);
}

#[test]
fn each_shape_is_the_client_that_it_declares() {
    confidential::<newtypes::Login>();
    confidential::<database_model::Forge>();
    confidential::<database_model::Forge<u64>>();
    confidential::<configuration::OidcSettings>();
    allows::<split_in_two::UrlConfig, grant::authorization_code>();
    allows::<split_in_two::Credentials, grant::authorization_code>();
    allows::<flattened::Mailbox, grant::authorization_code>();
    confidential::<non_exhaustive::Provider>();
    allows::<command_line::Flags, grant::client_credentials>();
    public::<builder::Cli>();
    allows::<generics_and_lifetimes::Worker<'static, [u8]>, grant::client_credentials>();
    public::<tuple_and_unit::Television>();
    allows::<tuple_and_unit::Printer, grant::device_code>();
    let waivers = provider_that_calls_its_secret_public::Desktop::DECLARATION.waivers;
    assert_eq!(waivers.len(), 1);
    assert_eq!(waivers[0].rule, "secret_in_public_client");
}

#[test]
fn a_derive_and_a_builder_go_on_working() {
    let cli = builder::Cli::builder().client_id("cli").build();
    assert_eq!(cli.clone().client_id, "cli");
    assert_eq!(cli.port, None);
    let settings: configuration::OidcSettings =
        serde_json::from_str(r#"{"client_id":"a","client_secret":"b"}"#).expect("a document");
    assert!(!format!("{settings:?}").contains("\"b\""));
}
