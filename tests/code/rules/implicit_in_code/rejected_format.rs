//@ fact: the response type `token` puts the access token into the redirect
use web_sys::Window;

pub fn sign_in(window: &Window, client_id: &str, state: &str) -> Result<(), wasm_bindgen::JsValue> {
    let origin = window.location().origin()?;
    let url = format!(
        "https://accounts.example.com/o/oauth2/v2/auth?response_type=token&client_id={client_id}&redirect_uri={origin}&state={state}" //~ implicit_in_code
    );
    window.location().set_href(&url)
}
