//! Measures of the path, added when a candidate is judged.

use super::{Group, Groups, Measures, group, groups};
use std::sync::LazyLock;

/// Words of paths, by what they say of the file.
static GROUPS: Groups = LazyLock::new(|| groups("path."));

/// Names of files that tools keep accounts in.
static ACCOUNTS: Group = LazyLock::new(|| group("accounts"));

/// Extensions, by family; the rank of the family is the measure.
static EXTENSIONS: Groups = LazyLock::new(|| groups("extension."));

fn all(path: &str, named: bool) -> Measures {
    let mut measures = Measures::new(named);
    let lower = format!("/{}", path.to_ascii_lowercase());
    GROUPS.iter().for_each(|group| measures.flag(group.name, group.is_in(lower.as_bytes())));
    let name = lower.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let family = EXTENSIONS.iter().position(|group| group.items.contains(&extension));
    measures.add("path.extension", family.map_or(-1.0, |index| index as f64));
    measures.flag("path.accounts", ACCOUNTS.contains(&name));
    measures.flag("path.no-extension", extension.is_empty());
    measures
}

/// What the path says, in the order of [`names`].
pub fn measure(path: &str) -> Vec<f32> {
    all(path, false).values
}

/// The names of the measures of a path.
pub(super) fn names() -> Vec<&'static str> {
    all("", true).names.unwrap_or_default()
}
