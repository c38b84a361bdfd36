//@ undeclared: 1
use actix_session::Session;
use actix_web::{App, HttpResponse, HttpServer, Responder, get, http::header, web};
use oauth2::{
    AuthUrl, ClientId, ClientSecret, CsrfToken, RedirectUrl, Scope, TokenUrl, basic::BasicClient,
};

fn bitbucket() -> BasicClient {
    let id = std::env::var("BITBUCKET_KEY").expect("BITBUCKET_KEY");
    let secret = std::env::var("BITBUCKET_SECRET").expect("BITBUCKET_SECRET");
    BasicClient::new(
        ClientId::new(id),
        Some(ClientSecret::new(secret)),
        AuthUrl::new("https://bitbucket.org/site/oauth2/authorize".into()).expect("a URL"),
        Some(
            TokenUrl::new("https://bitbucket.org/site/oauth2/access_token".into()).expect("a URL"),
        ),
    )
    .set_redirect_uri(RedirectUrl::new("https://ci.example.org/bitbucket".into()).expect("a URL"))
}

#[get("/login")]
async fn login(client: web::Data<BasicClient>, session: Session) -> impl Responder {
    let state = CsrfToken::new_random();
    if session.insert("oauth_state", state.secret()).is_err() {
        return HttpResponse::InternalServerError().finish();
    }
    let (url, _) = client
        .authorize_url(|| state.clone()) //~ code_without_pkce
        .add_scope(Scope::new("account".into()))
        .url();
    HttpResponse::Found()
        .insert_header((header::LOCATION, url.to_string()))
        .finish()
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let client = web::Data::new(bitbucket());
    HttpServer::new(move || App::new().app_data(client.clone()).service(login))
        .bind(("0.0.0.0", 8080))?
        .run()
        .await
}
