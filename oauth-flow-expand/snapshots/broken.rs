pub struct Frontend<T>(T);
#[automatically_derived]
impl<T> ::oauth_flow::__private::OAuthClient for Frontend<T> {
    #[cfg(miri)]
    ::oauth_flow::__private::hints! {
        kind kind;
    }
    const ENCODED: &'static [&'static str] = &["profile=rfc9700;auth=none"];
}
#[automatically_derived]
impl<T> ::oauth_flow::__private::PublicClient for Frontend<T> {}
#[automatically_derived]
impl<T> ::oauth_flow::__private::ConfidentialClient for Frontend<T> {}
#[automatically_derived]
impl<T, __Grant> ::oauth_flow::__private::Allows<__Grant> for Frontend<T> {}
::core::compile_error! {
    "unknown_word: `sap` is no kind\nhelp: did you mean `spa`?\nspec: oauth-flow README (The attribute), RFC 7591 section 2"
}
