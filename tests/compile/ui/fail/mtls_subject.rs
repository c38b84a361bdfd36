#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", registration = "clients/certificate.json")]
struct NoSubject;

#[oauth_client(
    kind = "m2m",
    jwks_uri = "https://stock.example.com/jwks.json",
    registration = "clients/certificate_subjects.json"
)]
struct TwoSubjects;

fn main() {}
