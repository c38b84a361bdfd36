#[derive(Debug)]
pub struct Frontend<T: Clone = ()>
where
    T: Send,
{
    client_id: String,
    extra: T,
}
#[automatically_derived]
impl<T: Clone> ::oauth_flow::__private_0_1_0::OAuthClient for Frontend<T>
where
    T: Send,
{
    #[cfg(miri)]
    ::oauth_flow::__private_0_1_0::names! {
        kind kind spa; grant grant authorization_code refresh_token; pkce pkce S256;
        refresh refresh rotate; redirect_uri; allow allow missing_pkce;
    }
    const PACKED: &'static [&'static str] = &[
        "kind=spa;grant=authorization_code,refresh_token;response_type=code;pkce=S256;auth=none;redirect_uri=1;refresh=rotate",
        "https://app.example.com/cb",
    ];
    const WAIVERS: &'static [::oauth_flow::__private_0_1_0::Waiver<'static>] = &[
        ::oauth_flow::__private_0_1_0::Waiver {
            rule: "missing_pkce",
            reason: "never used",
            until: ::core::option::Option::Some(::oauth_flow::__private_0_1_0::Date {
                year: 2027u16,
                month: 6u8,
                day: 30u8,
            }),
        },
    ];
}
#[automatically_derived]
impl<T: Clone> ::oauth_flow::__private_0_1_0::PublicClient for Frontend<T>
where
    T: Send,
{}
#[automatically_derived]
impl<
    T: Clone,
> ::oauth_flow::__private_0_1_0::Allows<
    ::oauth_flow::__private_0_1_0::grant::authorization_code,
> for Frontend<T>
where
    T: Send,
{}
#[automatically_derived]
impl<
    T: Clone,
> ::oauth_flow::__private_0_1_0::Allows<
    ::oauth_flow::__private_0_1_0::grant::refresh_token,
> for Frontend<T>
where
    T: Send,
{}
const _: () = {
    #[deprecated(
        note = "the waiver of `missing_pkce` silences nothing\nhelp: remove `allow(missing_pkce)`\nspec: oauth-flow docs/waivers.md"
    )]
    macro_rules! unused_allow {
        () => {};
    }
    unused_allow!();
};
