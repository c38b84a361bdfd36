use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;

use url::Url;

pub fn random_state() -> anyhow::Result<String> {
    let mut bytes = [0u8; 16];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

pub fn receive(listener: &TcpListener, state: &str) -> anyhow::Result<String> {
    let (mut stream, _) = listener.accept()?;
    let mut line = String::new();
    BufReader::new(&stream).read_line(&mut line)?;
    let target = line.split(' ').nth(1).unwrap_or_default();
    let url = Url::parse("http://127.0.0.1")?.join(target)?;
    let mut code = None;
    let mut matches = false;
    for (key, value) in url.query_pairs() {
        match key.as_ref() {
            "code" => code = Some(value.into_owned()),
            "state" => matches = value == state,
            _ => {}
        }
    }
    stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n")?;
    anyhow::ensure!(matches, "state differs");
    code.ok_or_else(|| anyhow::anyhow!("the answer has no code"))
}
