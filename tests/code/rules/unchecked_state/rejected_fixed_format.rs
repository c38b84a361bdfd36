//@ fact: the state of the authorization request is the same for everybody
use axum::response::Redirect;

pub async fn install(client_id: &str, callback: &str, challenge: &str) -> Redirect {
    let url = format!(
        "https://chat.example.com/oauth/authorize?response_type=code&client_id={client_id}&redirect_uri={callback}&state=install&code_challenge={challenge}&code_challenge_method=S256" //~ unchecked_state
    );
    Redirect::to(&url)
}
