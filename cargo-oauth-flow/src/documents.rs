//! The documents that declarations name.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use oauth_flow_syntax::document::{self, Documents, Package, Unreadable};

use crate::walk::plain;

/// What was found at a path, once somebody has looked.
type Once = Arc<OnceLock<Result<Arc<document::Opened>, Unreadable>>>;

/// The documents of a run. Each is opened and parsed once, however many clients name it.
#[derive(Default)]
pub(crate) struct Opened(Mutex<HashMap<PathBuf, Once>>);

impl Opened {
    /// Those of the package whose manifest is in this folder.
    pub(crate) fn of_package<'o>(&'o self, folder: &'o Path) -> OfPackage<'o> {
        OfPackage { opened: self, folder, package: Package::at(Some(folder)) }
    }
}

/// The documents of one package.
pub(crate) struct OfPackage<'o> {
    opened: &'o Opened,
    folder: &'o Path,
    package: Package,
}

impl Documents for OfPackage<'_> {
    fn open(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        self.package.open(path)
    }

    fn share(&self, path: &str) -> Result<Arc<document::Opened>, Unreadable> {
        let mut all = self.opened.0.lock().unwrap_or_else(PoisonError::into_inner);
        let once = Arc::clone(all.entry(location(self.folder, path)).or_default());
        drop(all);
        once.get_or_init(|| self.package.share(path)).clone()
    }

    fn is_in_workspace(&self, path: &str) -> bool {
        self.package.is_in_workspace(path)
    }
}

/// Where the document of a package is on this machine.
pub(crate) fn location(folder: &Path, path: &str) -> PathBuf {
    plain(&folder.join(path))
}

/// A document that a client names.
pub(crate) struct DocumentFile {
    /// Its path from the root of the workspace.
    pub(crate) path: String,
    /// Where it is on this machine.
    pub(crate) location: PathBuf,
}
