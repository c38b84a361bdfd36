#[derive(Debug)]
pub struct Frontend<T: Clone = ()>
where
    T: Send,
{
    client_id: String,
    extra: T,
}
::oauth_flow::__private::hints! {
    kind kind spa; grant grant authorization_code refresh_token; pkce pkce S256; refresh
    refresh rotate; redirect_uri; allow allow missing_pkce;
}
const _: () = {
    #[deprecated(
        note = "the waiver of `missing_pkce` silences nothing\nhelp: remove `allow(missing_pkce)`\nspec: oauth-flow README (Waivers)"
    )]
    macro_rules! unused_allow {
        () => {};
    }
    unused_allow!();
};
#[automatically_derived]
impl<T: Clone> ::oauth_flow::__private::OAuthClient for Frontend<T>
where
    T: Send,
{
    const DECLARATION: &'static ::oauth_flow::__private::Declaration<'static> = &::oauth_flow::__private::Declaration {
        kind: ::core::option::Option::Some(::oauth_flow::__private::Kind::Spa),
        pkce: ::core::option::Option::Some(::oauth_flow::__private::Pkce::S256),
        refresh: ::core::option::Option::Some(::oauth_flow::__private::Refresh::Rotate),
        grants: &[
            ::oauth_flow::__private::Grant::AuthorizationCode,
            ::oauth_flow::__private::Grant::RefreshToken,
        ],
        response_types: &[::oauth_flow::__private::ResponseType::Code],
        redirect_uris: &["https://app.example.com/cb"],
        waivers: &[
            ::oauth_flow::__private::Waiver {
                rule: "missing_pkce",
                reason: "never used",
                until: ::core::option::Option::Some(::oauth_flow::__private::Date {
                    year: 2027u16,
                    month: 6u8,
                    day: 30u8,
                }),
            },
        ],
        ..::oauth_flow::__private::Declaration::EMPTY
    };
}
#[automatically_derived]
impl<T: Clone> ::oauth_flow::__private::PublicClient for Frontend<T>
where
    T: Send,
{}
#[automatically_derived]
impl<
    T: Clone,
> ::oauth_flow::__private::Allows<::oauth_flow::__private::grant::authorization_code>
for Frontend<T>
where
    T: Send,
{}
#[automatically_derived]
impl<
    T: Clone,
> ::oauth_flow::__private::Allows<::oauth_flow::__private::grant::refresh_token>
for Frontend<T>
where
    T: Send,
{}
