//! The list as one JSON document.

use serde_json::{Map, Value, json};

use super::{Entry, Inventory, Member, day};

pub(super) fn write(inventory: &Inventory<'_>) -> String {
    let clients: Vec<Value> = inventory.clients.iter().map(client).collect();
    let undeclared: Vec<Value> = inventory
        .undeclared
        .iter()
        .map(|it| {
            json!({
                "package": it.package,
                "place": it.place,
                "kind": it.kind,
                "grants": it.grants,
                "may_be": it.may_be,
            })
        })
        .collect();
    let gaps: Vec<Value> = inventory
        .gaps
        .iter()
        .map(|gap| {
            json!({
                "file": gap.path,
                "line": gap.place.as_ref().map(|at| at.line),
                "why": gap.why,
            })
        })
        .collect();
    let waivers: Vec<Value> = inventory
        .beside_lines
        .iter()
        .map(|(place, it)| {
            let until = it.until.map(day);
            json!({ "place": place, "rule": it.rule, "reason": it.reason, "until": until })
        })
        .collect();
    let document = json!({
        "clients": clients,
        "undeclared": undeclared,
        "waivers_beside_lines": waivers,
        "not_read": gaps,
    });
    format!("{document:#}\n")
}

fn client(entry: &Entry) -> Value {
    let name = |member: &Member| member.title.replace(' ', "_").to_lowercase();
    let members: Map<String, Value> =
        entry.members.iter().map(|it| (name(it), json!(it.value))).collect();
    let sources: Map<String, Value> = entry
        .members
        .iter()
        .filter_map(|it| Some((name(it), json!(it.source?.replace(' ', "_")))))
        .collect();
    let registration = entry.registration.as_ref().map(
        |it| json!({ "file": it.path, "format": it.format_word(), "client_id": it.client_id }),
    );
    let server = entry.server.as_ref().map(|it| {
        let retrieved = it.retrieved.map(day);
        json!({ "file": it.path, "retrieved": retrieved, "age": it.age, "from": it.from })
    });
    let waivers: Vec<Value> = entry
        .waivers
        .iter()
        .map(|(rule, reason, until)| json!({ "rule": rule, "reason": reason, "until": until }))
        .collect();
    json!({
        "client": entry.client,
        "package": entry.package,
        "file": entry.file,
        "line": entry.line,
        "members": members,
        "sources": sources,
        "registration": registration,
        "server_document": server,
        "waivers": waivers,
        "calls": entry.calls,
        "obligations": entry.obligations,
    })
}
