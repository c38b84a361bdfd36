//@ undeclared: 0
use jsonwebtoken::dangerous::insecure_decode;
use poem::{Endpoint, Middleware, Request, Result, http::header::AUTHORIZATION};
use serde::Deserialize;

#[derive(Deserialize)]
struct Subject {
    sub: String,
}

pub struct LogSubject;

pub struct LogSubjectEndpoint<E>(E);

impl<E: Endpoint> Middleware<E> for LogSubject {
    type Output = LogSubjectEndpoint<E>;

    fn transform(&self, endpoint: E) -> Self::Output {
        LogSubjectEndpoint(endpoint)
    }
}

/// The services behind the gateway check the signature.
fn subject(token: &str) -> Option<String> {
    insecure_decode::<Subject>(token)
        .ok()
        .map(|data| data.claims.sub)
}

impl<E: Endpoint> Endpoint for LogSubjectEndpoint<E> {
    type Output = E::Output;

    async fn call(&self, request: Request) -> Result<Self::Output> {
        let token = request
            .header(AUTHORIZATION)
            .and_then(|value| value.strip_prefix("Bearer "));
        if let Some(subject) = token.and_then(subject) {
            eprintln!("{} {subject}", request.uri().path());
        }
        self.0.call(request).await
    }
}
