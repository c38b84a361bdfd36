//@ fact: this is an OAuth client, and no `#[oauth_client]` of the package declares it
use oauth2::{
    Client as Oauth, ClientId, EmptyExtraTokenFields, StandardRevocableToken,
    StandardTokenResponse, TokenUrl,
    basic::{
        BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse,
        BasicTokenType,
    },
};

type Answer = StandardTokenResponse<EmptyExtraTokenFields, BasicTokenType>;

pub fn refreshes(id: ClientId, token: TokenUrl) -> bool {
    let client = Oauth::<
        BasicErrorResponse,
        Answer,
        BasicTokenIntrospectionResponse,
        StandardRevocableToken,
        BasicRevocationErrorResponse,
    >::new(id); //~ undeclared_client
    client.set_token_uri(token).token_uri().url().scheme() == "https"
}
