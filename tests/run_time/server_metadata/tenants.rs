//! The metadata of a server with many tenants.

use oauth_flow::flow::{FetchError, MetadataError, ServerMetadata};
use serde_json::json;

use super::fetch::Listed;

const COMMON: &str = "https://login.example.com/common/v2.0";
const TEMPLATE: &str = "https://login.example.com/{tenantid}/v2.0";
const OPENID: &str = "https://login.example.com/common/v2.0/.well-known/openid-configuration";

const DOCUMENT: &str = r#"{
    "issuer": "https://login.example.com/{tenantid}/v2.0",
    "token_endpoint": "https://login.example.com/common/oauth2/v2.0/token"
}"#;

fn refused(address: &str, template: &str) -> MetadataError {
    let server = Listed::new(&[(OPENID, 200, DOCUMENT)]);
    let http = |request| Ok::<_, std::convert::Infallible>(server.answer(&request));
    match ServerMetadata::fetch_for_tenants(address, template, &http) {
        Err(FetchError::Metadata(error)) => {
            assert!(server.asked.borrow().is_empty(), "{template}");
            error
        }
        answer => panic!("{template}: {answer:?}"),
    }
}

#[test]
fn the_metadata_is_fetched_from_one_address_and_has_the_template_as_its_issuer() {
    let server = Listed::new(&[(OPENID, 200, DOCUMENT)]);
    let metadata = server.fetch_for_tenants(COMMON, TEMPLATE).unwrap();
    assert_eq!(*server.asked.borrow(), [OPENID]);
    assert_eq!(metadata.issuer(), TEMPLATE);
    assert_eq!(
        metadata.token_endpoint(),
        Some("https://login.example.com/common/oauth2/v2.0/token")
    );
    assert_eq!(ServerMetadata::read_for_tenants(DOCUMENT.as_bytes(), TEMPLATE), Ok(metadata));
}

#[test]
fn the_issuer_of_the_document_is_the_template_byte_for_byte() {
    for other in [
        "https://login.example.com/{tenant}/v2.0",
        "https://login.example.com/{tenantid}/v2.0/",
        "https://login.example.com/{tenantid}/v1.0",
        "https://login.example.com/{tenantid}",
        "https://LOGIN.example.com/{tenantid}/v2.0",
    ] {
        let (expected, found) = (other.to_owned(), TEMPLATE.to_owned());
        assert_eq!(
            ServerMetadata::read_for_tenants(DOCUMENT.as_bytes(), other),
            Err(MetadataError::OtherIssuer { expected, found })
        );
    }
    // The document of one tenant is no document of all.
    let one = r#"{ "issuer": "https://login.example.com/t1/v2.0" }"#;
    let error = ServerMetadata::read_for_tenants(one.as_bytes(), TEMPLATE).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the document is of the issuer `https://login.example.com/t1/v2.0`, and \
         `https://login.example.com/{tenantid}/v2.0` was asked for; the two have to be the same, byte \
         for byte (RFC 8414 section 3.3)"
    );
}

#[test]
fn a_template_has_one_placeholder_that_is_a_segment_of_the_path() {
    for template in [
        "https://login.example.com/v2.0",
        "https://{tenantid}.example.com/v2.0",
        "https://{tenantid}/v2.0",
        "https://login.example.com/x{tenantid}/v2.0",
        "https://login.example.com/{tenantid}x/v2.0",
        "https://login.example.com/{tenantid}/{tenant}",
        "https://login.example.com/{tenantid}/{tenantid}",
        "https://login.example.com/{id}/v2.0",
        "https://login.example.com/{}/{tenantid}",
        "https://login.example.com/a?t=/{tenantid}/b",
        "https://login.example.com/a#/{tenantid}/b",
        "https://u:p@login.example.com/{tenantid}/b",
        "http://login.example.com/{tenantid}/v2.0",
        "/{tenantid}/v2.0",
        "{tenantid}",
        "",
    ] {
        let error = refused(COMMON, template);
        assert!(matches!(error, MetadataError::NotATemplate { .. }), "{template}: {error:?}");
    }
    for template in [
        TEMPLATE,
        "https://login.example.com/{tenant}",
        "https://login.example.com/{tenant}/",
        "https://login.example.com/a/{tenantid}/b/c",
        "http://127.0.0.1:8080/{tenantid}/v2.0",
    ] {
        let json = json!({ "issuer": template }).to_string();
        assert!(ServerMetadata::read_for_tenants(json.as_bytes(), template).is_ok(), "{template}");
    }
    assert_eq!(
        refused(COMMON, "https://{tenantid}/v2.0").to_string(),
        "`https://{tenantid}/v2.0` is no template of an issuer; help: write the `issuer` of the \
         document, where one whole segment of the path is `{tenantid}` or `{tenant}`"
    );
}

#[test]
fn a_server_is_asked_of_itself_alone() {
    for address in [
        "https://evil.example.com/common/v2.0",
        "https://login.example.com.evil.example/common/v2.0",
        "https://login.example.com:8443/common/v2.0",
        "http://127.0.0.1/common/v2.0",
    ] {
        let (template, address) = (TEMPLATE.to_owned(), address.to_owned());
        let error = refused(&address, TEMPLATE);
        assert_eq!(error, MetadataError::OtherOrigin { template, address });
    }
    assert_eq!(
        refused("https://evil.example.com/common/v2.0", TEMPLATE).to_string(),
        "`https://evil.example.com/common/v2.0` and the template \
         `https://login.example.com/{tenantid}/v2.0` are of two origins; help: fetch the metadata from \
         the server that the template names"
    );
    assert_eq!(
        refused("http://login.example.com/common/v2.0", TEMPLATE),
        MetadataError::InsecureUrl { member: "issuer" }
    );
}

#[test]
fn its_endpoints_are_those_of_an_https_issuer() {
    let json = DOCUMENT.replace("https://login.example.com/common", "http://127.0.0.1/common");
    assert_eq!(
        ServerMetadata::read_for_tenants(json.as_bytes(), TEMPLATE),
        Err(MetadataError::InsecureUrl { member: "token_endpoint" })
    );
}

#[test]
fn what_is_fetched_as_one_server_says_how_to_read_it() {
    let ways = "help: for the users of many tenants, call `ServerMetadata::fetch_for_tenants` or \
                `read_for_tenants` with the template; for those of one tenant, give the issuer of one \
                tenant";
    let server = Listed::new(&[(OPENID, 200, DOCUMENT)]);
    assert_eq!(
        server.fetch(COMMON).unwrap_err().to_string(),
        format!(
            "the document is of the issuer `https://login.example.com/{{tenantid}}/v2.0`, and \
             `https://login.example.com/common/v2.0` was asked for; the two have to be the same, byte \
             for byte (RFC 8414 section 3.3); {ways}"
        )
    );
    let server = Listed::new(&[]);
    assert_eq!(
        server.fetch(TEMPLATE).unwrap_err().to_string(),
        format!(
            "the issuer `https://login.example.com/{{tenantid}}/v2.0` stands for those of many \
             tenants; {ways}"
        )
    );
    assert!(server.asked.borrow().is_empty());
}
