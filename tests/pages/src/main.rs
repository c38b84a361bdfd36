//! Writes every generated page again.

use oauth_flow_pages::{location, pages};

fn main() -> std::io::Result<()> {
    for (page, text) in pages() {
        let location = location(page);
        if let Some(folder) = location.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(location, text)?;
        println!("{page}");
    }
    Ok(())
}
