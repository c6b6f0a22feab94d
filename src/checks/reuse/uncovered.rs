//! The files without licensing information, and what to write in each.

use super::Reuse;
use super::advice::Advice;
use crate::finding::{Finding, Location};
use crate::lang::Text;
use crate::licence::comment::syntax_of;
use crate::licence::reuse::{Coverage, FileCoverage, patterns};
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

// REUSE-IgnoreStart

/// Folders and files that a suggested table names before it names everything, where
/// nothing is to be left out; and files of others that are named beside it.
const MAX_PATHS: usize = 8;

/// What a file lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Lack {
    copyright: bool,
    licence: bool,
}

impl Lack {
    const ALL: [Lack; 3] = [
        Lack { copyright: true, licence: true },
        Lack { copyright: false, licence: true },
        Lack { copyright: true, licence: false },
    ];

    fn of(file: &FileCoverage) -> Lack {
        Lack { copyright: file.copyrights.is_empty(), licence: file.licences.is_empty() }
    }

    fn label(self) -> Text {
        match (self.copyright, self.licence) {
            (true, true) => text!(
                "ni licence ni mention de droit d’auteur",
                "neither a licence nor a copyright notice"
            ),
            (false, _) => text!("pas de licence", "no licence"),
            (true, false) => text!("pas de mention de droit d’auteur", "no copyright notice"),
        }
    }

    fn subject(self) -> &'static str {
        match (self.copyright, self.licence) {
            (true, true) => "uncovered",
            (false, _) => "without-licence",
            (true, false) => "without-copyright",
        }
    }
}

/// One finding a file, or one for all those that lack the same when they are many.
pub(super) fn findings(check: &Reuse, coverage: &Coverage, advice: &Advice) -> Vec<Finding> {
    let uncovered: Vec<&FileCoverage> = coverage.incomplete().collect();
    if uncovered.len() <= check.apart {
        return uncovered.iter().map(|file| one(file, advice)).collect();
    }
    let groups = Lack::ALL.iter().flat_map(|lack| {
        let files: Vec<&FileCoverage> =
            uncovered.iter().copied().filter(|file| Lack::of(file) == *lack).collect();
        match files.len() {
            0..=2 => files.iter().map(|file| one(file, advice)).collect(),
            _ => vec![several(check, coverage, &files, *lack, advice)],
        }
    });
    groups.collect()
}

fn one(file: &FileCoverage, advice: &Advice) -> Finding {
    let lack = Lack::of(file);
    let subject = format!("{}#{}", file.path, lack.subject());
    let fix = match advice.other_holder(file).filter(|_| lack.licence) {
        Some(name) => text!(
            "« © {name} » y est écrit : demander à {name} sous quelle licence est ce fichier",
            "“© {name}” is stated: ask {name} for its licence"
        ),
        None if lack.licence && advice.is_vendored(file) => asked(&[(&file.path, None)]),
        None => header(file, lack, advice),
    };
    Finding::new(subject, lack.label()).at(Location::file(&file.path)).fix(fix)
}

/// The lines to add to a file, as its language writes them; or the companion
/// file to add beside it.
fn header(file: &FileCoverage, lack: Lack, advice: &Advice) -> Text {
    let tags = advice.tags(lack.copyright, lack.licence);
    let wording = |pick: fn(&Text) -> &String| -> String {
        let said: Vec<String> = tags.iter().map(|tag| pick(tag).clone()).collect();
        let lines = match syntax_of(&file.path) {
            Some(syntax) => syntax.lines(&said),
            None => said,
        };
        lines.join("\n")
    };
    let (fr, en) = (wording(|tag| &tag.fr), wording(|tag| &tag.en));
    match syntax_of(&file.path) {
        Some(_) => {
            text!("En tête du fichier, ajouter :\n{fr}", "At the top of the file, add:\n{en}")
        }
        None => {
            let companion = format!("{}.license", file.path);
            text!("Créer {companion} :\n{fr}", "Create {companion}:\n{en}")
        }
    }
}

fn several(
    check: &Reuse,
    coverage: &Coverage,
    files: &[&FileCoverage],
    lack: Lack,
    advice: &Advice,
) -> Finding {
    let (count, total, label) = (files.len(), coverage.files.len(), lack.label());
    let message = label.after(
        &format!("fichiers sans information complète : {count} sur {total} ; chacun n’a "),
        &format!("files without complete information: {count} out of {total}; each has "),
    );
    let shown = check.places;
    let cut = match count > shown {
        true => text!(" ; les {shown} premiers sont nommés", "; the first {shown} are named"),
        false => Text::same(""),
    };
    let message = text!("{message}{cut}", "{message}{cut}"; message, cut);
    let mut places = files.iter().map(|file| Location::file(&file.path)).take(check.places);
    let first = places.next().unwrap_or_default();
    let theirs = theirs(coverage, advice);
    let (others, ours): (Vec<&str>, Vec<&str>) =
        files.iter().map(|file| file.path.as_str()).partition(|path| theirs.contains_key(path));
    // Each file is told with those that lack the same, and never twice.
    let others = others.into_iter().map(|path| (path, theirs.get(path).and_then(Option::as_deref)));
    let others: Vec<Other<'_>> = others.collect();
    let ours: BTreeSet<&str> = ours.into_iter().collect();
    let fix = match (ours.is_empty(), others.is_empty()) {
        (true, _) => asked(&others),
        (false, true) => told(coverage, &ours, &theirs, lack, advice),
        (false, false) => {
            let (told, asked) = (told(coverage, &ours, &theirs, lack, advice), asked(&others));
            text!("{told}\n{asked}", "{told}\n{asked}"; told, asked)
        }
    };
    Finding::new(lack.subject(), message).at(first).also(places).fix(fix)
}

/// The files without a licence that others seem to have written, and who is known to.
type Theirs<'c> = BTreeMap<&'c str, Option<String>>;

/// One of them.
type Other<'c> = (&'c str, Option<&'c str>);

fn theirs<'c>(coverage: &'c Coverage, advice: &Advice) -> Theirs<'c> {
    let without = coverage.incomplete().filter(|file| Lack::of(file).licence);
    let theirs = without.filter_map(|file| {
        let holder = advice.other_holder(file);
        (holder.is_some() || advice.is_vendored(file)).then_some((file.path.as_str(), holder))
    });
    theirs.collect()
}

/// The table that tells of `ours`, and not of `theirs`.
fn told(
    coverage: &Coverage,
    ours: &BTreeSet<&str>,
    theirs: &Theirs<'_>,
    lack: Lack,
    advice: &Advice,
) -> Text {
    let paths = paths(coverage, ours, &theirs.keys().copied().collect());
    let (tags_fr, tags_en) = table(lack, advice);
    text!(
        "Mieux vaut un en-tête dans chaque fichier source ; à défaut, dans REUSE.toml (version = 1), ajouter avant toute autre table :\n[[annotations]]\npath = {paths}\n{tags_fr}",
        "A header in each source file is best; failing that, in REUSE.toml (version = 1), add before any other table:\n[[annotations]]\npath = {paths}\n{tags_en}"
    )
}

/// What is to be asked of the others whose files these are.
fn asked(theirs: &[Other<'_>]) -> Text {
    let count = theirs.len();
    let named = theirs.iter().take(MAX_PATHS).map(|(path, holder)| match holder {
        Some(name) => format!("{path} (© {name})"),
        None => path.to_string(),
    });
    let mut named = named.collect::<Vec<_>>().join(", ");
    if count > MAX_PATHS {
        named.push_str(", …");
    }
    text!(
        count;
        "{count} fichier semble d’un autre auteur : {named}. Chercher ou demander sa licence, puis l’écrire dans une table à la fin de REUSE.toml, où la dernière l’emporte."
            | "{count} fichiers semblent d’autres auteurs : {named}. Chercher ou demander leurs licences, puis les écrire dans des tables à la fin de REUSE.toml, où la dernière l’emporte.",
        "{count} file seems to be someone else’s: {named}. Look or ask for its licence, then write it in a table at the end of REUSE.toml, where the last one wins."
            | "{count} files seem to be someone else’s: {named}. Look or ask for their licences, then write them in tables at the end of REUSE.toml, where the last one wins."
    )
}

fn table(lack: Lack, advice: &Advice) -> (String, String) {
    let assign = |tag: &Text, pick: fn(&Text) -> &String| {
        let (key, value) = pick(tag).split_once(": ").unwrap_or_default();
        format!("{key} = {}", toml::Value::String(value.to_string()))
    };
    let tags = advice.tags(lack.copyright, lack.licence);
    let join = |pick: fn(&Text) -> &String| {
        tags.iter().map(|tag| assign(tag, pick)).collect::<Vec<_>>().join("\n")
    };
    (join(|tag| &tag.fr), join(|tag| &tag.en))
}

/// The paths of a table about `ours` and not about `theirs`; everything where they would be
/// many and nothing is to be left out.
fn paths(coverage: &Coverage, ours: &BTreeSet<&str>, theirs: &BTreeSet<&str>) -> String {
    let paths = patterns::covering(ours, theirs);
    let many = theirs.is_empty() && paths.len() > MAX_PATHS;
    if many || ours.len() == coverage.files.len() {
        return "\"**\"".to_string();
    }
    toml::Value::Array(paths.into_iter().map(toml::Value::String).collect()).to_string()
}

// REUSE-IgnoreEnd
