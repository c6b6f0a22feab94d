//! What the objects of the history are: large files, executables, and what is
//! missing.

use crate::text::decode;
use git2::Oid;

/// Blobs at least this large are listed by the survey, in bytes.
pub(crate) const LARGE: u64 = 5_000_000;

/// A blob worth telling about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoricBlob {
    /// Object id.
    pub id: Oid,
    /// Path in the commit that introduced it.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// The commit that introduced it.
    pub commit: Oid,
    /// True when the audited commit still holds it.
    pub in_head: bool,
    /// Kind of executable, for binaries.
    pub executable: Option<&'static str>,
}

/// What the objects of the history are.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// Distinct blobs.
    pub blobs: usize,
    /// Their total size in bytes, unpacked.
    pub bytes: u64,
    /// Blobs of at least [`LARGE`] bytes, the largest first.
    pub large: Vec<HistoricBlob>,
    /// Blobs that hold executable code, by path.
    pub executables: Vec<HistoricBlob>,
    /// Objects that are referred to but not there.
    pub missing: Vec<Oid>,
}

impl Survey {
    /// Sorts what was found.
    pub(super) fn sort(&mut self) {
        self.large.sort_by(|a, b| b.size.cmp(&a.size).then_with(|| a.path.cmp(&b.path)));
        self.executables.sort_by(|a, b| (&a.path, a.commit).cmp(&(&b.path, b.commit)));
    }
}

/// Extensions of executables, libraries, packages and byte code.
const EXECUTABLE_EXTENSIONS: [&str; 29] = [
    "exe", "dll", "so", "dylib", "a", "lib", "o", "obj", "jar", "war", "ear", "class", "pyc",
    "pyo", "pyd", "whl", "egg", "aar", "apk", "aab", "ipa", "msi", "deb", "rpm", "ocx", "sys",
    "ko", "wasm", "node",
];

/// Every kind of executable that [`executable_file`] tells.
pub(super) const EXECUTABLE_KINDS: [&str; 17] = [
    "ELF",
    "Mach-O",
    "WebAssembly",
    "ar",
    "RPM",
    "DEX",
    "OLE2",
    "PE",
    "Java class",
    "Java archive",
    "Python package",
    "Android package",
    "iOS package",
    "Windows installer",
    "Debian package",
    "static library",
    "Python byte code",
];

/// True when the name or the mode of a file makes it worth looking inside.
pub(super) fn may_be_executable(raw: &[u8], executable: bool) -> bool {
    let name = raw.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    match name.iter().rposition(|byte| *byte == b'.') {
        Some(dot) if dot > 0 => {
            let extension = String::from_utf8_lossy(&name[dot + 1..]).to_lowercase();
            EXECUTABLE_EXTENSIONS.contains(&extension.as_str())
        }
        _ => executable,
    }
}

/// The kind of executable a file is, by its first bytes and, for archives that
/// hold programs (jar, whl, apk…), by its name.
pub(crate) fn executable_file(path: &str, bytes: &[u8]) -> Option<&'static str> {
    let extension = path.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default();
    match decode::executable_kind(bytes) {
        Some("ZIP") => match extension.as_str() {
            "jar" | "war" | "ear" | "aar" => Some("Java archive"),
            "whl" | "egg" => Some("Python package"),
            "apk" | "aab" => Some("Android package"),
            "ipa" => Some("iOS package"),
            _ => None,
        },
        Some("OLE2") => (extension == "msi").then_some("Windows installer"),
        Some("ar") if extension == "deb" => Some("Debian package"),
        Some("ar") => Some("static library"),
        None if matches!(extension.as_str(), "pyc" | "pyo") && bytes.get(2..4) == Some(b"\r\n") => {
            Some("Python byte code")
        }
        kind => kind,
    }
}
