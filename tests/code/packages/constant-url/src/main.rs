//@ undeclared: 1
use std::io::{self, BufRead};

const LOGIN_URL: &str = "https://login.example.com/authorize?response_type=code&client_id=photo-cli&redirect_uri=http://127.0.0.1:5151/"; //~ code_without_pkce unchecked_state
const TOKEN_URL: &str = "https://login.example.com/token";

fn redeem(http: &reqwest::blocking::Client, code: &str) -> anyhow::Result<String> {
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", "photo-cli"),
        ("redirect_uri", "http://127.0.0.1:5151/"),
        ("code", code),
    ];
    Ok(http
        .post(TOKEN_URL)
        .form(&form)
        .send()?
        .error_for_status()?
        .text()?)
}

fn main() -> anyhow::Result<()> {
    let http = reqwest::blocking::Client::builder()
        .https_only(true)
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    open::that(LOGIN_URL)?;
    eprintln!("Paste the code:");
    let mut code = String::new();
    io::stdin().lock().read_line(&mut code)?;
    println!("{}", redeem(&http, code.trim())?);
    Ok(())
}
