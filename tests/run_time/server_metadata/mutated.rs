//! Documents that are changed at random: none makes a panic, and none sends anyone over plain http.

use oauth_flow::flow::ServerMetadata;
use oauth_flow::{Endpoint, Word};

use super::{ISSUER, WHOLE};

/// A small generator of numbers, the same ones in each run (Marsaglia, Xorshift RNGs).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

const PIECES: [&str; 24] = [
    "http://127.0.0.1/x",
    "http://localhost",
    "http:",
    "HTTP://127.0.0.1/",
    "https:",
    "ftp://a",
    "\\u0068ttp://127.0.0.1",
    "null",
    "[]",
    "{}",
    "{",
    "}",
    "\"",
    ",",
    ":",
    "1e999",
    "\\ud800",
    "{tenantid}",
    "//",
    "@",
    "#",
    "\\u0000",
    "\"issuer\": 1,",
    "\"token_endpoint\": \"http://127.0.0.1/t\",",
];

fn changed(random: &mut Random) -> Vec<u8> {
    let mut bytes = WHOLE.as_bytes().to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        let end = (at + random.below(12)).min(bytes.len());
        match random.below(4) {
            0 => {
                bytes.drain(at..end);
            }
            1 => bytes[at] = u8::try_from(random.below(256)).unwrap(),
            2 => {
                let piece = PIECES[random.below(PIECES.len())];
                bytes.splice(at..end, piece.bytes());
            }
            _ => {
                // One scheme for another, where it counts.
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let places: Vec<_> = text.match_indices("https://").map(|(at, _)| at).collect();
                if !places.is_empty() {
                    let at = places[random.below(places.len())];
                    let scheme = ["http://127.0.0.1/", "http://", "HTTP://localhost/"];
                    let scheme = scheme[random.below(scheme.len())];
                    bytes = [&text[..at], scheme, &text[at + 8..]].concat().into_bytes();
                }
            }
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

#[test]
fn no_document_makes_a_panic_or_sends_anyone_over_plain_http() {
    let mut random = Random(0x0dd_ba11);
    let (mut read, mut refused) = (0, 0);
    for _ in 0..10_000 {
        let json = changed(&mut random);
        match ServerMetadata::read(&json, ISSUER) {
            Ok(server) => {
                read += 1;
                assert_eq!(server.issuer(), ISSUER);
                let endpoints = Endpoint::ALL.iter().filter_map(|it| server.endpoint(*it));
                let others = [
                    server.jwks_uri(),
                    server.userinfo_endpoint(),
                    server.end_session_endpoint(),
                    server.introspection_endpoint(),
                    server.registration_endpoint(),
                ];
                let aliases = server.mtls_endpoint_aliases().map(|(_, url)| url);
                for url in endpoints.chain(others.into_iter().flatten()).chain(aliases) {
                    let start = url.get(..8).unwrap_or_default();
                    assert!(start.eq_ignore_ascii_case("https://"), "{url}");
                }
            }
            Err(error) => {
                refused += 1;
                let text = format!("{error} {error:?}");
                assert!(text.len() < 3000, "{text}");
                let plain = |letter: char| !letter.is_control() && !"<>".contains(letter);
                assert!(text.chars().all(plain), "{text}");
            }
        }
    }
    // Both happen, so the test looks at both.
    assert!(read > 300 && refused > 300, "{read} {refused}");
}
