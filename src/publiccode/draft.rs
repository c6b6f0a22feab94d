//! A new `publiccode.yml`: what the repository says, what people answered, and
//! a question for the rest.

use super::repair::{Answers, Known, Options, repair};
use super::standard::{top, version};
use crate::lang::Lang;
use crate::yaml::edit::{Document, Path, Refusal};

/// The document. `release` adds the latest version, which has to be kept up to date.
pub(crate) fn draft(
    known: &Known,
    answers: &Answers,
    release: bool,
    lang: Lang,
) -> Result<Document, Refusal> {
    let title = lang.pick(
        "# Description du logiciel pour les catalogues publics : https://yml.publiccode.tools",
        "# Description of the software for public catalogues: https://yml.publiccode.tools",
    );
    // Two keys set apart give the layout that the others follow.
    let start =
        format!("{title}\npubliccodeYmlVersion: \"{}\"\n\nmaintenance:\n", version::RECOMMENDED);
    let document = Document::parse(&start)?;
    let mut all = optional(known, release);
    all.extend(answers.clone());
    let options = Options { risky: false, complete: true, known, answers: &all, lang };
    let document = repair(&document, &options).document;
    ordered(document)
}

/// The optional keys that the repository answers.
fn optional(known: &Known, release: bool) -> Answers {
    let mut all = Answers::new();
    let mut add = |key: &str, value: &Option<String>| {
        all.extend(value.as_ref().map(|value| (key.to_string(), value.clone())));
    };
    add("landingURL", &known.landing_url);
    add("legal.mainCopyrightOwner", &known.copyright_owner);
    add("logo", &known.logo);
    if release {
        add("softwareVersion", &known.version);
        add("releaseDate", &known.release_date);
    }
    all
}

/// The keys in canonical order, whatever the order they came in.
fn ordered(document: Document) -> Result<Document, Refusal> {
    let names: Vec<&str> = top().iter().map(|key| key.name).collect();
    match document.ordering(&Path::new(), &names) {
        Some(change) => document.apply(&change),
        None => Ok(document),
    }
}
