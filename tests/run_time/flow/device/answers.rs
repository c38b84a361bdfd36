//! What a device authorization endpoint may answer (RFC 8628 section 3.2), and what is made of it.

use oauth_flow::flow::{
    AnswerError, DeviceError, DeviceLogin, ExchangeError, JsonType, Retry, WrongMember,
};
use oauth_flow_run_time_tests::{Http, Unreachable, clock};

use super::{STARTED, Television, flow, seconds};

type Started = Result<DeviceLogin<Television>, DeviceError<Unreachable>>;

fn start(answer: &str) -> Started {
    flow().device().start(&Http::answering(200, answer))
}

/// The answer of a good server, with another value of a member, or without it.
fn with(member: &str, value: &str) -> String {
    let mut members = vec![
        ("device_code", r#""dc""#),
        ("user_code", r#""WDJB-MJHT""#),
        ("verification_uri", r#""https://idp.example.com/activate""#),
        ("verification_uri_complete", r#""https://idp.example.com/activate?c=WDJB-MJHT""#),
        ("expires_in", "900"),
        ("interval", "7"),
    ];
    members.retain(|(name, _)| *name != member);
    if !value.is_empty() {
        members.push((member, value));
    }
    let members: Vec<String> =
        members.iter().map(|(name, value)| format!(r#""{name}": {value}"#)).collect();
    format!("{{{}}}", members.join(", "))
}

#[track_caller]
fn wrong(answer: &str) -> WrongMember {
    match start(answer).map(|_| ()).unwrap_err() {
        DeviceError::Exchange(ExchangeError::Answer(AnswerError::Member(error))) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_member_that_is_required_is_named() {
    for member in ["device_code", "user_code", "verification_uri"] {
        let error = wrong(&with(member, ""));
        assert_eq!((error.member(), error.found()), (member, None));
        let text = format!(
            "the server's answer has no `{member}`, which RFC 8628 section 3.2 requires; it has "
        );
        assert!(error.to_string().starts_with(&text), "{error}");
        let error = wrong(&with(member, r#""""#));
        assert_eq!(
            error.to_string(),
            format!(
                "`{member}` of the server's answer is empty, and RFC 8628 section 3.2 requires it"
            )
        );
        for (value, found) in [
            ("null", JsonType::Null),
            ("1", JsonType::Number),
            ("true", JsonType::Boolean),
            (r#"["dc"]"#, JsonType::Array),
            ("{}", JsonType::Object),
        ] {
            let error = wrong(&with(member, value));
            assert_eq!((error.member(), error.found()), (member, Some(found)));
        }
    }
    let error = wrong(&with("user_code", "12345678"));
    assert_eq!(
        error.to_string(),
        "`user_code` of the server's answer is a number, and RFC 8628 section 3.2 has a string"
    );
    assert_eq!(wrong("{}").member(), "device_code");
}

#[test]
fn the_uri_of_a_very_large_server_has_another_name() {
    let uri = r#""https://idp.example.com/activate""#;
    let other = r#""https://www.example.com/device""#;
    let both = |uri: &str, url: &str| {
        let answer = with("verification_uri", uri);
        answer.replacen('{', &format!(r#"{{"verification_url": {url}, "#), 1)
    };
    let shown = |answer: &str| start(answer).unwrap().verification_uri().to_owned();
    assert_eq!(shown(&both("", other)), "https://www.example.com/device");
    assert_eq!(shown(&both("null", other)), "https://www.example.com/device");
    assert_eq!(shown(&both(r#""""#, other)), "https://www.example.com/device");
    // The name of the standard counts where both are there.
    assert_eq!(shown(&both(uri, other)), "https://idp.example.com/activate");
    assert_eq!(shown(&both(uri, "1")), "https://idp.example.com/activate");
    // One that is wrong is not passed over.
    assert_eq!(wrong(&both("1", other)).member(), "verification_uri");
    assert_eq!(wrong(&both("", "1")).member(), "verification_url");
    assert_eq!(wrong(&both("", r#""""#)).member(), "verification_uri");
    let error = start(&both("", r#""javascript:alert(1)""#)).unwrap_err();
    assert!(matches!(error, DeviceError::VerificationUri(_)), "{error:?}");
}

#[test]
fn the_life_of_a_code_is_a_number_in_several_forms() {
    for (value, lives) in [
        ("900", 900),
        (r#""900""#, 900),
        (r#"" 900 ""#, 900),
        ("900.0", 900),
        ("900.9", 900),
        ("9e2", 900),
        ("0", 0),
        ("1", 1),
        // Ten minutes where it does not say.
        ("", 600),
        ("null", 600),
        ("-1", 600),
        (r#""-1""#, 600),
        ("1e400", 600),
        ("-1e400", 600),
        ("18446744073709551616", 600),
        (r#""NaN""#, 600),
        (r#""inf""#, 600),
        (r#""soon""#, 600),
        (r#""""#, 600),
        ("true", 600),
        ("[900]", 600),
        (r#"{"seconds": 900}"#, 600),
    ] {
        let login = start(&with("expires_in", value)).unwrap();
        assert_eq!(login.expires_at(), clock() + seconds(lives), "{value}");
    }
}

#[test]
fn the_interval_is_a_number_in_several_forms() {
    for (value, interval) in [
        ("7", 7),
        (r#""7""#, 7),
        ("7.0", 7),
        // No poll comes too early.
        ("6.1", 7),
        ("0.5", 1),
        ("0", 1),
        ("-0", 1),
        ("", 5),
        ("null", 5),
        ("-3", 5),
        ("-1e400", 5),
        (r#""NaN""#, 5),
        (r#""often""#, 5),
        (r#""""#, 5),
        ("true", 5),
        ("[7]", 5),
        ("{}", 5),
        ("1e400", u64::MAX),
        ("1e30", u64::MAX),
        ("3000000000", 3_000_000_000),
    ] {
        let login = start(&with("interval", value)).unwrap();
        assert_eq!(login.interval().as_secs(), interval, "{value}");
    }
}

#[test]
fn a_complete_uri_need_not_be_there() {
    let complete = |value: &str| {
        let login = start(&with("verification_uri_complete", value)).unwrap();
        login.verification_uri_complete().map(str::to_owned)
    };
    assert_eq!(complete(""), None);
    assert_eq!(complete("null"), None);
    assert_eq!(complete(r#""""#), None);
    let error = wrong(&with("verification_uri_complete", "1"));
    assert_eq!(error.member(), "verification_uri_complete");
    assert_eq!(error.found(), Some(JsonType::Number));
}

#[test]
fn a_user_code_can_be_shown_and_entered() {
    for code in ["WDJB-MJHT", "123 456", "0", "żółw-7", "コード", "a'b\\\\c\\\"d", "W.D/J+B"]
    {
        let login = start(&with("user_code", &format!(r#""{code}""#))).unwrap();
        assert_eq!(login.user_code(), code.replace("\\\\", "\\").replace("\\\"", "\""));
    }
    for code in [
        r"\u001b[2JWDJB", // Clears a terminal.
        r"WDJB\u0007",
        r"WDJB\nMJHT",
        r"WDJB\tMJHT",
        r"WDJB\u0000",
        r"WDJB\u007f",
        r"WDJB\u009b31m",
        r"\u202eTHJM-BJDW", // Shows the text from right to left.
        r"WDJB\u2066",
        r"WDJB\u061c",
        r"WDJB\u200b-MJHT", // Does not show.
        r"WDJB\u00ad-MJHT",
        r"WDJB\u2060",
        r"WDJB\ufeff",
        r"WDJB\u2028",
        r"WDJB\udb40\udc41",
        r"WDJB\ue000",
        " ",
        r"\u00a0",
    ] {
        let error = start(&with("user_code", &format!(r#""{code}""#))).unwrap_err();
        assert!(matches!(error, DeviceError::UserCode), "{code}: {error:?}");
        assert_eq!(error.retry(), Retry::No);
    }
    assert_eq!(
        start(&with("user_code", r#""\u001b""#)).unwrap_err().to_string(),
        "`user_code` of the server's answer is blank or has a character that does not show"
    );
}

#[test]
fn a_user_is_sent_to_https_or_to_the_own_machine() {
    const INVALID: &str = "not an absolute URL without userinfo";
    const INSECURE: &str = "neither https nor http on the loopback address";
    let members = ["verification_uri", "verification_uri_complete"];
    for good in [
        "https://idp.example.com/activate",
        "HTTPS://idp.example.com",
        "https://idp.example.com:8443/activate?c=1&d=2",
        "https://idp.example.com/#/activate", // A page that routes by the fragment.
        "http://127.0.0.1:8080/activate",
        "http://[::1]/activate",
        "http://localhost/activate",
        "https://idp.example.com/geräte",
    ] {
        for member in members {
            let login = start(&with(member, &format!(r#""{good}""#))).unwrap();
            let uris = [Some(login.verification_uri()), login.verification_uri_complete()];
            assert!(uris.contains(&Some(good)), "{good}");
        }
    }
    for (bad, reason) in [
        ("javascript:alert(1)", INSECURE),
        ("http://idp.example.com/activate", INSECURE),
        ("http://127.0.0.1.evil.example/", INSECURE),
        ("http://10.0.0.1/", INSECURE),
        ("data:text/html,x", INSECURE),
        ("file:///etc/passwd", INSECURE),
        ("com.example.app:/activate", INSECURE),
        ("https://idp.example.com@evil.example/activate", INVALID),
        ("https://user:word@idp.example.com/activate", INVALID),
        ("https://@idp.example.com/activate", INVALID),
        ("http://127.0.0.1@evil.example/activate", INVALID),
        ("idp.example.com/activate", INVALID),
        ("//idp.example.com", INVALID),
        ("/activate", INVALID),
        ("https://", INVALID),
        ("https:idp.example.com", INVALID),
        (" https://idp.example.com/activate", INVALID),
        ("https://idp.example.com/act ivate", INVALID),
        (r"https://idp.example.com\\@evil.example/", INVALID),
        (r"https://idp.example.com/\u001b[2J", INVALID),
        (r"https://idp.example.com/\u202eetavitca", INVALID),
        (r"https://idp.example.com/\u200b", INVALID),
    ] {
        for member in members {
            let error = start(&with(member, &format!(r#""{bad}""#))).unwrap_err();
            let DeviceError::VerificationUri(unfit) = &error else { panic!("{bad}: {error:?}") };
            assert_eq!(unfit.member(), member);
            let text = format!("`{member}` of the server's answer is {reason}");
            assert_eq!(error.to_string(), text, "{bad}");
            assert_eq!(unfit.to_string(), text);
            assert_eq!(error.retry(), Retry::No);
        }
    }
}

#[test]
fn an_answer_is_read_whatever_it_is_wrapped_in() {
    let with_mark = format!("\u{feff}{STARTED}");
    assert_eq!(start(&with_mark).unwrap().user_code(), "WDJB-MJHT");
    let http = Http::default().then_typed(200, "text/html", STARTED);
    assert_eq!(flow().device().start(&http).unwrap().user_code(), "WDJB-MJHT");
    let more = STARTED.replacen('{', r#"{"message": {"a": [1e999, null]}, "x": 1e400, "#, 1);
    assert_eq!(start(&more).unwrap().user_code(), "WDJB-MJHT");
    let deep = format!("{{\"x\": {}1{}, ", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(start(&STARTED.replacen('{', &deep, 1)).unwrap().user_code(), "WDJB-MJHT");
    let escaped = STARTED.replace("user_code", r"user\u005fcode");
    assert_eq!(start(&escaped).unwrap().user_code(), "WDJB-MJHT");
    // A status of success and an error is an error.
    let refused = start(r#"{"error": "invalid_scope"}"#).unwrap_err();
    assert!(matches!(refused, DeviceError::Exchange(ExchangeError::Server(_))), "{refused:?}");
}

#[test]
fn an_answer_that_is_none_is_named() {
    let answer = |http: &Http| match flow().device().start(http).map(|_| ()).unwrap_err() {
        DeviceError::Exchange(ExchangeError::Answer(error)) => error,
        other => panic!("{other:?}"),
    };
    let html = Http::default().then_typed(200, "text/html", "<h1>Welcome</h1>");
    assert!(matches!(answer(&html), AnswerError::NotJson { .. }));
    let cut = Http::answering(200, &STARTED[..40]);
    assert!(matches!(answer(&cut), AnswerError::Malformed { .. }));
    for (json, found) in
        [("[]", JsonType::Array), ("null", JsonType::Null), ("1", JsonType::Number)]
    {
        assert_eq!(answer(&Http::answering(200, json)), AnswerError::NotAnObject { found });
    }
    let more = |member: &str| STARTED.replacen('{', &format!("{{{member}, "), 1);
    for member in [r#""device_code": "dc""#, r#""device\u005fcode": "other""#] {
        let twice = AnswerError::Duplicate { name: "device_code".into() };
        assert_eq!(answer(&Http::answering(200, &more(member))), twice);
    }
    let length = 2 * 1024 * 1024;
    let large = Http::answering(200, &" ".repeat(length));
    assert_eq!(answer(&large), AnswerError::TooLarge { length });
    assert!(matches!(answer(&Http::answering(200, "")), AnswerError::Malformed { .. }));
    let not_utf8 = Http::default().then_bytes(200, b"{\"device_code\": \"\xff\"}");
    assert!(matches!(answer(&not_utf8), AnswerError::Malformed { .. }));
}

/// Numbers that are the same in each run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap()
    }
}

/// What a mutation puts into an answer.
const PIECES: [&[u8]; 24] = [
    b"",
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"",
    b":",
    b",",
    b"\\",
    b"\\u",
    b"\\ud800",
    b"null",
    b"-",
    b"1e400",
    b"99999999999999999999",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\x1b",
    b"@",
    b"http://",
    b"\"error\":",
    b"\"device_code\":\"x\",",
    b"\xe2\x80\xae",
    b"#",
];

fn mutated(numbers: &mut Numbers) -> Vec<u8> {
    let mut answer = with("", "").into_bytes();
    for _ in 0..=numbers.below(4) {
        let from = numbers.below(answer.len() + 1);
        let to = (from + numbers.below(12)).min(answer.len());
        let piece = PIECES[numbers.below(PIECES.len())];
        answer.splice(from..to, piece.iter().copied());
    }
    answer
}

#[test]
fn no_answer_panics_and_a_login_that_starts_can_be_shown() {
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    let flow = flow();
    let (mut begun, mut refused) = (0, 0);
    for _ in 0..20_000 {
        let answer = mutated(&mut numbers);
        let shown = String::from_utf8_lossy(&answer).into_owned();
        let http = Http::default().then_bytes(200, &answer);
        match flow.device().start(&http) {
            Ok(login) => {
                begun += 1;
                assert!(!login.user_code().chars().any(char::is_control), "{shown}");
                let complete = login.verification_uri_complete();
                for uri in complete.into_iter().chain([login.verification_uri()]) {
                    let scheme = uri.split(':').next().unwrap().to_ascii_lowercase();
                    assert!(matches!(scheme.as_str(), "https" | "http"), "{shown}");
                    let authority = uri.split(['/', '?', '#']).nth(2).unwrap();
                    assert!(!authority.contains('@'), "{shown}");
                }
                assert!(login.interval() >= seconds(1), "{shown}");
                assert!(login.expires_at() >= clock(), "{shown}");
                let json = serde_json::to_string(&login.pending()).unwrap();
                let resumed = flow.resume_device(serde_json::from_str(&json).unwrap()).unwrap();
                assert_eq!(resumed.user_code(), login.user_code());
                assert_eq!(resumed.verification_uri(), login.verification_uri());
                assert_eq!(resumed.verification_uri_complete(), complete);
                assert_eq!(resumed.expires_at(), login.expires_at());
            }
            Err(error) => {
                refused += 1;
                let text = error.to_string();
                assert!(text.len() < 1_000 && !text.contains('\u{1b}'), "{text}");
            }
        }
    }
    assert!(begun > 1_000 && refused > 1_000, "{begun} {refused}");
}
