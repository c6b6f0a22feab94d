//! Settled findings kept in a file: `publiable.toml`, or a baseline of one's
//! own that holds `[[finding]]` tables alone. They are added and pruned in
//! place; comments and order stay.

use super::edit::{date, finished, parsed, tables};
use super::load::Wrong;
use super::{Config, FILE_NAME, Settled, load, source};
use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::snapshot::Snapshot;
use crate::text;
use std::collections::BTreeSet;
use std::path::Path;
use toml_edit::{ArrayOfTables, Item, Table, value};

/// The settled findings of the file at `file`, each with where it comes from.
pub(crate) fn read(file: &Path) -> Result<Vec<Settled>> {
    Ok(findings(parse(file)?, &file.display().to_string()))
}

/// The same, empty when there is no such file.
pub(crate) fn read_if_present(file: &Path) -> Result<Vec<Settled>> {
    match file.symlink_metadata() {
        Ok(_) => read(file),
        Err(_) => Ok(Vec::new()),
    }
}

/// The same of the file at `path` in `snapshot`, none when it has no such file, with the
/// entries that are wrong, which are left out.
pub(crate) fn read_in(snapshot: &Snapshot, path: &str) -> Result<(Vec<Settled>, Wrong)> {
    let text = source::snapshot_text(snapshot, path)?.unwrap_or_default();
    let config = load::parse(path, &text)?;
    let wrong = load::malformed(path, &text, &config);
    Ok((findings(config, path), wrong))
}

/// Marks `entries`, read from `file`, as those of whoever audits, unless that file is
/// one that the audited repository holds.
pub(crate) fn trust(entries: &mut [Settled], file: Option<&Path>, audited: &Snapshot) {
    let held = file.is_some_and(|file| held(file, audited).is_some());
    entries.iter_mut().for_each(|entry| entry.trusted = !held);
}

/// The path in `audited` of `file`, when that repository holds it: it tracks it, or
/// declares with it what it declares where no file is given.
pub(crate) fn held(file: &Path, audited: &Snapshot) -> Option<String> {
    let (file, root) = (file.canonicalize().ok()?, audited.root.canonicalize().ok()?);
    let path = file.strip_prefix(root).ok()?.to_str()?;
    let known = audited.file(path)?;
    (known.tracked || path == FILE_NAME).then(|| path.to_string())
}

fn parse(file: &Path) -> Result<Config> {
    let shown = file.display().to_string();
    let text = std::fs::read_to_string(file).map_err(|error| {
        Error::usage(text!(
            "{shown} n’est pas lisible ({error}).",
            "{shown} cannot be read ({error})."
        ))
        .remedy(text!(
            "Créez-le avec : publiable secrets baseline update --baseline {shown}",
            "Create it with: publiable secrets baseline update --baseline {shown}"
        ))
    })?;
    let config = load::parse(&shown, &text)?;
    load::malformed(&shown, &text, &config).first().map_or(Ok(config), Err)
}

fn findings(config: Config, origin: &str) -> Vec<Settled> {
    let named = config.finding.into_iter();
    named.map(|entry| Settled { origin: Some(origin.to_string()), ..entry }).collect()
}

/// What an update did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Updated {
    /// The new text of the file.
    pub text: String,
    /// How many findings were added.
    pub added: usize,
    /// How many were there already.
    pub kept: usize,
    /// Of the new ones, the fingerprints that an entry left there bears.
    pub known: BTreeSet<String>,
    /// How many were removed.
    pub removed: usize,
}

/// The text of a file with `new` settled findings added, their reasons in the words of
/// `lang`; an entry for the same fingerprint is left as it is. Entries that `stale` says
/// are removed.
pub(crate) fn update(
    text: &str,
    (new, lang): (&[Settled], Lang),
    stale: &dyn Fn(&Settled) -> bool,
) -> Result<Updated> {
    let mut document = parsed(text)?;
    let before = load::parse("", text)?.finding;
    let entries = tables(&mut document, "finding")?;
    // An entry that bears a role says more than one that does not.
    let signed = |entry: &Settled| {
        let mut better = new.iter().filter(|new| new.fingerprint == entry.fingerprint);
        entry.role.is_none() && better.any(|new| new.role.is_some())
    };
    let stale = |entry: &Settled| stale(entry) || signed(entry);
    let mut removed = 0;
    for (at, entry) in before.iter().enumerate().rev() {
        if stale(entry) {
            entries.remove(at);
            removed += 1;
        }
    }
    let kept: Vec<&str> = before
        .iter()
        .filter(|entry| !stale(entry))
        .map(|entry| entry.fingerprint.as_str())
        .collect();
    let (known, added): (Vec<&Settled>, Vec<&Settled>) =
        new.iter().partition(|entry| kept.contains(&entry.fingerprint.as_str()));
    added.iter().for_each(|entry| push(entries, entry, lang));
    let none = entries.is_empty();
    if none {
        document.remove("finding");
    }
    let known = known.iter().map(|entry| entry.fingerprint.clone()).collect();
    let (added, kept) = (added.len(), kept.len());
    Ok(Updated { text: finished(document), added, kept, removed, known })
}

fn push(entries: &mut ArrayOfTables, entry: &Settled, lang: Lang) {
    let mut table = Table::new();
    table.insert("rule", value(entry.rule.as_str()));
    table.insert("fingerprint", value(entry.fingerprint.as_str()));
    table.insert("reason", value(entry.reason.words().get(lang)));
    date(&mut table, "date", entry.date);
    if let Some(role) = &entry.role {
        table.insert("role", value(role.as_str()));
    }
    date(&mut table, "expires", entry.expires);
    if let Some(note) = &entry.note {
        table.insert("note", Item::Value(note.as_str().into()));
    }
    if let Some(about) = &entry.about {
        let about: String = about.chars().filter(|sign| !sign.is_control()).collect();
        table.decor_mut().set_prefix(format!("\n# {about}\n"));
    }
    entries.push(table);
}

#[cfg(test)]
mod tests {
    use super::super::SettledReason;
    use super::*;

    fn entry(fingerprint: &str, reason: SettledReason) -> Settled {
        Settled {
            rule: "secrets/tree".into(),
            fingerprint: fingerprint.into(),
            reason,
            date: Some(jiff::civil::date(2026, 2, 1)),
            role: None,
            note: None,
            expires: None,
            about: None,
            origin: None,
            trusted: false,
        }
    }

    #[test]
    fn findings_are_added_once_and_the_rest_stays() {
        let first =
            update("# mien\n", (&[entry("b3:1", SettledReason::Fictif)], Lang::Fr), &|_| false);
        let first = first.expect("updated");
        assert!(first.text.starts_with("# mien\n"), "{}", first.text);
        let commented = first.text.replace("[[finding]]", "# vu en réunion\n[[finding]]");
        let new = [entry("b3:1", SettledReason::Revoque), entry("b3:2", SettledReason::Revoque)];
        let second = update(&commented, (&new, Lang::En), &|_| false).expect("updated");
        assert_eq!((second.added, second.kept, second.removed), (1, 1, 0));
        assert!(second.text.contains("# vu en réunion\n[[finding]]"), "{}", second.text);
        assert!(second.text.contains("reason = \"revoked\""), "{}", second.text);
        let read = load::parse("p", &second.text).expect("valid").finding;
        assert_eq!(
            read,
            [entry("b3:1", SettledReason::Fictif), entry("b3:2", SettledReason::Revoque)]
        );
    }

    #[test]
    fn an_entry_says_what_it_is_about_above_it() {
        let told = |about: &str| Settled {
            about: Some(about.to_string()),
            ..entry("b3:1", SettledReason::Fictif)
        };
        let written = |about: &str| {
            let new = [told(about)];
            update("schema = 1\n", (&new, Lang::Fr), &|_| false).expect("updated").text
        };
        assert!(written("a.key:1 — clé").contains("\n\n# a.key:1 — clé\n[[finding]]\n"));
        // A comment holds one line, whatever a repository calls its files.
        let hostile = written("a\n[[waiver]]\nrule = \"x\"");
        assert_eq!(load::parse("p", &hostile).expect("valid").waiver.len(), 0);
    }

    #[test]
    fn what_matches_nothing_is_pruned() {
        let new = [entry("b3:1", SettledReason::Fictif), entry("b3:2", SettledReason::Fictif)];
        let text = update("schema = 1\n", (&new, Lang::Fr), &|_| false).expect("updated").text;
        let pruned =
            update(&text, (&[], Lang::Fr), &|entry| entry.fingerprint == "b3:1").expect("updated");
        assert_eq!((pruned.added, pruned.kept, pruned.removed), (0, 1, 1));
        assert!(!pruned.text.contains("b3:1") && pruned.text.contains("b3:2"));
        let empty = update(&text, (&[], Lang::Fr), &|_| true).expect("updated");
        assert_eq!(empty.text.trim(), "schema = 1");
    }
}
