//! Changes `publiable.toml` in place: comments, order and everything that is
//! not touched stay byte for byte.

use super::{Attestation, FILE_NAME, SCHEMA, Waiver, load};
use crate::error::{Error, Result};
use crate::lang::{Lang, Text};
use crate::rule::Degree;
use crate::rule::locate;
use crate::text;
use crate::text::line::position;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

const FRENCH: &str = include_str!("../../templates/fr/publiable.toml");
const ENGLISH: &str = include_str!("../../templates/en/publiable.toml");

/// How wide a comment is.
const COMMENT: usize = 100;

/// The text of a configuration with `attestation` recorded: an earlier answer
/// to the same rule is replaced where it stands. `comment` is written above the first.
pub(crate) fn with_attestation(
    text: &str,
    attestation: &Attestation,
    comment: &str,
) -> Result<String> {
    let mut document = parsed(text)?;
    let entries = tables(&mut document, "attestation")?;
    let same = entries.iter().position(|entry| {
        entry.get("rule").and_then(Item::as_str) == Some(attestation.rule.as_str())
    });
    match same.and_then(|at| entries.get_mut(at)) {
        Some(entry) => fill(entry, attestation),
        None => {
            let mut entry = Table::new();
            fill(&mut entry, attestation);
            if entries.is_empty() && !comment.is_empty() {
                let lines = textwrap::wrap(comment, COMMENT);
                let lines = lines.iter().map(|line| format!("# {line}\n"));
                entry.decor_mut().set_prefix(format!("\n{}", lines.collect::<String>()));
            }
            entries.push(entry);
        }
    }
    Ok(finished(document))
}

/// The same without any answer to `rule`.
pub(crate) fn without_attestation(text: &str, rule: &str) -> Result<String> {
    let mut document = parsed(text)?;
    let entries = tables(&mut document, "attestation")?;
    entries.retain(|entry| entry.get("rule").and_then(Item::as_str) != Some(rule));
    if entries.is_empty() {
        document.remove("attestation");
    }
    Ok(finished(document))
}

/// The text of a configuration with `waiver` recorded: an earlier one of the same rule
/// and files is replaced where it stands.
pub(crate) fn with_waiver(text: &str, waiver: &Waiver) -> Result<String> {
    let mut document = parsed(text)?;
    let entries = tables(&mut document, "waiver")?;
    let is = |entry: &Table, key: &str, wanted: Option<&str>| {
        entry.get(key).and_then(Item::as_str) == wanted
    };
    let same = entries.iter().position(|entry| {
        is(entry, "rule", Some(&waiver.rule)) && is(entry, "path", waiver.path.as_deref())
    });
    let at = same.unwrap_or(entries.len());
    if same.is_none() {
        entries.push(Table::new());
    }
    if let Some(entry) = entries.get_mut(at) {
        put(entry, "rule", &waiver.rule);
        put_or_remove(entry, "path", waiver.path.as_deref());
        put(entry, "reason", &waiver.reason);
        put_or_remove(entry, "note", waiver.note.as_deref());
        date(entry, "expires", waiver.expires);
    }
    Ok(finished(document))
}

/// The text of a first configuration, in `lang`; what is not known stays a
/// comment.
pub(crate) fn initial(lang: Lang, degree: Option<Degree>, address: Option<&str>) -> String {
    let degree = match degree {
        Some(degree) => format!("degree = \"{degree}\""),
        None => "# degree = \"B\"".to_string(),
    };
    let address = address.unwrap_or("https://forge.example.org/organisme/projet");
    lang.pick(FRENCH, ENGLISH)
        .replace("{degree}", &degree)
        .replace("{publish-url}", &format!("# publish-url = \"{address}\""))
}

/// The openness degree that the configuration `text` announces.
pub(crate) fn degree(text: &str) -> Option<Degree> {
    load::parse(FILE_NAME, text).ok()?.project.degree
}

/// The text of a configuration where `key` of the table at `path` holds `text`.
pub(crate) fn with_text(before: &str, path: &[&str], key: &str, text: &str) -> Result<String> {
    let mut document = parsed(before)?;
    let mut table = document.as_table_mut();
    for (at, name) in path.iter().enumerate() {
        let item = table.entry(name).or_insert_with(|| {
            let mut new = Table::new();
            // Only the last has something of its own to show.
            new.set_implicit(at + 1 < path.len());
            Item::Table(new)
        });
        table = item.as_table_mut().ok_or_else(|| {
            Error::usage(text!(
                "{FILE_NAME} : « {name} » doit s’écrire comme une table [{name}].",
                "{FILE_NAME}: “{name}” must be written as a table [{name}]."
            ))
            .remedy(text!("Voyez : publiable config schema", "See: publiable config schema"))
        })?;
    }
    put(table, key, text);
    Ok(finished(document))
}

/// The text of `document` once edited: new tables stand at its end, after the comments
/// that end it, which are about what stands above them. One more of a kind follows the others.
pub(super) fn finished(mut document: DocumentMut) -> String {
    let mut last = 0;
    each_table(document.as_table_mut(), &mut |table, _| {
        last = last.max(table.position().unwrap_or_default());
    });
    let trailing = document.trailing().as_str().unwrap_or_default().to_string();
    let mut above = Some(trailing).filter(|text| !text.trim().is_empty());
    let (mut next, moves) = (last + 1, above.is_some());
    each_table(document.as_table_mut(), &mut |table, before| {
        if table.position().is_some() || before.is_some_and(|before| before < last) {
            return;
        }
        table.set_position(Some(next));
        next += 1;
        if let Some(mut text) = above.take() {
            if !text.ends_with('\n') {
                text.push('\n');
            }
            let own = table.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or("\n");
            let prefix = format!("{text}{own}");
            table.decor_mut().set_prefix(prefix);
        }
    });
    if moves && above.is_none() {
        document.set_trailing("");
    }
    document.to_string()
}

/// Calls `visit` with every table written under `table`, and the position of the one
/// before it in its list.
fn each_table(table: &mut Table, visit: &mut dyn FnMut(&mut Table, Option<isize>)) {
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => {
                if !inner.is_implicit() && !inner.is_dotted() {
                    visit(inner, None);
                }
                each_table(inner, visit);
            }
            Item::ArrayOfTables(entries) => {
                let mut before = None;
                for entry in entries.iter_mut() {
                    visit(entry, before);
                    before = entry.position().or(before);
                    each_table(entry, visit);
                }
            }
            _ => {}
        }
    }
}

/// Sets `key`, keeping the comments around a value that was there.
fn put(table: &mut Table, key: &str, text: &str) {
    let old = table.get(key).and_then(Item::as_value).map(|value| value.decor().clone());
    let mut new = toml_edit::Value::from(text);
    if let Some(decor) = old {
        *new.decor_mut() = decor;
    }
    table.insert(key, Item::Value(new));
}

fn put_or_remove(table: &mut Table, key: &str, text: Option<&str>) {
    match text {
        Some(text) => put(table, key, text),
        None => drop(table.remove(key)),
    }
}

/// Reads `text` to be edited; one without any key is given its version, after
/// the comments it holds.
pub(super) fn parsed(text: &str) -> Result<DocumentMut> {
    let document = read(text)?;
    if !document.is_empty() {
        return Ok(document);
    }
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    read(&format!("{text}{end}schema = {SCHEMA}\n"))
}

fn read(text: &str) -> Result<DocumentMut> {
    text.parse().map_err(|error: toml_edit::TomlError| {
        let (at, message) = (error.span().unwrap_or(0..0).start, error.message().trim());
        let (line, column) = position(text, at);
        let french = locate::french(message);
        Error::usage(text!(
            "{FILE_NAME}:{line}:{column} : TOML refusé : {french}.",
            "{FILE_NAME}:{line}:{column}: TOML refused: {message}."
        ))
        .remedy(text!(
            "Corrigez-le d’abord : publiable config check",
            "Correct it first: publiable config check"
        ))
    })
}

/// The `[[name]]` tables of `document`, none when there was none.
pub(super) fn tables<'d>(
    document: &'d mut DocumentMut,
    name: &str,
) -> Result<&'d mut ArrayOfTables> {
    let entries = document
        .entry(name)
        .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()))
        .as_array_of_tables_mut();
    entries.ok_or_else(|| {
        Error::usage(text!(
            "{FILE_NAME} : « {name} » doit s’écrire en tables [[{name}]].",
            "{FILE_NAME}: “{name}” must be written as [[{name}]] tables."
        ))
        .remedy(text!("Voyez : publiable config schema", "See: publiable config schema"))
    })
}

fn fill(entry: &mut Table, attestation: &Attestation) {
    let mut set = |key: &str, text: Option<&str>| put_or_remove(entry, key, text);
    set("rule", Some(&attestation.rule));
    set("question", attestation.question.as_deref());
    set("answer", Some(attestation.answer.code()));
    set("reason", attestation.reason.as_deref());
    set("role", Some(&attestation.role));
    set("organisation", attestation.organisation.as_deref());
    set("commit", attestation.commit.as_deref());
    set("note", attestation.note.as_deref());
    date(entry, "date", Some(attestation.date));
    date(entry, "valid-until", attestation.valid_until);
}

/// Sets `key` to `date`, or removes it.
pub(super) fn date(entry: &mut Table, key: &str, date: Option<jiff::civil::Date>) {
    match date.and_then(|date| date.to_string().parse::<toml_edit::Datetime>().ok()) {
        Some(date) => drop(entry.insert(key, value(date))),
        None => drop(entry.remove(key)),
    }
}

/// Changes the text of the file at `path`, empty when there is none, to what
/// `edit` makes of it. Two programs that change one file wait for each other.
pub(crate) fn update<T>(path: &Path, edit: impl FnOnce(&str) -> Result<(String, T)>) -> Result<T> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let _alone = alone(folder.unwrap_or(Path::new(".")));
    let before = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => {
            let shown = path.display();
            return Err(Error::usage(text!(
                "{shown} n’est pas lisible ({error}).",
                "{shown} cannot be read ({error})."
            )));
        }
    };
    let (after, done) = edit(&before)?;
    if after != before {
        write(path, after.as_bytes())?;
    }
    Ok(done)
}

/// Waits until no other program changes the files of `folder` through
/// [`update`], and keeps the others waiting while it lives. Where a folder cannot
/// be locked, nothing is.
#[cfg(unix)]
fn alone(folder: &Path) -> Option<File> {
    let folder = File::open(folder).ok()?;
    rustix::fs::flock(&folder, rustix::fs::FlockOperation::LockExclusive).ok()?;
    Some(folder)
}

#[cfg(not(unix))]
fn alone(_: &Path) -> Option<File> {
    None
}

/// Writes `bytes` to `path`. A file is replaced at once: a reader never sees half
/// of it, and it keeps its permissions. A pipe or a device is written to.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(link) = linked(path) {
        let (shown, link) = (path.display(), link.display());
        return Err(Error::usage(text!(
            "{shown} n’a pas été écrit : {link} est un lien que le dépôt contient, et mène ailleurs.",
            "{shown} was not written: {link} is a link that the repository holds, and leads elsewhere."
        ))
        .remedy(text!("Donnez un vrai dossier.", "Give a real folder.")));
    }
    let written = match stream(path) {
        true => OpenOptions::new().write(true).open(path).and_then(|mut out| out.write_all(bytes)),
        false => replace(path, bytes),
    };
    written.map_err(|error| {
        let shown = path.display();
        // The name of the temporary file that the error quotes says nothing.
        let why = match error.kind() {
            ErrorKind::NotFound => text!("son dossier n’existe pas", "its folder does not exist"),
            ErrorKind::PermissionDenied => text!("accès refusé", "permission denied"),
            _ => text!("{error}", "{error}"),
        };
        Error::usage(Text::new(
            format!("{shown} n’a pas pu être écrit : {}.", why.fr),
            format!("{shown} could not be written: {}.", why.en),
        ))
        .remedy(text!(
            "Vérifiez que le dossier existe et que vous pouvez y écrire.",
            "Check that the folder exists and that you may write in it."
        ))
    })
}

/// The folder on the way to `path` that is a link which a repository holds: what it
/// leads to was chosen by whoever made it, not by the person who writes.
pub(crate) fn linked(path: &Path) -> Option<PathBuf> {
    let whole = std::path::absolute(path).ok()?;
    let held = |link: &Path| link.ancestors().skip(1).any(|above| above.join(".git").exists());
    let mut folders = whole.ancestors().skip(1);
    folders.find(|folder| folder.is_symlink() && held(folder)).map(Path::to_path_buf)
}

/// True for what is written to rather than replaced: a pipe, a socket, a
/// terminal or the null device, and a link that a shell or the system makes to
/// one. Any other link is replaced itself: what it leads to is not ours.
fn stream(path: &Path) -> bool {
    let Ok(metadata) = path.symlink_metadata() else { return false };
    if !metadata.is_symlink() {
        return !metadata.is_file() && !metadata.is_dir();
    }
    let target = std::fs::read_link(path).unwrap_or_default();
    ["/dev/", "/proc/self/fd/"].iter().any(|place| target.starts_with(place))
}

fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut temporary = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    temporary.write_all(bytes)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path).map_or(0o644, |metadata| metadata.permissions().mode());
        temporary.as_file().set_permissions(std::fs::Permissions::from_mode(mode))?;
    }
    temporary.persist(path).map(drop).map_err(|error| error.error)
}

#[cfg(test)]
mod tests {
    use super::super::Reply;
    use super::*;

    fn answer(reply: Reply) -> Attestation {
        Attestation {
            rule: "attest/ip-owned".into(),
            question: Some("2026-1".into()),
            answer: reply,
            role: "Bureau des produits".into(),
            organisation: None,
            date: jiff::civil::date(2026, 11, 20),
            commit: Some("0123456789".into()),
            valid_until: Some(jiff::civil::date(2027, 11, 20)),
            reason: None,
            note: None,
        }
    }

    #[test]
    fn an_answer_is_added_and_the_rest_is_untouched() {
        let before = "# en-tête\nschema = 1 # version\n\n[project]\ndegree = \"B\"\n";
        let after = with_attestation(before, &answer(Reply::Oui), "").expect("edited");
        assert!(after.starts_with(before), "{after}");
        let config = load::parse("p", &after).expect("valid");
        assert_eq!(config.attestation, vec![answer(Reply::Oui)]);
    }

    #[test]
    fn what_is_added_leaves_every_comment_where_it_speaks() {
        for lang in [Lang::Fr, Lang::En] {
            let before = initial(lang, Some(Degree::A), None);
            let waiver = Waiver {
                rule: "history/binaries".into(),
                path: None,
                reason: "livré".into(),
                note: None,
                expires: None,
            };
            let mut after = with_attestation(&before, &answer(Reply::Oui), "dit").expect("edited");
            after = with_waiver(&after, &waiver).expect("edited");
            after = with_text(&after, &["scaffold", "answers"], "name", "Calcul").expect("edited");
            let second = Attestation { rule: "attest/approval".into(), ..answer(Reply::Non) };
            after = with_attestation(&after, &second, "dit").expect("edited");
            assert!(after.starts_with(&before), "{after}");
            assert!(!after.contains("[scaffold]"), "{after}");
            // The comments of the file become keys where they stand.
            let said = after.replace("# publish-url", "publish-url");
            let said = said.replace("# [project.degree", "[project.degree");
            let said = ["module-for", "generic", "to-be-taken", "technical"]
                .iter()
                .fold(said, |text, key| text.replace(&format!("# {key}"), key));
            let config = load::parse("p", &said).expect("valid");
            assert!(config.project.publish_url.is_some(), "{said}");
            assert_eq!((config.attestation.len(), config.waiver.len()), (2, 1));
            assert!(after.find("attest/approval") < after.find("[[waiver]]"), "{after}");
        }
        let bare = with_text("schema = 1\n\n# fin", &["project"], "degree", "B").expect("edited");
        assert_eq!(bare, "schema = 1\n\n# fin\n\n[project]\ndegree = \"B\"\n");
    }

    #[test]
    fn an_answer_is_taken_back_alone() {
        let first = with_attestation("schema = 1\n", &answer(Reply::Oui), "dit").expect("edited");
        let second = Attestation { rule: "attest/approval".into(), ..answer(Reply::Non) };
        let both = with_attestation(&first, &second, "dit").expect("edited");
        let left = without_attestation(&both, "attest/approval").expect("edited");
        assert_eq!(left, first);
        let none = without_attestation(&first, &answer(Reply::Oui).rule).expect("edited");
        assert_eq!(none.trim(), "schema = 1");
    }

    #[test]
    fn a_waiver_is_recorded_once_and_comments_stay() {
        let waiver = |path: Option<&str>, reason: &str| Waiver {
            rule: "history/binaries".into(),
            path: path.map(str::to_string),
            reason: reason.into(),
            note: None,
            expires: Some(jiff::civil::date(2026, 12, 31)),
        };
        let first = with_waiver("# en-tête\nschema = 1\n", &waiver(None, "livré")).expect("edited");
        let commented = first.replace("[[waiver]]", "# vu\n[[waiver]]");
        let second = with_waiver(&commented, &waiver(None, "éditeur")).expect("edited");
        assert!(
            second.starts_with("# en-tête\n") && second.contains("# vu\n[[waiver]]"),
            "{second}"
        );
        let third = with_waiver(&second, &waiver(Some("lib"), "éditeur")).expect("edited");
        let read = load::parse("p", &third).expect("valid").waiver;
        assert_eq!(read, [waiver(None, "éditeur"), waiver(Some("lib"), "éditeur")]);
    }

    #[test]
    fn a_new_answer_replaces_the_old_one_where_it_stands() {
        let first = with_attestation("", &answer(Reply::Oui), "").expect("edited");
        let commented = first.replace("[[attestation]]", "# droits\n[[attestation]]");
        let second =
            with_attestation(&commented, &answer(Reply::Non), "une déclaration").expect("edited");
        assert!(second.contains("# droits\n[[attestation]]"), "{second}");
        let config = load::parse("p", &second).expect("valid");
        assert_eq!(config.attestation, vec![answer(Reply::Non)]);
        assert_eq!(config.schema, Some(1));
    }
}
