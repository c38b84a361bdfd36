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
impl<'a, S: ?Sized> ::oauth_flow::__private_0_1_0::OAuthClient for Login<'a, S>
where
    S: AsRef<str>,
{
    #[cfg(miri)]
    ::oauth_flow::__private_0_1_0::names! {
        kind kind web; redirect_uri; par; request_object request_object ES256;
    }
    const PACKED: &'static [&'static str] = &[
        "kind=web;grant=authorization_code;response_type=code;pkce=S256;auth=client_secret_basic;redirect_uri=runtime;par=true;request_object=ES256",
    ];
    type Unsupported = ::oauth_flow::__private_0_1_0::unsupported::request_object;
    type Delivery = ::oauth_flow::__private_0_1_0::delivery::pushed;
}
#[cfg(unix)]
#[cfg(test)]
#[allow(dead_code)]
#[automatically_derived]
impl<'a, S: ?Sized> ::oauth_flow::__private_0_1_0::FieldAt<2> for Login<'a, S>
where
    S: AsRef<str>,
    for<'__field> Vec<String>: ::oauth_flow::__private_0_1_0::FieldText,
{
    #[inline]
    fn read_field(&self, reader: &mut dyn ::oauth_flow::__private_0_1_0::FieldReader) {
        reader.field(::oauth_flow::__private_0_1_0::Role::Scope, "scopes", &self.scopes);
    }
}
#[cfg(not(all(unix, test)))]
#[allow(dead_code)]
#[automatically_derived]
impl<'a, S: ?Sized> ::oauth_flow::__private_0_1_0::FieldAt<2> for Login<'a, S>
where
    S: AsRef<str>,
{}
#[allow(dead_code)]
#[automatically_derived]
impl<'a, S: ?Sized> ::oauth_flow::__private_0_1_0::ClientFields for Login<'a, S>
where
    S: AsRef<str>,
    for<'__field> &'a str: ::oauth_flow::__private_0_1_0::FieldText,
    for<'__field> Login<'a, S>: ::oauth_flow::__private_0_1_0::FieldAt<2>,
    for<'__field> S: ::oauth_flow::__private_0_1_0::FieldText,
{
    #[inline]
    fn read_fields(&self, reader: &mut dyn ::oauth_flow::__private_0_1_0::FieldReader) {
        reader
            .field(
                ::oauth_flow::__private_0_1_0::Role::ClientId,
                "client_id",
                &self.r#client_id,
            );
        reader
            .field(
                ::oauth_flow::__private_0_1_0::Role::ClientSecret,
                "key",
                &expose(&self.key),
            );
        <Self as ::oauth_flow::__private_0_1_0::FieldAt<2>>::read_field(self, reader);
        reader
            .field(::oauth_flow::__private_0_1_0::Role::Issuer, "issuer", &&self.issuer);
    }
}
#[automatically_derived]
impl<'a, S: ?Sized> ::oauth_flow::__private_0_1_0::ConfidentialClient for Login<'a, S>
where
    S: AsRef<str>,
{}
#[automatically_derived]
impl<
    'a,
    S: ?Sized,
> ::oauth_flow::__private_0_1_0::Allows<
    ::oauth_flow::__private_0_1_0::grant::authorization_code,
> for Login<'a, S>
where
    S: AsRef<str>,
{}
