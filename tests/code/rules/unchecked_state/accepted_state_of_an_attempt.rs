use std::collections::HashMap;

pub struct Attempt {
    pub state: String,
    pub csrf: String,
}

pub fn begin(attempts: &mut HashMap<String, Attempt>, base: &str, challenge: &str) -> String {
    let csrf = random();
    attempts.insert(csrf.clone(), Attempt { state: "pending".into(), csrf: csrf.clone() });
    format!(
        "{base}?response_type=code&client_id=desk&state={csrf}&code_challenge={challenge}&code_challenge_method=S256"
    )
}

fn random() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}
