//! Enums, traits and functions below the attribute.

use super::helps;

#[test]
fn an_enum_keeps_its_format_around_a_struct() {
    let attribute = r#"kind = "native", redirect_uri = "http://127.0.0.1/redirect""#;
    let tagged = r#"#[derive(Serialize)] #[serde(tag = "type")] enum DistAuth {
        Token { token: String },
        CodeGrantPkce { client_id: String, auth_url: Option<Url>, token_url: String },
    }"#;
    helps(
        attribute,
        tagged,
        &[
            "`CodeGrantPkce(CodeGrantPkce)`",
            "`struct CodeGrantPkce { client_id: String, auth_url: Option<Url>, token_url: String }`",
            "the same format",
        ],
        &[],
    );
    let renamed = r#"#[derive(Deserialize)] #[serde(rename_all_fields = "camelCase", deny_unknown_fields)]
        enum Login { Browser { client_id: String } }"#;
    helps(
        attribute,
        renamed,
        &[r#"`#[serde(rename_all = "camelCase", deny_unknown_fields)]`"#],
        &[],
    );
    let variant = r#"#[derive(Deserialize)] enum Login { #[serde(rename_all = "kebab-case")] Browser { client_id: String } }"#;
    helps(attribute, variant, &[r#"`#[serde(rename_all = "kebab-case")]`"#], &[]);
    helps(attribute, "enum Provider { GitHub, Google }", &["`struct GitHub;`", "DECLARATION"], &[]);
}

#[test]
fn a_trait_and_a_function_are_told_where_the_attribute_goes() {
    let attribute = r#"kind = "native", redirect_uri = "http://127.0.0.1/redirect""#;
    helps(attribute, "trait Provider { fn id(&self) -> String; }", &["implements `Provider`"], &[]);
    for function in
        ["fn git_hub_login() {}", "pub async fn git_hub_login() {}", "const fn git_hub_login() {}"]
    {
        helps(
            attribute,
            function,
            &["`struct GitHubLogin;`", "`<GitHubLogin as oauth_flow::OAuthClient>::DECLARATION`"],
            &[],
        );
    }
}
