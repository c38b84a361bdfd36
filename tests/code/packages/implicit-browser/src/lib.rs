//@ undeclared: 1
use wasm_bindgen::prelude::*;

const CLIENT_ID: &str = "map-viewer";

fn window() -> web_sys::Window {
    web_sys::window().expect("runs in a browser")
}

#[wasm_bindgen]
pub fn sign_in() -> Result<(), JsValue> {
    let location = window().location();
    let origin = location.origin()?;
    let url = format!(
        "https://maps.example.com/oauth/authorize?response_type=token&client_id={CLIENT_ID}&redirect_uri={origin}/done" //~ implicit_in_code unchecked_state
    );
    location.set_href(&url)
}

#[wasm_bindgen]
pub fn sign_in_again(state: &str) -> Result<(), JsValue> {
    if let Some(storage) = window().session_storage()? {
        storage.set_item("state", state)?;
    }
    let location = window().location();
    let origin = location.origin()?;
    let query = format!("client_id={CLIENT_ID}&state={state}&redirect_uri={origin}/done");
    let url = format!("https://maps.example.com/oauth/authorize?response_type=token&{query}"); //~ implicit_in_code
    location.set_href(&url)
}
