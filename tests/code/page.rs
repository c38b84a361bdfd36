//! The page for a review, read as a browser reads it.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use scraper::{ElementRef, Html, Selector};
use sha2::{Digest, Sha256};

use crate::support::{package, run};

/// A client with a waiver whose last day is over, one with errors, and code that nothing declares.
const PORTAL: &str = "use oauth_flow::oauth_client;

#[oauth_client(
    kind = \"web\",
    issuer = \"https://login.example.com\",
    redirect_uri = \"https://portal.example.com/callback\",
    scope(\"openid\"),
    allow(code_without_pkce, reason = \"kept from <before>\", until = \"2026-01-31\")
)]
pub struct Portal { client_id: String, client_secret: String }

#[oauth_client(kind = \"spa\", grant = \"authorization_code\", pkce = \"plain\", redirect_uri = \"runtime\")]
pub struct Frontend { client_id: String }

fn url(state: &str) -> String {
    format!(\"https://as.example.com/oauth/authorize?response_type=code&state={state}\")
}
";

fn page_text(files: &[(&str, &str)]) -> String {
    let folder = package(files);
    let (status, text, errors) =
        run(folder.path(), &["list", "--format", "html", "--today", "2026-11-26"]);
    assert_eq!((status, errors.as_str()), (0, ""));
    // Nothing of the machine is on the page.
    assert!(!text.contains(folder.path().to_str().unwrap()));
    text
}

fn page(files: &[(&str, &str)]) -> Html {
    let html = Html::parse_document(&page_text(files));
    assert_is_sound(&html);
    html
}

fn all<'h>(html: &'h Html, selector: &str) -> Vec<ElementRef<'h>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

fn texts(html: &Html, selector: &str) -> Vec<String> {
    all(html, selector).into_iter().map(said).collect()
}

/// The text of an element, with single spaces.
fn said(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What holds of each page: it loads nothing, each link of it leads somewhere, and each name is there once.
#[track_caller]
fn assert_is_sound(html: &Html) {
    let ids: Vec<&str> = all(html, "[id]").iter().filter_map(|it| it.attr("id")).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(unique.len(), ids.len(), "{ids:?}");
    for element in all(html, "*") {
        let name = element.value().name();
        for (attribute, value) in element.value().attrs() {
            assert!(!attribute.starts_with("on"), "{attribute}={value}");
            match (name, attribute) {
                (_, "src" | "srcset" | "data" | "action" | "style" | "background" | "poster") => {
                    panic!("{name} {attribute}={value}")
                }
                ("a", "href") => assert!(
                    value.starts_with("https://")
                        || value.strip_prefix('#').is_some_and(|id| unique.contains(id)),
                    "{value}"
                ),
                (_, "href" | "xlink:href") => panic!("{name} {attribute}={value}"),
                (_, "for" | "aria-labelledby" | "aria-describedby") => {
                    assert!(value.split(' ').all(|id| unique.contains(id)), "{value}");
                }
                _ => {}
            }
        }
    }
    for name in ["link", "img", "iframe", "object", "embed", "base", "image", "use"] {
        assert_eq!(all(html, name).len(), 0, "{name}");
    }
    assert_eq!((all(html, "script").len(), all(html, "style").len()), (1, 1));
    let mut last = 0;
    for heading in all(html, "h1, h2, h3, h4, h5, h6") {
        let level = heading.value().name().trim_start_matches('h').parse::<usize>().unwrap();
        assert!(level <= last + 1, "{} after h{last}", said(heading));
        last = level;
    }
    assert_eq!(all(html, "h1").len(), 1);
    assert_eq!(all(html, "html[lang=en]").len(), 1);
    let tables = all(html, "table");
    assert_eq!(all(html, "table > caption").len(), tables.len());
    assert_eq!(all(html, "th[scope]").len(), all(html, "th").len());
}

#[test]
fn the_page_has_each_client_with_what_a_reviewer_asks() {
    let html = page(&[("src/lib.rs", PORTAL), ("src/broken.rs", "fn oauth( {\n")]);
    assert_eq!(texts(&html, "h1"), ["OAuth clients of example"]);
    assert_eq!(
        texts(&html, ".tiles li"),
        [
            "2 declared clients",
            "0 undeclared clients 1 more not compared",
            "1 error",
            "2 warnings",
            "1 waiver 1 over",
            "7 obligations",
            "1 place not read 1 at fault",
        ]
    );
    assert_eq!(
        texts(&html, "#client-table tbody tr"),
        [
            "Frontend1 errorspaauthorization_codeplainnoneat run time0examplesrc/lib.rs:12",
            "Portal1 warningwebauthorization_codeS256client_secret_basiclogin.example.com1 1 overexamplesrc/lib.rs:3",
            "lib.rs:16 not compared1 warningnot knownauthorization_codenot sent\u{2013}as.example.com0examplesrc/lib.rs:16",
        ]
    );
    let members = texts(&html, "#client-1 .members dd");
    assert!(members.contains(&String::from("https://portal.example.com/callback")), "{members:?}");
    let lists = texts(&html, "#client-1 li");
    for item in [
        "the redirect URIs are registered as they are declared, and no other",
        "code_without_pkce: kept from <before>, until 2026-01-31 its last day is over",
    ] {
        assert!(lists.contains(&String::from(item)), "{lists:?}");
    }
    assert_eq!(
        texts(&html, "#client-3 li"),
        [
            "names the authorization endpoint https://as.example.com/oauth/authorize src/lib.rs:16",
            "asks for an authorization without a code challenge src/lib.rs:16",
        ]
    );
    let gaps = texts(&html, "#not-read li");
    assert!(gaps.iter().any(|gap| gap.starts_with("src/broken.rs:")), "{gaps:?}");
}

#[test]
fn a_finding_has_its_source_and_leads_to_its_rule() {
    let html = page(&[("src/lib.rs", PORTAL)]);
    let finding = "#client-2 .finding";
    assert_eq!(
        texts(&html, &format!("{finding} h4")),
        ["error the PKCE method plain sends the verifier itself as the challenge"]
    );
    let place = texts(&html, &format!("{finding} > p"));
    assert_eq!(place, ["plain_pkce at src/lib.rs:12:67"]);
    assert_eq!(texts(&html, &format!("{finding} mark")), ["\"plain\""]);
    assert_eq!(texts(&html, &format!("{finding} .n")), ["12", "13"]);
    let links: Vec<&str> =
        all(&html, &format!("{finding} a")).iter().filter_map(|it| it.attr("href")).collect();
    let rule = oauth_flow_core::rules::find("plain_pkce").unwrap();
    let mut expected = vec![String::from("#rule-plain_pkce")];
    expected.extend(rule.citations.iter().map(oauth_flow_core::citation::Citation::link));
    assert_eq!(links, expected);
    let explained = texts(&html, "#rule-plain_pkce dd");
    for text in [rule.help, rule.why.unwrap()] {
        assert!(explained.contains(&text.replace('`', "")), "{explained:?}");
    }
    // What is waived is explained too, and each rule leads back to what it found.
    assert_eq!(all(&html, "#rule-code_without_pkce").len(), 1);
    assert_eq!(texts(&html, "#rule-plain_pkce dd a[href^='#finding']"), ["src/lib.rs:12"]);
}

#[test]
fn a_package_sets_the_levels_of_the_page() {
    let manifest = "[package]\nname = \"example\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
                    [package.metadata.oauth-flow]\nlevels = { undeclared_client = \"deny\", code_without_pkce = \"allow\" }\n";
    let text = "fn url(state: &str) -> String {\n\
                format!(\"https://as.example.com/oauth/authorize?response_type=code&state={state}\")\n\
                }\n";
    let html = page(&[("Cargo.toml", manifest), ("src/lib.rs", text)]);
    let levels = texts(&html, "#client-1 .finding h4 .badge");
    assert_eq!(levels, ["error"]);
    assert_eq!(texts(&html, "#client-1 .finding > p"), ["undeclared_client at src/lib.rs:2:9"]);
}

#[test]
fn all_waivers_are_in_one_table_and_those_that_are_over_are_marked() {
    let beside = "fn oauth() {} // oauth-flow: allow(secret_in_code, reason = \"a demo\", until = \"2026-11-26\")\n";
    let html = page(&[("src/lib.rs", PORTAL), ("src/other.rs", beside)]);
    assert_eq!(
        texts(&html, "#waivers tbody tr"),
        [
            "code_without_pkcePortalkept from <before>2026-01-31 its last day is over",
            "secret_in_codesrc/other.rs:1a demo2026-11-26",
        ]
    );
    // The waiver silences nothing, which is a finding of no client.
    let loose = texts(&html, "#other-findings .finding > p");
    assert_eq!(loose, ["unused_allow at src/other.rs:1:15"]);
}

#[test]
fn hostile_text_stays_text() {
    let hostile =
        "\\\"><script>alert(1)</script></title></style>--> ]]>&amp;\\u{202e}\\u{1b}' onload='x";
    let text = PORTAL
        .replace("kept from <before>", hostile)
        .replace("https://login.example.com", &format!("https://{hostile}"))
        .replace("\"openid\"", &format!("\"{hostile}\""))
        .replace(
            "response_type=code",
            "response_type=code&x=</script><svg onload=alert(1)>\u{202e}-->]]>",
        );
    let name = "src/\"><script>\u{202e}'&lt;-->.rs";
    let folder_text = page_text(&[(name, &text)]);
    assert!(!folder_text.contains(['\u{202e}', '\u{1b}']));
    let html = Html::parse_document(&folder_text);
    assert_is_sound(&html);
    assert_eq!(all(&html, "svg[onload]").len(), 0);
    let shown =
        "\"><script>alert(1)</script></title></style>--> ]]>&amp;\\u{202e}\\u{1b}' onload='x";
    let waivers = texts(&html, "#waivers tbody td");
    assert!(waivers.contains(&String::from(shown)), "{waivers:?}");
    let places = texts(&html, "#client-table td.place");
    assert!(places.contains(&String::from("src/\"><script>\\u{202e}'&lt;-->.rs:3")), "{places:?}");
}

#[test]
fn secrets_are_masked_wherever_their_lines_are_shown() {
    let secret = "b1f3c2b8-0c55-4ac7";
    let code = format!(
        "use oauth2::{{ClientId, ClientSecret, basic::BasicClient}};\n\
         const CLIENT_SECRET: &str = \"{secret}\";\n\
         // The old one was {secret}.\n\
         fn login() -> BasicClient {{\n\
         BasicClient::new(ClientId::new(\"id\".into())).set_client_secret(ClientSecret::new(CLIENT_SECRET.into()))\n\
         }}\n\
         fn url() -> String {{ format!(\"https://u:{secret}@as.example.com/oauth/token?grant_type=client_credentials&client_secret={secret}\") }}\n"
    );
    let waived =
        code.replace("\";\n", "\"; // oauth-flow: allow(secret_in_code, reason = \"known\")\n");
    let declared = format!(
        "#[oauth_flow::oauth_client(kind = \"m2m\", client_secret = \"{secret}\", token_endpoint = \"https://as.example.com/token?client_secret={secret}\")]\n\
         struct Worker {{ client_id: String }}\n"
    );
    let default = format!(
        "#[oauth_flow::oauth_client(kind = \"m2m\", allow(embedded_secret, reason = \"known\"))]\n\
         struct Worker {{ client_id: String,\n\
         #[arg(default_value = \"{secret}\")] client_secret: String }}\n"
    );
    let user = format!(
        "#[oauth_flow::oauth_client(kind = \"web\", redirect_uri = \"http://user:{secret}-and-more@app.example.com/cb\")]\n\
         struct Shop {{ client_id: String, client_secret: String }}\n"
    );
    for (name, text) in [
        ("code", code),
        ("waived", waived),
        ("declared", declared),
        ("default", default),
        ("user", user),
    ] {
        let text = page_text(&[("src/lib.rs", &text)]);
        assert!(!text.contains(&secret[..8]), "{name}");
        let html = Html::parse_document(&text);
        assert_is_sound(&html);
    }
    let text = "fn token() { form(&[(\"grant_type\", \"client_credentials\"), (\"client_secret\", \"s3cr3t\")]); }\n";
    let html = page(&[("src/lib.rs", text)]);
    let rules = texts(&html, ".finding > p code");
    assert!(rules.contains(&String::from("secret_in_code")), "{rules:?}");
    assert!(texts(&html, "mark").contains(&String::from("masked")));
    let lines = texts(&html, ".source");
    assert!(lines.iter().all(|line| line.contains("\"client_credentials\"")), "{lines:?}");
}

#[test]
fn a_page_without_clients_says_so() {
    let html = page(&[]);
    assert_eq!(
        texts(&html, "#clients > p"),
        ["No client is declared, and none was found in the code."]
    );
    assert_eq!(all(&html, ".drawing").len(), 0);
    assert_eq!(
        texts(&html, ".tiles strong").iter().filter(|it| *it == "0").count(),
        texts(&html, ".tiles strong").len()
    );
}

#[test]
fn a_thousand_clients_are_drawn_in_few_boxes() {
    let mut text = String::new();
    for number in 0..1_000 {
        let pkce = if number % 10 == 0 { "plain" } else { "S256" };
        writeln!(
            text,
            "#[oauth_flow::oauth_client(kind = \"web\", grant = \"authorization_code\", pkce = \"{pkce}\", \
             issuer = \"https://as{}.example.com\", redirect_uri = \"https://app.example.com/cb\")]\n\
             struct Client{number} {{ client_id: String, client_secret: String }}",
            number % 50
        )
        .unwrap();
    }
    let start = Instant::now();
    let html = page_text(&[("src/lib.rs", &text)]);
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    assert!(html.len() < 8_000_000, "{}", html.len());
    let html = Html::parse_document(&html);
    assert_eq!(all(&html, "#client-table tbody tr").len(), 1_000);
    assert_eq!(all(&html, "article.client").len(), 1_000);
    let drawing = all(&html, ".drawing")[0];
    assert!(drawing.attr("height").unwrap().parse::<usize>().unwrap() <= 2_200);
    assert!(all(&html, "rect.client").len() <= 24 && all(&html, "rect.server").len() <= 24);
    assert_eq!(
        texts(&html, "figcaption p"),
        [
            "1,000 clients are drawn in 2 boxes: those in one box are alike in state. The table has each of them."
        ]
    );
}

#[test]
fn the_drawing_has_the_clients_their_flows_and_their_servers() {
    let html = page(&[("src/lib.rs", PORTAL)]);
    let mut rows = texts(&html, ".drawing a");
    rows.sort_unstable();
    assert_eq!(
        rows,
        [
            "Frontend example \u{b7} spa 1 error authorization_code PKCE plain \u{b7} public client",
            "Portal example \u{b7} web 1 warning authorization_code PKCE S256 \u{b7} client_secret_basic",
            "lib.rs:16 example \u{b7} kind not known not compared 1 warning authorization_code PKCE not sent",
        ]
    );
    let mut servers = texts(&html, ".server-name");
    servers.sort_unstable();
    assert_eq!(servers, ["as.example.com", "chosen at run time", "login.example.com"]);
    assert_eq!(all(&html, "path.flow").len(), 3);
    assert_eq!(all(&html, "rect.client.dashed").len(), 1);
}

#[test]
fn only_the_style_and_the_script_of_the_page_are_let_in() {
    let html = page(&[]);
    let policy = all(&html, "meta[http-equiv='Content-Security-Policy']")[0];
    let policy = policy.attr("content").unwrap();
    for (directive, element) in [("style-src", "style"), ("script-src", "script")] {
        let text: String = all(&html, element)[0].text().collect();
        let hash = BASE64_STANDARD.encode(Sha256::digest(text.as_bytes()));
        let expected = format!("{directive} 'sha256-{hash}'");
        assert!(policy.contains(&expected), "{policy} has no {expected}");
    }
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
}

#[test]
fn the_same_files_give_the_same_bytes_in_another_folder() {
    let files = [("src/lib.rs", PORTAL), ("src/broken.rs", "fn oauth( {\n")];
    assert!(page_text(&files) == page_text(&files));
}
