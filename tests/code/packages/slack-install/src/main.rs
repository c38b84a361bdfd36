//@ undeclared: 1
use std::collections::HashMap;

use reqwest::redirect::Policy;
use warp::{Filter, http::Uri};

fn install_url(client_id: &str) -> String {
    format!(
        "https://slack.com/oauth/v2/authorize?response_type=code&client_id={client_id}&scope=chat:write&state=install" //~ code_without_pkce unchecked_state
    )
}

async fn redeem(query: HashMap<String, String>) -> Result<String, warp::Rejection> {
    let code = query.get("code").ok_or_else(warp::reject::not_found)?;
    let id = std::env::var("SLACK_CLIENT_ID").map_err(|_| warp::reject())?;
    let secret = std::env::var("SLACK_CLIENT_SECRET").map_err(|_| warp::reject())?;
    let http = reqwest::Client::builder()
        .redirect(Policy::none())
        .build()
        .map_err(|_| warp::reject())?;
    let answer = http
        .post("https://slack.com/api/oauth.v2.access")
        .basic_auth(id, Some(secret))
        .form(&[
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
        ])
        .send()
        .await
        .map_err(|_| warp::reject())?;
    Ok(if answer.status().is_success() {
        "installed".into()
    } else {
        "refused".into()
    })
}

#[tokio::main]
async fn main() {
    let id = std::env::var("SLACK_CLIENT_ID").unwrap_or_default();
    let install = warp::path("install").map(move || {
        let uri: Uri = install_url(&id)
            .parse()
            .unwrap_or_else(|_| Uri::from_static("/"));
        warp::redirect::temporary(uri)
    });
    let callback = warp::path("callback")
        .and(warp::query::<HashMap<String, String>>())
        .and_then(redeem);
    warp::serve(install.or(callback))
        .run(([0, 0, 0, 0], 8080))
        .await;
}
