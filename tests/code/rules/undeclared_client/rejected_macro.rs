//@ fact: this is an OAuth client, and no `#[oauth_client]` of the package declares it
macro_rules! renewal {
    ($name:ident, $url:literal) => {
        pub async fn $name(http: &reqwest::Client, token: &str) -> reqwest::Result<String> {
            let form = [
                ("grant_type", "refresh_token"), //~ undeclared_client
                ("client_id", stringify!($name)),
                ("refresh_token", token),
            ];
            http.post($url).form(&form).send().await?.text().await
        }
    };
}

renewal!(photos, "https://photos.example.com/renew");
renewal!(videos, "https://videos.example.com/renew");
