#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/comma.json")]
struct Comma;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/comment.json")]
struct Comment;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/unquoted.json")]
struct Unquoted;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/truncated.json")]
struct Truncated;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/text_behind.json")]
struct TextBehind;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/byte_order_mark.json")]
struct ByteOrderMark;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/too_deep.json")]
struct TooDeep;

#[oauth_client(kind = "web", pkce = "S256", registration = "clients/member_twice.json")]
struct MemberTwice;

fn main() {}
