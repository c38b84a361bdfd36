//! The name of the file of an issuer: one that a person reads, that every file system takes, and that no
//! other issuer has.

use crate::cli::fnv;

/// The most bytes of the readable part: with a hash and a suffix, file systems take no more than 255.
const MOST: usize = 120;

/// The names that Windows keeps for devices, whatever is behind their first dot.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
const PORTS: [&str; 2] = ["com", "lpt"];

/// The name of the file of an issuer, such as `idp.example.com_realms_main.json`.
///
/// A slash of the path is an underscore, and so is what a file system may not take. Where the name does not
/// tell the issuer, a hash of the issuer is behind it: file systems take the cases of a letter for the
/// same, and a port or another scheme is not in the name.
pub(crate) fn file_name(issuer: &str) -> String {
    let rest = issuer.split_once("://").map_or(issuer, |(_, rest)| rest);
    let letter = |letter: char| match letter.to_ascii_lowercase() {
        letter @ ('a'..='z' | '0'..='9' | '.' | '-') => letter,
        _ => '_',
    };
    let mut name: String = rest.chars().map(letter).take(MOST).collect();
    if name.starts_with(['.', '-']) || name.is_empty() || is_device(&name) {
        name.insert(0, '_');
    }
    if issuer == format!("https://{}", name.replace('_', "/")) {
        format!("{name}.json")
    } else {
        format!("{name}+{:016x}.json", fnv::hash(issuer.bytes()))
    }
}

fn is_device(name: &str) -> bool {
    let first = name.split('.').next().unwrap_or_default();
    let (word, number) = first.split_at_checked(3).unwrap_or((first, ""));
    DEVICES.contains(&first) || PORTS.contains(&word) && matches!(number.as_bytes(), [b'0'..=b'9'])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Component, Path};

    use super::file_name;

    #[test]
    fn the_name_shows_the_issuer() {
        for (issuer, name) in [
            ("https://idp.example.com", "idp.example.com.json"),
            ("https://idp.example.com/", "idp.example.com_.json"),
            ("https://idp.example.com/realms/main", "idp.example.com_realms_main.json"),
            ("https://as.example.com/v2.0", "as.example.com_v2.0.json"),
            ("http://localhost:8080", "localhost_8080+2e0273c412e7955a.json"),
        ] {
            assert_eq!(file_name(issuer), name);
        }
    }

    #[test]
    fn issuers_that_look_the_same_have_files_of_their_own() {
        let issuers = [
            "https://idp.example.com",
            "https://idp.example.com/",
            "https://IDP.example.com",
            "https://idp.example.com:443",
            "https://idp.example.com:8443",
            "http://localhost",
            "https://localhost",
            "http://localhost:8080",
            "https://localhost_8080",
            "https://idp.example.com/a/b",
            "https://idp.example.com/a_b",
            "https://idp.example.com/A/b",
            "https://idp.example.com/a//b",
            "https://idp.example.com/a%2fb",
            "https://idp.example.com/a%2Fb",
            "https://idp.example.com/ä/b",
        ];
        let names: BTreeSet<String> =
            issuers.iter().map(|it| file_name(it).to_ascii_lowercase()).collect();
        assert_eq!(names.len(), issuers.len());
        for issuer in issuers {
            let readable = file_name(issuer);
            let readable = readable.split(['+', '_']).next().unwrap_or_default();
            assert!(issuer.to_ascii_lowercase().contains(readable.trim_end_matches(".json")));
        }
    }

    #[test]
    fn the_name_is_one_file_in_the_folder() {
        let long = format!("https://as.example.com/{}", "a/".repeat(4000));
        for issuer in [
            "https://as.example.com/../../etc/passwd",
            "https://as.example.com/..",
            "https://../x",
            "https://.hidden",
            "https://-rf",
            "https://",
            "",
            "https://as.example.com/a\\..\\b:c*?\"<>|\0",
            "https://con",
            "https://AUX.example.com",
            "https://com1.example.com",
            &long,
        ] {
            let name = file_name(issuer);
            let parts: Vec<Component<'_>> = Path::new(&name).components().collect();
            assert!(matches!(parts.as_slice(), [Component::Normal(_)]), "{name}");
            assert!(!name.starts_with(['.', '-']) && name.len() < 200, "{name}");
            let fits = |letter: char| {
                letter.is_ascii_lowercase() || letter.is_ascii_digit() || "._-+".contains(letter)
            };
            assert!(name.chars().all(fits), "{name}");
        }
        for (issuer, start) in
            [("https://con", "_con+"), ("https://AUX.example.com", "_aux.example.com+")]
        {
            assert!(file_name(issuer).starts_with(start), "{}", file_name(issuer));
        }
        assert_eq!(file_name("https://connect.example.com"), "connect.example.com.json");
    }
}
