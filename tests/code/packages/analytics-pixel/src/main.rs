//@ undeclared: 0
#[macro_use]
extern crate rocket;

use rocket::{form::FromForm, http::ContentType, serde::Serialize};

#[derive(FromForm, Serialize)]
#[serde(crate = "rocket::serde")]
struct Pixel {
    client_id: String,
    session_id: Option<String>,
    campaign: Option<String>,
    code: Option<u16>,
    state: Option<String>,
}

const GIF: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!";

#[get("/pixel.gif?<pixel..>")]
fn pixel(pixel: Pixel) -> (ContentType, &'static [u8]) {
    let campaign = pixel.campaign.as_deref().unwrap_or("none");
    info!(
        "{} {campaign} {:?} {:?}",
        pixel.client_id, pixel.session_id, pixel.code
    );
    debug!("region {:?}", pixel.state);
    (ContentType::GIF, GIF)
}

#[launch]
fn rocket() -> _ {
    rocket::build().mount("/", routes![pixel])
}
