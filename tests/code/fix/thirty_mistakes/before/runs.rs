use oauth_flow::flow::Flow;

/// 30: Flow runs it
#[oauth_flow::oauth_client(kind = "native", grant = "authorization_code", redirect_uri = "com.example.o:/cb")]
pub struct O { client_id: String, authorization_endpoint: String, token_endpoint: String }

pub struct App { pub flow: Flow<O> }
