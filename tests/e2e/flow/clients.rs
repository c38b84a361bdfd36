//! The clients, declared: one of each kind of the guide by its recommended flow, and those that
//! declare more.

use oauth_flow::flow::{Flow, JwtSigner};
use oauth_flow::{JwsAlgorithm, oauth_client};
use oauth_flow_e2e_tests::Server;

use crate::metadata;

#[oauth_client(kind = "m2m", scope = "read")]
pub(crate) struct M2m {
    client_id: String,
    client_secret: String,
    token_endpoint: String,
}

#[oauth_client(kind = "m2m", auth = "client_secret_post", scope = "read")]
pub(crate) struct M2mPost {
    client_id: String,
    client_secret: String,
}

#[oauth_client(kind = "m2m", auth = "client_secret_jwt", scope = "read")]
pub(crate) struct M2mSecretJwt {
    client_id: String,
    client_secret: String,
}

#[oauth_client(
    kind = "m2m",
    auth = "private_key_jwt",
    client_id = "m2m-private-key-jwt",
    scope = "read",
    jwks_uri = "https://m2m.example/jwks.json"
)]
pub(crate) struct M2mPrivateKeyJwt;

/// A machine that asks for a token for one resource alone.
#[oauth_client(kind = "m2m", scope = "read write", resource = "https://api.example/")]
pub(crate) struct M2mOfApi {
    client_id: String,
    client_secret: String,
}

#[oauth_client(kind = "web", scope = "openid read", redirect_uri = "https://web.example/callback")]
pub(crate) struct Web {
    client_id: String,
    client_secret: String,
}

/// A web application that gets its callback as a form.
#[oauth_client(
    kind = "web",
    response_mode = "form_post",
    scope = "openid read",
    redirect_uri = "https://web.example/callback"
)]
pub(crate) struct WebForm {
    client_id: String,
    client_secret: String,
}

/// A web application that stays logged in.
#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    auth = "client_secret_post",
    scope = "openid read write",
    redirect_uri = "https://web.example/callback"
)]
pub(crate) struct WebPost {
    client_id: String,
    client_secret: String,
}

#[oauth_client(
    kind = "web",
    auth = "client_secret_jwt",
    scope = "read",
    redirect_uri = "https://web.example/callback"
)]
pub(crate) struct WebSecretJwt {
    client_id: String,
    client_secret: String,
}

/// A web application that pushes its requests, signed for by its key.
#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    auth = "private_key_jwt",
    par,
    client_id = "web-private-key-jwt",
    scope = "openid read",
    resource = "https://api.example/",
    redirect_uri = "https://web.example/callback",
    jwks_uri = "https://web.example/jwks.json"
)]
pub(crate) struct WebPrivateKeyJwt;

/// A web application whose server takes pushed requests alone.
#[oauth_client(
    kind = "web",
    par,
    scope = "openid read",
    redirect_uri = "https://web.example/callback"
)]
pub(crate) struct WebPar {
    client_id: String,
    client_secret: String,
}

#[oauth_client(
    kind = "spa",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    refresh = "rotate",
    client_id = "spa",
    scope = "read write",
    redirect_uri = "https://spa.example/callback"
)]
pub(crate) struct Spa;

#[oauth_client(
    kind = "native",
    client_id = "native",
    scope = "read",
    redirect_uri("http://127.0.0.1/callback", "com.example.app:/callback")
)]
pub(crate) struct Native;

#[oauth_client(
    kind = "device",
    grant("device_code", "refresh_token"),
    refresh = "rotate",
    client_id = "device",
    scope = "read"
)]
pub(crate) struct Device;

#[oauth_client(kind = "trusted", scope = "read", redirect_uri = "https://web.example/callback")]
pub(crate) struct Trusted {
    client_id: String,
    client_secret: String,
}

#[oauth_client(
    kind = "trusted",
    grant("password", "refresh_token"),
    scope = "read",
    allow(password_grant, reason = "terminals without a browser")
)]
pub(crate) struct Terminal {
    client_id: String,
    client_secret: String,
}

#[oauth_client(kind = "third_party", scope = "read")]
pub(crate) struct ThirdParty {
    client_id: String,
    client_secret: String,
}

/// A partner that exchanges tokens for those of one resource, signed for by its key.
#[oauth_client(
    kind = "third_party",
    grant("jwt-bearer", "token-exchange"),
    auth = "private_key_jwt",
    client_id = "third-party",
    scope = "read",
    resource = "https://reports.example/",
    jwks_uri = "https://partner.example/jwks.json"
)]
pub(crate) struct Exchange;

macro_rules! with_secret {
    ($($client:ident = $client_id:literal)+) => {
        $(impl $client {
            /// The client as the server knows it.
            pub(crate) fn of(server: &Server) -> Self {
                Self::named(server, $client_id)
            }

            /// The same declaration under the name of another client.
            pub(crate) fn named(server: &Server, client_id: &str) -> Self {
                Self::with(client_id, &secret(server, client_id))
            }

            /// The same declaration with a secret of the caller's.
            pub(crate) fn with(client_id: &str, secret: &str) -> Self {
                Self { client_id: client_id.to_owned(), client_secret: secret.to_owned() }
            }
        })+
    };
}

with_secret! {
    M2mPost = "m2m-post"
    M2mSecretJwt = "m2m-secret-jwt"
    M2mOfApi = "m2m-api"
    Web = "web-basic"
    WebForm = "web-basic"
    WebPost = "web-post"
    WebSecretJwt = "web-secret-jwt"
    WebPar = "web-par"
    Trusted = "trusted-code"
    Terminal = "trusted"
    ThirdParty = "third-party-basic"
}

impl M2m {
    /// A client whose requests go to this endpoint.
    pub(crate) fn at(server: &Server, client_id: &str, token_endpoint: String) -> Self {
        let client_secret = secret(server, client_id);
        Self { client_id: client_id.to_owned(), client_secret, token_endpoint }
    }
}

pub(crate) fn secret(server: &Server, client_id: &str) -> String {
    let client = server.client(client_id);
    client.client_secret.clone().expect("the client has a secret")
}

/// A signer with one of the keys of the server's announcement.
pub(crate) fn signer(pem: &str, kid: &str) -> JwtSigner {
    let signer = JwtSigner::from_pem(JwsAlgorithm::Es256, pem.as_bytes());
    signer.expect("a key of PKCS #8").with_kid(kid)
}

macro_rules! with_key {
    ($($client:ident)+) => {
        $(impl $client {
            /// The flow of the client, which signs with its key.
            pub(crate) fn flow(server: &Server) -> Flow<Self> {
                Self::signed_with(server, signer(server.client_key(), "client"))
            }

            /// The flow of the client, with a signer of the caller's.
            pub(crate) fn signed_with(server: &Server, signer: JwtSigner) -> Flow<Self> {
                let builder = Flow::builder().config(&Self).server(&metadata(server));
                builder.signer(signer).build().expect("all is configured")
            }
        })+
    };
}

with_key! { M2mPrivateKeyJwt WebPrivateKeyJwt Exchange }
