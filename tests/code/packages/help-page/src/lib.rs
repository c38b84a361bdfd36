//@ undeclared: 0
use axum::{Router, response::Html, routing::get};

const PAGE: &str = "<html><body>
<h1>Connect your app</h1>
<p>Send the user to <code>https://id.example.org/oauth2/authorize?response_type=code&client_id=YOURS</code>,
then redeem the code.</p>
<a href=\"/docs\">All parameters</a>
</body></html>";

async fn page() -> Html<&'static str> {
    Html(PAGE)
}

pub fn routes() -> Router {
    Router::new().route("/help/connect", get(page))
}
