//! Measures of the path, added when a candidate is judged.

use super::{Group, Groups, Measures, group, groups};
use std::sync::LazyLock;

/// Words of paths, by what they say of the file.
static GROUPS: Groups = LazyLock::new(|| groups("path."));

/// Names of files that tools keep accounts in.
static ACCOUNTS: Group = LazyLock::new(|| group("accounts"));

/// Extensions of what holds nothing but messages, and of what does when its name
/// ends with one of the languages.
static CATALOGUES: Group = LazyLock::new(|| group("catalogues"));
static NAMED_CATALOGUES: Group = LazyLock::new(|| group("catalogues.named"));
static LANGUAGES: Group = LazyLock::new(|| group("languages"));

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

/// True for the name of a file of messages in one language: `django.po`,
/// `messages_ja.properties`, `pt-br.json`.
pub(in crate::secrets::judge) fn is_catalogue(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    if CATALOGUES.contains(&extension) {
        return true;
    }
    let mut words = stem.rsplit(['.', '_', '-']);
    let (last, before) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    // A country follows the language: `pt-br`.
    let language = LANGUAGES.contains(&last) || (last.len() == 2 && LANGUAGES.contains(&before));
    language && NAMED_CATALOGUES.contains(&extension)
}

/// What the path says, in the order of [`names`].
pub fn measure(path: &str) -> Vec<f32> {
    all(path, false).values
}

/// The names of the measures of a path.
pub(super) fn names() -> Vec<&'static str> {
    all("", true).names.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_messages_are_known_by_their_names() {
        for name in ["django.po", "messages_ja.properties", "pt-br.json", "fr.js", "app.resx"] {
            assert!(is_catalogue(name), "{name}");
        }
        for name in ["application.properties", "fr.py", "package.json", "po", "config-dev.yml"] {
            assert!(!is_catalogue(name), "{name}");
        }
    }
}
