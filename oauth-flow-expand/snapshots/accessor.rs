pub struct Login<'a, S: ?Sized>
where
    S: AsRef<str>,
{
    r#client_id: &'a str,
    #[expect(dead_code)]
    key: Secret,
    #[cfg(unix)]
    #[cfg(test)]
    scopes: Vec<String>,
    retries: u32,
    issuer: S,
}
#[automatically_derived]
impl<'a, S: ?Sized> ::oauth_flow::__private::OAuthClient for Login<'a, S>
where
    S: AsRef<str>,
{
    #[cfg(miri)]
    ::oauth_flow::__private::hints! {
        kind kind web; redirect_uri; par; request_object request_object ES256;
    }
    const ENCODED: &'static [&'static str] = &[
        "kind=web;profile=rfc9700;grant=authorization_code;response_type=code;pkce=S256;auth=client_secret_basic;redirect_uri=runtime;par=true;request_object=ES256",
    ];
    type Unsent = ::oauth_flow::__private::unsent::request_object;
    type Pushed = ::oauth_flow::__private::unsent::pushed;
}
#[cfg(unix)]
#[cfg(test)]
#[allow(dead_code)]
#[automatically_derived]
impl<'a, S: ?Sized> ::oauth_flow::__private::FieldAt<2> for Login<'a, S>
where
    S: AsRef<str>,
    for<'__field> Vec<String>: ::oauth_flow::__private::FieldText,
{
    #[inline]
    fn read_field(&self, reader: &mut dyn ::oauth_flow::__private::FieldReader) {
        reader.field(::oauth_flow::__private::Role::Scope, "scopes", &self.scopes);
    }
}
#[cfg(not(all(unix, test)))]
#[allow(dead_code)]
#[automatically_derived]
impl<'a, S: ?Sized> ::oauth_flow::__private::FieldAt<2> for Login<'a, S>
where
    S: AsRef<str>,
{}
#[allow(dead_code)]
#[automatically_derived]
impl<'a, S: ?Sized> ::oauth_flow::__private::ClientFields for Login<'a, S>
where
    S: AsRef<str>,
    for<'__field> &'a str: ::oauth_flow::__private::FieldText,
    for<'__field> Login<'a, S>: ::oauth_flow::__private::FieldAt<2>,
    for<'__field> S: ::oauth_flow::__private::FieldText,
{
    #[inline]
    fn read_fields(&self, reader: &mut dyn ::oauth_flow::__private::FieldReader) {
        reader
            .field(
                ::oauth_flow::__private::Role::ClientId,
                "client_id",
                &self.r#client_id,
            );
        reader
            .field(
                ::oauth_flow::__private::Role::ClientSecret,
                "key",
                &expose(&self.key),
            );
        <Self as ::oauth_flow::__private::FieldAt<2>>::read_field(self, reader);
        reader.field(::oauth_flow::__private::Role::Issuer, "issuer", &&self.issuer);
    }
}
#[automatically_derived]
impl<'a, S: ?Sized> ::oauth_flow::__private::ConfidentialClient for Login<'a, S>
where
    S: AsRef<str>,
{}
#[automatically_derived]
impl<
    'a,
    S: ?Sized,
> ::oauth_flow::__private::Allows<::oauth_flow::__private::grant::authorization_code>
for Login<'a, S>
where
    S: AsRef<str>,
{}
