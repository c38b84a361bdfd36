//@ undeclared: 0
use std::net::TcpListener;

use oauth_flow::oauth_client;
use url::Url;

mod callback;

#[oauth_client(kind = "native", redirect_uri = "http://127.0.0.1/finish")]
struct Recorder {
    client_id: String,
}

impl Recorder {
    fn authorize(&self, port: u16, state: &str) -> anyhow::Result<Url> {
        let mut url = Url::parse("https://podcasts.example.com/oauth/authorize")?;
        url.query_pairs_mut()
            .append_pair("response_type", "code") //~ code_without_pkce
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", &format!("http://127.0.0.1:{port}/finish"))
            .append_pair("state", state);
        Ok(url)
    }
}

fn main() -> anyhow::Result<()> {
    let recorder = Recorder {
        client_id: "recorder".to_owned(),
    };
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let state = callback::random_state()?;
    let url = recorder.authorize(listener.local_addr()?.port(), &state)?;
    open::that(url.as_str())?;
    let code = callback::receive(&listener, &state)?;
    println!("a code of {} bytes", code.len());
    Ok(())
}
