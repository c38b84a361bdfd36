pub struct Frontend<T>(T);
#[automatically_derived]
impl<T> ::oauth_flow::__private_0_1_0::OAuthClient for Frontend<T> {
    #[cfg(miri)]
    ::oauth_flow::__private_0_1_0::names! {
        kind kind;
    }
    const PACKED: &'static [&'static str] = &[""];
}
#[automatically_derived]
impl<T> ::oauth_flow::__private_0_1_0::PublicClient for Frontend<T> {}
#[automatically_derived]
impl<T> ::oauth_flow::__private_0_1_0::ConfidentialClient for Frontend<T> {}
#[automatically_derived]
impl<T, __Grant> ::oauth_flow::__private_0_1_0::Allows<__Grant> for Frontend<T> {}
::core::compile_error! {
    "unknown_word: there is no kind `sap`\nhelp: did you mean `spa`?\nspec: oauth-flow docs/attribute.md, RFC 7591 section 2"
}
