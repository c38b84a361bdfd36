//! Crates of their own that depend on the facade.

use std::path::{Path, PathBuf};

/// Writes the manifest of a crate whose one dependency is the facade, in a workspace of its own and
/// with the lock file of this one, and gives the path of `file`, whose folder is there. The crate has the
/// name of its folder: to cargo, two packages of one name are one where they share a target directory.
///
/// # Panics
///
/// Where the files cannot be written.
#[must_use]
pub fn scratch(folder: &Path, file: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = root.canonicalize().expect("the root of the project");
    std::fs::create_dir_all(folder.join("src")).expect("a folder for the scratch crate");
    let name = folder.file_name().expect("a folder with a name").display();
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\noauth-flow = {{ path = '{}' }}\n\n[workspace]\n",
        root.display()
    );
    std::fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
    std::fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file");
    folder.join("src").join(file)
}

/// What was built of the facade, once for all scratch crates: a folder beside theirs.
#[must_use]
pub fn scratch_target(folder: &Path) -> PathBuf {
    folder.with_file_name("scratch_target")
}
