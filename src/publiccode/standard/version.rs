//! The versions of the standard a file may announce.

/// What the reference parser accepts, in the order it lists them. Every one of
/// them is judged by the rules of the newest 0.x version.
pub const SUPPORTED: [&str; 13] = [
    "0", "0.2", "0.2.0", "0.2.1", "0.2.2", "0.3", "0.3.0", "0.4", "0.4.0", "0.5.0", "0.5", "0.7.0",
    "0.7",
];

/// The value to write: the latest of the 0.x versions, whatever it is.
pub const RECOMMENDED: &str = "0";

/// The latest version these tables describe.
pub const LATEST: &str = "0.7";

/// Versions the standard had but the reference parser does not know: 0.6
/// changed nothing in the schema and has no tag.
pub const KNOWN_TO_STANDARD_ONLY: [&str; 2] = ["0.6", "0.6.0"];

/// The version to come, of which only drafts exist.
pub const PREVIEW: [&str; 2] = ["1", "1.0"];

/// True for a version a file may announce.
pub fn supported(version: &str) -> bool {
    SUPPORTED.contains(&version)
}

/// True for a supported version that is not the latest.
pub fn outdated(version: &str) -> bool {
    supported(version) && version != RECOMMENDED && !version.starts_with(LATEST)
}
