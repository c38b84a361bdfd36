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
    const DECLARATION: &'static ::oauth_flow::__private::Declaration<'static> = &::oauth_flow::__private::Declaration {
        kind: ::core::option::Option::Some(::oauth_flow::__private::Kind::Web),
        pkce: ::core::option::Option::Some(::oauth_flow::__private::Pkce::S256),
        request_object: ::core::option::Option::Some(
            ::oauth_flow::__private::JwsAlgorithm::Es256,
        ),
        auth: ::oauth_flow::__private::AuthMethod::ClientSecretBasic,
        grants: &[::oauth_flow::__private::Grant::AuthorizationCode],
        response_types: &[::oauth_flow::__private::ResponseType::Code],
        redirect_uri_at_run_time: true,
        par: true,
        ..::oauth_flow::__private::Declaration::EMPTY
    };
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
