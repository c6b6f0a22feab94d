//! Available languages, against the translation files.

use super::{Declared, Judge};
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Fix, Severity};
use crate::publiccode::format::language;
use crate::publiccode::path::Path;
use crate::text;
use crate::yaml::Node;
use std::collections::BTreeSet;

impl Judge<'_, '_> {
    pub(super) fn languages(&mut self) {
        let found = &self.repository.languages;
        let Some((key, value)) =
            self.root.get("localisation").and_then(|section| section.entry("availableLanguages"))
        else {
            return;
        };
        let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        let listed: BTreeSet<String> =
            value.items().into_iter().filter_map(Node::text).map(primary).collect();
        // One folder alone is often that of the documentation.
        if found.len() < 2 || listed.is_empty() {
            return;
        }
        let lacking: Vec<&str> =
            found.iter().filter(|tag| !listed.contains(*tag)).map(String::as_str).collect();
        if lacking.is_empty() {
            return;
        }
        let list = lacking.join(", ");
        let message = text!(
            "des fichiers de traduction existent pour {list}, que la liste ne donne pas",
            "there are translation files for {list}, which the list does not give"
        );
        let fix = Fix::advice(text!(
            "ajouter {list} si la traduction est complète",
            "add {list} if the translation is complete"
        ));
        let path = Path::top().key("localisation").key("availableLanguages");
        let declared = Declared { text: "", key: Some(key), value, path };
        self.report(&declared, Code::LanguageMismatch, Severity::Advice, message, Some(fix));
    }
}

/// The language of a translation file, by its path: `locales/fr/…`,
/// `i18n/fr.json`, `messages.fr.xlf`, `fr.po`.
pub(crate) fn language_of(path: &str) -> Option<String> {
    let lower = path.to_lowercase();
    let parts: Vec<&str> = lower.split('/').collect();
    let (name, folders) = parts.split_last()?;
    let (stem, extension) = name.rsplit_once('.')?;
    let translated = matches!(
        extension,
        "json"
            | "po"
            | "yml"
            | "yaml"
            | "xlf"
            | "xliff"
            | "properties"
            | "ts"
            | "js"
            | "php"
            | "ftl"
            | "toml"
            | "arb"
            | "tsx"
    );
    let home = |folder: &&str| {
        matches!(
            *folder,
            "locales"
                | "locale"
                | "i18n"
                | "lang"
                | "langs"
                | "languages"
                | "translations"
                | "l10n"
        )
    };
    let at = folders.iter().position(home).filter(|_| translated)?;
    let next = folders.get(at + 1).copied();
    let tag = next.unwrap_or_else(|| {
        stem.rsplit(['.', '_']).next().filter(|end| end.len() == 2).unwrap_or(stem)
    });
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    (primary.len() == 2 && language::is_tag(primary)).then(|| primary.to_string())
}

#[cfg(test)]
mod tests {
    use super::language_of;

    #[test]
    fn a_path_tells_the_language_of_a_translation() {
        assert_eq!(language_of("src/locales/fr/common.json").as_deref(), Some("fr"));
        assert_eq!(language_of("i18n/en-GB.yml").as_deref(), Some("en"));
        assert_eq!(language_of("locale/pt_BR/LC_MESSAGES/django.po").as_deref(), Some("pt"));
        assert_eq!(language_of("lang/messages.de.xlf").as_deref(), Some("de"));
        assert_eq!(language_of("src/lang/mod.rs"), None);
        assert_eq!(language_of("docs/fr/index.md"), None);
    }
}
