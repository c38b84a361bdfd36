//@ undeclared: 0
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Order {
    pub number: u64,
    pub lines: Vec<Line>,
}

#[derive(Debug, Deserialize)]
pub struct Line {
    pub article: String,
    pub quantity: u32,
}

impl Order {
    pub fn pieces(&self) -> u32 {
        self.lines.iter().map(|line| line.quantity).sum()
    }
}
