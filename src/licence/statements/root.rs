//! The licence of a project as a whole.
//!
//! Licence files come first, then `LICENSES/`, the README, manifests and the
//! heads of source files. Nothing is answered where they leave a doubt: a
//! changed text, two places that contradict each other.

use super::combine::combined;
use super::file::is_central;
use super::header::is_source;
use super::why::Why;
use super::{Declaration, Identify, Said, Source, Tree, file_name, gather, is_for_content};
use crate::licence::expression::{Agreement, Expression, ids};
use crate::licence::names::family_of;
use crate::licence::notice::Scope;
use crate::text::source::is_program;

/// Sources among which one with a header makes the headers those of the project.
const SPREAD: usize = 4;

/// The licence of a project.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The licence of the project, of its code when documentation and data have
    /// another.
    pub licence: Option<Expression>,
    /// The licence of its documentation, data or pictures, when it is another.
    pub content: Option<Expression>,
    /// What the answer rests on, or why there is none.
    pub why: Why,
}

/// The licence of `tree` as a whole, with everything that states one.
pub(crate) fn answer(tree: &dyn Tree, identify: Identify<'_>) -> (Answer, Vec<Declaration>) {
    let found = gather(tree, identify);
    (decide(&found, tree), found)
}

/// The licence that `found`, sorted as [`gather`] sorts, amount to in the project `tree`.
fn decide(found: &[Declaration], tree: &dyn Tree) -> Answer {
    let mut answer = by_files(found, tree)
        .or_else(|| by_folder(found))
        .unwrap_or_else(|| by_statements(found, tree));
    answer.licence = answer.licence.map(|licence| closed(&licence, found));
    let content = answer.content.take().or_else(|| content_stated(found));
    answer.content = content.filter(|content| {
        answer
            .licence
            .as_ref()
            .is_some_and(|licence| licence.agreement(content) == Agreement::Different)
    });
    answer
}

fn none(why: Why) -> Answer {
    Answer { licence: None, content: None, why }
}

/// The licence files at the root, or, when it has none, in the next folder
/// where a project puts its own.
fn by_files(found: &[Declaration], tree: &dyn Tree) -> Option<Answer> {
    let central: Vec<&Declaration> = found
        .iter()
        .filter(|one| one.source == Source::File && is_central(&one.path))
        .filter(|one| !matches!(one.said, Said::Nothing | Said::File(_)))
        .collect();
    let folder =
        |one: &Declaration| one.path.rsplit_once('/').map_or(0, |(folder, _)| folder.len() + 1);
    let first = central.iter().map(|one| folder(one)).min()?;
    let files: Vec<&Declaration> = central.into_iter().filter(|one| folder(one) == first).collect();
    let main: Vec<&Declaration> = files.iter().copied().filter(|one| one.scope.is_main()).collect();
    let known: Vec<&Declaration> =
        main.iter().copied().filter(|one| one.expression().is_some()).collect();
    if given_by_folder(&main, found) || versioned_elsewhere(&main, found) {
        return None;
    }
    let known = match doubt(&main) {
        Some(why) => {
            let confirmed = confirmed(&main, &known, found);
            if confirmed.is_empty() {
                return Some(none(why));
            }
            confirmed
        }
        None => known,
    };
    let known = [is_named_for_all as fn(&str) -> bool, is_plainly_named].into_iter().fold(
        known,
        |known, named| match known.iter().any(|one| named(&one.path)) {
            true => known.into_iter().filter(|one| named(&one.path)).collect(),
            false => known,
        },
    );
    let expressions: Vec<Expression> =
        known.iter().filter_map(|one| one.expression().cloned()).collect();
    let (content, code): (Vec<Expression>, Vec<Expression>) =
        expressions.into_iter().partition(is_for_content);
    let mut apart: Vec<Expression> = files
        .iter()
        .filter(|one| !one.scope.is_main())
        .filter_map(|one| one.expression().cloned())
        .collect();
    let licence = match code.is_empty() {
        true => match code_stated(found, tree, &content) {
            Ok(Some(stated)) => {
                apart.extend(content);
                Some(stated)
            }
            Ok(None) => combined(content, found),
            Err(why) => return Some(none(why)),
        },
        false => {
            apart.extend(content);
            combined(code, found)
        }
    };
    let licence = with_content(licence?, found);
    if exclude_one_another(&licence) {
        return Some(none(Why::Conflicting));
    }
    Some(Answer {
        licence: Some(licence),
        content: Expression::all(apart),
        why: Why::Stated(Source::File),
    })
}

/// Whether the licence files only name, without its version, the licence whose one text
/// stands in `LICENSES/`.
fn given_by_folder(main: &[&Declaration], found: &[Declaration]) -> bool {
    let texts = found.iter().filter(|one| one.source == Source::Folder);
    let mut texts = texts.filter_map(Declaration::expression).filter(|one| !is_for_content(one));
    let Some(Expression::Term(text)) = texts.next() else { return false };
    let alone = texts.all(|other| matches!(other, Expression::Term(term) if term.id == text.id));
    alone && name_only(main, &text.id)
}

/// Whether the licence files only name, without its version, a licence of which the README,
/// a manifest or `publiccode.yml` tells the version.
fn versioned_elsewhere(main: &[&Declaration], found: &[Declaration]) -> bool {
    let sources = [Source::Readme, Source::Manifest, Source::Publiccode];
    let mut stated = sources.into_iter().filter_map(|source| self::stated(found, source));
    matches!(stated.next(), Some(Expression::Term(term)) if name_only(main, ids::base(&term.id)))
}

/// Whether the licence files name nothing but the family of the licence `id`.
fn name_only(main: &[&Declaration], id: &str) -> bool {
    let named = |one: &&Declaration| match &one.said {
        // What a family without its version gives.
        Said::Unknown(candidates) => {
            candidates.iter().any(|one| one.id == id)
                && candidates.iter().all(|one| family_of(&one.id) == family_of(id))
        }
        // What the years of a notice tell stands on no line.
        Said::Licence(Expression::Term(term)) => {
            one.line.is_none() && family_of(&term.id) == family_of(id)
        }
        _ => false,
    };
    !main.is_empty() && main.iter().all(named)
}

/// What leaves a doubt among licence files: a changed text, or one that is not known.
fn doubt(main: &[&Declaration]) -> Option<Why> {
    let unknown =
        |one: &&&Declaration| matches!(one.said, Said::Unknown(_)) && !is_aside(&one.path);
    let narrowed = |one: &&Declaration| matches!(one.said, Said::Narrowed(_));
    match () {
        () if main.iter().any(|one| matches!(one.said, Said::Modified { .. })) => {
            Some(Why::Modified)
        }
        () if main.iter().any(|one| narrowed(one) && !is_aside(&one.path)) => Some(Why::Narrowed),
        () if main.iter().any(|one| unknown(&one)) => Some(Why::Unknown),
        () => None,
    }
}

/// Those of the `known` licence files that the README, a manifest or nearly all the
/// headers confirm, and that no other file of `main` changes: a text of others beside
/// them leaves no doubt.
fn confirmed<'d>(
    main: &[&Declaration],
    known: &[&'d Declaration],
    found: &[Declaration],
) -> Vec<&'d Declaration> {
    let alike = |a: &Expression, b: &Expression| {
        matches!(a.agreement(b), Agreement::Same | Agreement::Open)
    };
    let changed = |expression: &Expression| {
        main.iter().any(|one| match &one.said {
            Said::Modified { nearest, .. } => nearest.agreement(expression) != Agreement::Different,
            _ => false,
        })
    };
    let sources = [Source::Readme, Source::Manifest, Source::Publiccode];
    let mut stated: Vec<Expression> =
        sources.into_iter().filter_map(|source| self::stated(found, source)).collect();
    stated.extend(prevailing(found));
    let kept = known.iter().copied().filter(|one| {
        one.expression().is_some_and(|expression| {
            stated.iter().any(|said| alike(said, expression)) && !changed(expression)
        })
    });
    kept.collect()
}

/// The licence of the code, when the licence files hold only those of `content` and
/// the README, a manifest, `publiccode.yml` or the headers give another for the code.
fn code_stated(
    found: &[Declaration],
    tree: &dyn Tree,
    content: &[Expression],
) -> Result<Option<Expression>, Why> {
    let program = |one: &Expression| one.terms().iter().any(|term| term.id == "CC0-1.0");
    if content.iter().any(program) {
        return Ok(None);
    }
    let main = found.iter().filter(|one| one.source == Source::Readme && one.is_main());
    let whole = main.filter(|one| one.scope == Scope::Whole).filter_map(Declaration::expression);
    if whole.clone().any(is_for_content) {
        return Ok(None);
    }
    let sources = [Source::Readme, Source::Manifest, Source::Publiccode];
    let main = |source| {
        let places = found.iter().filter(move |one| one.source == source && one.is_main());
        let parts = places.filter_map(|one| one.expression().cloned());
        crate::licence::notice::together(parts.filter(|one| !is_for_content(one)).collect())
    };
    // Where no program stands, what the README says of programs is said of others.
    let sources =
        sources.into_iter().filter(|one| *one != Source::Readme || !holds_documents(tree));
    let mut stated: Vec<Expression> = sources.filter_map(main).collect();
    stated.extend(prevailing(found).filter(|one| !is_for_content(one)));
    let Some(first) = stated.first() else { return Ok(None) };
    match stated.iter().any(|other| first.agreement(other) == Agreement::Different) {
        true => Err(Why::Conflicting),
        false => Ok(Some(first.clone())),
    }
}

/// Whether `tree` holds pages, pictures or data and no program.
fn holds_documents(tree: &dyn Tree) -> bool {
    let paths = tree.paths();
    let extension = |path: &str| {
        file_name(path)
            .rsplit_once('.')
            .map_or(String::new(), |(_, extension)| extension.to_string())
    };
    let document =
        |path: &&str| DOCUMENTS.contains(&extension(path).as_str()) && path.contains('/');
    // Scripts, playbooks, queries and stylesheets of data are code too; a site has settings.
    let coded = |path: &&str| {
        let extension = extension(path);
        is_program(&extension)
            || SCRIPTS.contains(&extension.as_str())
            || (path.contains('/')
                && !path.starts_with('.')
                && SETTINGS.contains(&extension.as_str()))
            || ["Dockerfile", "Makefile"].contains(&file_name(path).as_str())
    };
    !paths.iter().any(coded) && paths.iter().any(document)
}

/// Extensions of scripts, and of settings that are run; a name without one is often a script.
const SCRIPTS: [&str; 7] = ["sh", "ps1", "bat", "sql", "tf", "xsl", "xslt"];
const SETTINGS: [&str; 3] = ["yml", "yaml", ""];

/// Extensions of pages, pictures and data.
const DOCUMENTS: [&str; 16] = [
    "md", "rst", "adoc", "tex", "pdf", "odt", "docx", "odp", "pptx", "png", "jpg", "jpeg", "svg",
    "csv", "geojson", "epub",
];

/// `licence`, with the licence for content that the README joins to it for the whole
/// (`sous GPLv3 et sous Licence Ouverte 2.0`).
fn with_content(licence: Expression, found: &[Declaration]) -> Expression {
    let whole = found
        .iter()
        .filter(|one| one.source == Source::Readme && one.is_main() && one.scope == Scope::Whole);
    let joined = whole.filter_map(Declaration::expression).find_map(|stated| {
        let Expression::All(parts) = stated else { return None };
        let (content, code): (Vec<Expression>, Vec<Expression>) =
            parts.iter().cloned().partition(is_for_content);
        let same = matches!(&code[..], [one] if one.agreement(&licence) != Agreement::Different);
        (same && !content.is_empty()).then_some(content)
    });
    let parts = std::iter::once(licence.clone()).chain(joined.into_iter().flatten());
    Expression::all(parts).unwrap_or(licence)
}

/// How the words for a licence begin, in the names of its files.
const STEMS: [&str; 5] = ["licen", "lizenz", "lisens", "litsents", "copying"];

/// A file named for the licence of the project (`LICENSE`, `COPYING`…), not
/// after a licence that a part of it has (`LGPL-2.1`).
fn is_named_for_all(path: &str) -> bool {
    let name = file_name(path);
    STEMS.iter().any(|stem| name.contains(stem)) || name.starts_with("copyright")
}

/// Whether two licences that both apply each ask for itself alone: CeCILL, CeCILL-B and
/// CeCILL-C.
fn exclude_one_another(licence: &Expression) -> bool {
    let Expression::All(parts) = licence else { return false };
    let cecill = parts.iter().filter_map(|part| match part {
        Expression::Term(term) if term.id.starts_with("CECILL") => Some(family_of(&term.id)),
        _ => None,
    });
    let mut families: Vec<&str> = cecill.collect();
    families.dedup();
    families.len() > 1
}

/// A file whose name begins with the word for a licence: `LICENSE-MIT`, not
/// `APACHE-LICENSE`, which stands beside it for a component.
fn is_plainly_named(path: &str) -> bool {
    let name = file_name(path);
    let name = name.strip_prefix("un").unwrap_or(&name);
    STEMS.iter().any(|stem| name.starts_with(stem)) || name.starts_with("copyright")
}

/// A file named beside the licence for another offer or for the holders.
fn is_aside(path: &str) -> bool {
    let name = file_name(path);
    name.starts_with("copyright") || name.contains("commercial") || name.contains("cla")
}

/// The texts of `LICENSES/`, where what is stated elsewhere says which is the
/// project's.
fn by_folder(found: &[Declaration]) -> Option<Answer> {
    let texts: Vec<&Declaration> = found
        .iter()
        .filter(|one| {
            one.source == Source::Folder
                && !one.path.trim_start_matches(|c| c != '/').trim_start_matches('/').contains('/')
        })
        .collect();
    let known: Vec<Expression> = texts.iter().filter_map(|one| one.expression().cloned()).collect();
    if known.is_empty() {
        return None;
    }
    let why = Why::Stated(Source::Folder);
    let within = |stated: &Expression| {
        stated.terms().iter().all(|term| {
            let term = Expression::Term((*term).clone());
            known.iter().any(|text| !matches!(text.agreement(&term), Agreement::Different))
        })
    };
    let (content, code): (Vec<Expression>, Vec<Expression>) =
        known.iter().cloned().partition(is_for_content);
    let content = Expression::all(content);
    for source in [Source::Readme, Source::Manifest, Source::Publiccode, Source::Reuse] {
        let stated = stated(found, source).filter(within);
        if let Some(stated) = stated {
            return Some(Answer { licence: Some(fuller(stated, &known)), content, why });
        }
    }
    let licence = match code.len() {
        0 => content.clone(),
        1 => code.into_iter().next(),
        _ => prevailing(found).filter(within).or_else(|| combined(code, found)),
    };
    Some(Answer { licence, content, why })
}

/// `stated`, with what the texts tell more precisely.
fn fuller(stated: Expression, texts: &[Expression]) -> Expression {
    texts.iter().fold(stated, |stated, text| stated.resolve(text).unwrap_or(stated))
}

/// What the places of one kind state of the whole, when they agree; what they
/// state of a part when nothing is said of the whole.
fn stated(found: &[Declaration], source: Source) -> Option<Expression> {
    let of = |main: bool| {
        let places = found.iter().filter(|one| {
            one.source == source && (one.is_main() || !main && source == Source::Readme)
        });
        let places: Vec<&Declaration> = places.collect();
        let doubtful = |one: &&Declaration| match one.said {
            Said::Unknown(_) | Said::Narrowed(_) => true,
            Said::Vague(family) => !told_elsewhere(family, &places),
            _ => false,
        };
        if source == Source::Readme && places.iter().any(doubtful) {
            return None;
        }
        let parts: Vec<Expression> =
            places.iter().filter_map(|one| one.expression().cloned()).collect();
        crate::licence::notice::together(parts)
    };
    of(true).or_else(|| of(false))
}

/// Whether one of `places` tells the version of `family`, named alone in another.
fn told_elsewhere(family: Option<&str>, places: &[&Declaration]) -> bool {
    let expressions = places.iter().filter_map(|one| one.expression());
    let mut terms = expressions.flat_map(Expression::terms);
    family.is_some_and(|family| terms.any(|term| family_of(&term.id) == family))
}

/// The licence that nearly all headers state.
fn prevailing(found: &[Declaration]) -> Option<Expression> {
    let headers = || found.iter().filter(|one| one.source == Source::Header);
    let total: usize = headers().map(|one| one.count).sum();
    let most = headers().max_by_key(|one| one.count)?;
    (most.count * 10 >= total * 9).then(|| most.expression().cloned()).flatten()
}

/// Whether the headers stand in a part of `sources` that tells of the whole: a few may be
/// those of files copied from elsewhere.
fn are_spread(found: &[Declaration], sources: usize) -> bool {
    let headers = found.iter().filter(|one| one.source == Source::Header);
    headers.map(|one| one.count).sum::<usize>() * SPREAD >= sources
}

/// Without any licence text: the README, then manifests, then headers.
fn by_statements(found: &[Declaration], tree: &dyn Tree) -> Answer {
    let texts = found.iter().filter(|one| one.source == Source::Folder);
    if texts.clone().next().is_some() {
        return none(Why::Unknown);
    }
    let order =
        [Source::Readme, Source::Manifest, Source::Publiccode, Source::Metadata, Source::Reuse];
    let mut stated: Vec<(Source, Expression)> = order
        .into_iter()
        .filter_map(|source| Some((source, self::stated(found, source)?)))
        .collect();
    stated.extend(prevailing(found).map(|expression| (Source::Header, expression)));
    let sources = || tree.paths().into_iter().filter(|path| is_source(path)).count();
    if matches!(stated[..], [(Source::Header, _)]) && !are_spread(found, sources()) {
        stated.clear();
    }
    let Some((source, first)) = stated.first() else {
        let main = || found.iter().filter(|one| one.is_main());
        return match () {
            () if main().any(|one| matches!(one.said, Said::Vague(_))) => none(Why::Vague),
            () if main().any(|one| matches!(one.said, Said::Closed)) => none(Why::Closed),
            () if main().any(|one| matches!(one.said, Said::Narrowed(_))) => none(Why::Narrowed),
            () if main().any(|one| matches!(one.said, Said::Unknown(_))) => none(Why::Unknown),
            () => none(Why::Nothing),
        };
    };
    let contradicted =
        stated.iter().any(|(_, other)| first.agreement(other) == Agreement::Different);
    if contradicted {
        return none(Why::Conflicting);
    }
    Answer { licence: Some(first.clone()), content: None, why: Why::Stated(*source) }
}

/// `licence` with "only" or "or later" as everything else that speaks of it
/// says, when they all say the same.
fn closed(licence: &Expression, found: &[Declaration]) -> Expression {
    let readings: Vec<Expression> = found
        .iter()
        .filter(|one| {
            !matches!(one.source, Source::File | Source::Folder) || one.source == Source::Folder
        })
        .filter_map(|one| one.expression().cloned())
        .collect();
    match Expression::all(readings) {
        Some(all) => licence.resolve(&all).unwrap_or_else(|| licence.clone()),
        None => licence.clone(),
    }
}

/// What the README says of documentation and data.
fn content_stated(found: &[Declaration]) -> Option<Expression> {
    let parts = found
        .iter()
        .filter(|one| one.source == Source::Readme)
        .filter(|one| matches!(one.scope, Scope::Documentation | Scope::Data | Scope::Assets))
        .filter_map(|one| one.expression().cloned());
    Expression::all(parts.collect::<Vec<_>>())
}
