//@ undeclared: 0
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

diesel::table! {
    open_id_provider (id) {
        id -> Integer,
        name -> Text,
        base_url -> Text,
        client_id -> Text,
        client_secret -> Text,
    }
}

#[derive(Insertable)]
#[diesel(table_name = open_id_provider)]
pub struct NewOpenIdProvider<'a> {
    pub name: &'a str,
    pub base_url: &'a str,
    pub client_id: &'a str,
    pub client_secret: &'a str,
}

#[derive(Deserialize, Serialize)]
pub struct AddProviderData {
    pub name: String,
    pub base_url: String,
    pub client_id: String,
    pub client_secret: String,
}

pub fn add(connection: &mut PgConnection, data: &AddProviderData) -> QueryResult<usize> {
    let row = NewOpenIdProvider {
        name: &data.name,
        base_url: &data.base_url,
        client_id: &data.client_id,
        client_secret: &data.client_secret,
    };
    diesel::insert_into(open_id_provider::table)
        .values(row)
        .execute(connection)
}
