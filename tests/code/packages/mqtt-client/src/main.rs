//@ undeclared: 0
use std::time::Duration;

use rumqttc::{AsyncClient, Event, MqttOptions, Packet, QoS};
use serde::Deserialize;

const MQTT_CLIENT_ID: &str = "greenhouse-7";

#[derive(Deserialize)]
struct Broker {
    host: String,
    port: u16,
    client_id: Option<String>,
    username: String,
    password: String,
}

fn options(broker: &Broker) -> MqttOptions {
    let client_id = broker.client_id.as_deref().unwrap_or(MQTT_CLIENT_ID);
    let mut options = MqttOptions::new(client_id, &broker.host, broker.port);
    options.set_keep_alive(Duration::from_secs(20));
    options.set_credentials(&broker.username, &broker.password);
    options
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let broker: Broker = serde_json::from_str(&std::fs::read_to_string("broker.json")?)?;
    let (client, mut events) = AsyncClient::new(options(&broker), 10);
    client
        .subscribe("greenhouse/+/state", QoS::AtLeastOnce)
        .await?;
    loop {
        if let Event::Incoming(Packet::Publish(message)) = events.poll().await? {
            println!("{} {} bytes", message.topic, message.payload.len());
        }
    }
}
