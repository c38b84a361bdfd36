//@ undeclared: 1
#[macro_use]
extern crate rocket;

use oauth2::{
    AuthUrl, ClientId, ClientSecret, CsrfToken, PkceCodeChallenge, RedirectUrl, TokenUrl,
    basic::BasicClient,
};
use rocket::{State, http::CookieJar, response::Redirect};

fn gitea(base: &str, id: String, secret: String) -> BasicClient {
    BasicClient::new(
        ClientId::new(id),
        Some(ClientSecret::new(secret)),
        AuthUrl::new(format!("{base}/login/oauth/authorize")).expect("a URL"),
        Some(TokenUrl::new(format!("{base}/login/oauth/access_token")).expect("a URL")),
    )
    .set_redirect_uri(RedirectUrl::new("https://wiki.example.net/auth".into()).expect("a URL"))
}

#[get("/login")]
fn login(client: &State<BasicClient>, cookies: &CookieJar<'_>) -> Redirect {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    cookies.add_private(("verifier", verifier.secret().clone()));
    let request = client
        .authorize_url(CsrfToken::new_random)
        .set_pkce_challenge(challenge);
    let target = request.url().0; //~ unchecked_state
    Redirect::to(target.to_string())
}

#[launch]
fn rocket() -> _ {
    let id = std::env::var("GITEA_ID").unwrap_or_default();
    let secret = std::env::var("GITEA_SECRET").unwrap_or_default();
    rocket::build()
        .manage(gitea("https://git.example.net", id, secret))
        .mount("/", routes![login])
}
