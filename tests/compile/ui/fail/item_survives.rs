use oauth_flow::{Allows, ConfidentialClient, OAuthClient, PublicClient, grant, oauth_client};

// One mistake: the struct, its derives and its implementations go on working.
#[oauth_client(kind = "sap")]
#[derive(Clone, Debug, Default)]
pub struct Frontend<T = ()> {
    client_id: String,
    #[oauth(skip)]
    extra: T,
}

fn needs_everything<C>(_client: &C) -> bool
where
    C: OAuthClient
        + PublicClient
        + ConfidentialClient
        + Allows<grant::authorization_code>
        + Allows<grant::client_credentials>,
{
    C::DECLARATION.grants.is_empty()
}

fn main() {
    let client: Frontend = Frontend { client_id: String::new(), extra: () };
    let copy = client.clone();
    println!("{copy:?} {} {:?}", needs_everything(&client), client.extra);
    println!("{}", copy.client_id);
}
