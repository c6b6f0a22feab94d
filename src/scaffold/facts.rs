//! What the repository states about itself, as answers to the questions.

use super::answers::{Answers, Fact};
use super::reuse::{holder as tagged_holder, years};
use super::{article, commands, contacts, questions};
use crate::document::Document;
use crate::lang::{Lang, Text};
use crate::licence::expression::{Expression, Term, ids};
use crate::licence::reuse::current;
use crate::project::{Project, language, openness, presents};
use crate::report::{Outcome, Report};
use crate::snapshot::File;
use crate::snapshot::history::Identity;
use crate::snapshot::metadata::Address;
use crate::text;
use crate::text::fold;
use crate::text::show::code_span;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use minijinja::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How many blocks of a document tell its language.
const SAMPLE: usize = 20;

/// How many versions a new change log recalls.
const VERSIONS: usize = 10;

/// The rule about assets whose use is restricted, and how many of them are named.
const RESTRICTED: &str = "licence/restricted-assets";
const NAMED: usize = 5;

/// How far down manifests are kept up to date.
const DEPTH: usize = 2;

/// True for a file whose text is needed here.
pub(crate) fn reads(file: &File) -> bool {
    commands::reads(file)
}

/// The facts of `project`, by question.
pub(crate) fn of(project: &Project<'_>, lang: Lang) -> BTreeMap<String, Fact> {
    let mut facts = commands::of(project);
    // What could not be an answer is no fact either.
    let mut state = |id: &str, value: Option<String>, from: Text| {
        let accepted = |value: String| questions::get(id)?.accept(&value).ok();
        if let Some(value) = value.and_then(accepted) {
            facts.entry(id.to_string()).or_insert(Fact { value, from });
        }
    };
    if let Some(declared) = project.publiccode() {
        let from = || Text::same(declared.path.clone());
        let at = |key: &str| declared.get(key).map(|field| field.value.clone());
        state("name", at("name"), from());
        state("repository", at("url").map(|url| bare(&url)), from());
        state("organisation", at("organisation/name").or(at("legal/mainCopyrightOwner")), from());
        state("holder", at("legal/mainCopyrightOwner"), from());
        let email = at("maintenance/contacts/0/email");
        state("contact", email.filter(|email| contacts::is_functional(email)), from());
        let short = at(&format!("description/{}/shortDescription", lang.code()));
        state("purpose", short.filter(|text| presents(text)), from());
    }
    if let Some(licence) = whole_licence(project) {
        let from = Text::new("licence constatée", "licence found");
        state("licence", Some(licence).filter(|one| current(one).is_some()), from);
    }
    state("releases", published(), Text::same("publiable"));
    if let Some((name, from)) = project.name() {
        state("name", Some(name), from);
    }
    let holder = project.licences().holder.clone();
    let from = || Text::new("mention de droit d’auteur", "copyright notice");
    let administration = holder.clone().filter(|holder| article::is_administration(holder));
    state("organisation", administration, from());
    if let Some((holder, from)) = tagged_holder(project) {
        state("holder", Some(holder), from);
    }
    state("holder", holder, from());
    for (id, fact) in contacts::of(project) {
        state(&id, Some(fact.value), fact.from);
    }
    for manifest in project.manifests().iter().filter(|manifest| manifest.at_root()) {
        let from = || Text::same(manifest.path.clone());
        state("purpose", manifest.description.clone().filter(|text| spoken(text, lang)), from());
        let repository = manifest.repository.clone().filter(|url| is_web(url));
        state("repository", repository.map(|url| bare(&url)), from());
    }
    if let Some(degree) = openness::announced(project) {
        state("degree", Some(degree.to_string()), Text::new("degré annoncé", "degree declared"));
    }
    let remote = project.snapshot.metadata.as_ref().and_then(|m| m.publication_remote());
    let address = remote.and_then(|remote| remote.address());
    let from = || Text::new("dépôt distant", "remote repository");
    state("repository", address.map(|address| address.web()), from());
    facts
}

/// Where the releases of this program are, once it has a public address.
fn published() -> Option<String> {
    let address = bare(env!("CARGO_PKG_REPOSITORY"));
    is_web(&address).then(|| format!("{address}/releases/download"))
}

/// An address of a repository as a browser shows it: its scheme and its port stay, which
/// no [`Address`] keeps.
fn bare(url: &str) -> String {
    let url = url.trim_end_matches('/');
    url.strip_suffix(".git").unwrap_or(url).to_string()
}

/// True for an address a browser opens.
fn is_web(url: &str) -> bool {
    url.starts_with("https://")
}

/// True for words in `lang`, as far as their number allows to tell.
fn spoken(text: &str, lang: Lang) -> bool {
    language(text).is_some_and(|told| told == lang.code())
}

/// The language the project presents itself in, when its README tells.
pub(crate) fn main_language(project: &Project<'_>) -> Option<Lang> {
    let (file, document) = project.readmes().into_iter().next()?;
    language_of(file, document)
}

/// The language of a document: that of its name, else that of its words.
pub(crate) fn language_of(file: &File, document: &Document) -> Option<Lang> {
    let named = file.name().rsplit('.').find_map(Lang::from_tag);
    let words: Vec<&str> = document.prose().take(SAMPLE).map(|block| block.text.as_str()).collect();
    named.or_else(|| language(&words.join("\n")).as_deref().and_then(Lang::from_tag))
}

/// The lists and dates templates may use besides the questions.
pub(crate) fn lists(project: &Project<'_>, today: Date) -> BTreeMap<String, Value> {
    BTreeMap::from([
        ("year".to_string(), Value::from(today.year())),
        ("publiable_version".to_string(), Value::from(env!("CARGO_PKG_VERSION"))),
        ("years".to_string(), Value::from(years(project))),
        ("date".to_string(), Value::from(today.to_string())),
        ("expires".to_string(), Value::from(expiry(today).to_string())),
        ("authors".to_string(), Value::from(authors(project))),
        ("tags".to_string(), Value::from(tags(project))),
        ("ecosystems".to_string(), Value::from(ecosystems(project))),
        ("languages".to_string(), Value::from(languages(project))),
        ("branch".to_string(), Value::from(branch(project))),
        ("gnu_licence".to_string(), Value::from(gnu_licence(project))),
    ])
}

/// What the repository states without settling it, by question: the first licence that
/// it names where it names several.
pub(crate) fn stated(project: &Project<'_>) -> BTreeMap<String, String> {
    let main = project.licences().declarations.iter().filter(|one| one.is_main());
    let named = main.filter_map(|one| Some(one.expression()?.terms()));
    let mut named = named.flatten().map(|term| term.id.as_str());
    let licence = named.find(|id| ids::licence(id).is_some() && ids::deprecated(id) == Some(false));
    licence.map(|id| ("licence".to_string(), id.to_string())).into_iter().collect()
}

/// The licences that the one of the project lets anyone choose among, each by its
/// identifier; none where several apply at once, or with an exception.
pub(crate) fn choices(answers: &Answers) -> Vec<String> {
    let alone = |one: &Expression| match one {
        Expression::Term(Term { id, exception: None }) => Some(id.clone()),
        _ => None,
    };
    let licence = answers.get("licence").and_then(|licence| Expression::parse(licence).ok());
    let choices = licence.map(|licence| match &licence {
        Expression::Any(parts) => parts.iter().map(alone).collect(),
        one => alone(one).map(|one| vec![one]),
    });
    choices.flatten().unwrap_or_default()
}

/// The licence of the whole project. Licences that all apply are mostly those of its parts:
/// which file is under which is for someone to say.
pub(super) fn whole_licence(project: &Project<'_>) -> Option<String> {
    let licence = project.licences().answer.licence.as_ref()?;
    (!matches!(licence, Expression::All(_))).then(|| licence.to_string())
}

/// The licence of the project, when it is a GNU one that does not say whether its later
/// versions are accepted.
pub(super) fn gnu_licence(project: &Project<'_>) -> Option<String> {
    let licence = project.licences().answer.licence.as_ref()?.to_string();
    ids::open_ended(&licence).then_some(licence)
}

/// The licence that the answer about its later versions completes.
pub(crate) fn versioned(project: &Project<'_>, answers: &Answers) -> Option<Fact> {
    let versions = answers.given.get("licence_versions")?;
    let value = format!("{}-{versions}", gnu_licence(project)?);
    let from = Text::new("licence constatée et votre réponse", "licence found and your answer");
    ids::licence(&value).map(|id| Fact { value: id.to_string(), from })
}

/// The assets whose use is restricted, as `report` finds them: what they are, and where.
pub(crate) fn restricted(report: &Report, lang: Lang) -> Value {
    let outcome = report.outcome(RESTRICTED).filter(|outcome| outcome.fails());
    let findings = outcome.into_iter().flat_map(Outcome::counting);
    // The same things in several folders are named once.
    let mut told: Vec<(String, Vec<&str>)> = Vec::new();
    for finding in findings {
        let places = std::iter::once(&finding.location).chain(&finding.also_at);
        let files: Vec<&str> = places.filter_map(|place| place.path.as_deref()).collect();
        let name = finding.message_i18n.get(lang);
        let name = name.split(": ").next().unwrap_or_default().trim();
        match told.iter_mut().find(|(known, _)| known == name) {
            _ if files.is_empty() => {}
            Some((_, known)) => known.extend(files),
            None => told.push((name.to_string(), files)),
        }
    }
    let told = told
        .into_iter()
        .map(|(name, files)| Value::from_pairs([("name", name), ("files", named(&files, lang))]));
    Value::from(told.collect::<Vec<_>>())
}

/// `files` as a sentence names them: each, else the folder that holds them all, else the
/// first and how many more.
fn named(files: &[&str], lang: Lang) -> String {
    let more = files.len().saturating_sub(NAMED);
    if let Some(folder) = folder(files).filter(|_| more > 0) {
        return code_span(folder);
    }
    let first: Vec<String> = files.iter().take(NAMED).map(|path| code_span(path)).collect();
    let first = first.join(", ");
    if more == 0 {
        return first;
    }
    let told = text!(
        more;
        "{first} et {more} autre" | "{first} et {more} autres",
        "{first} and {more} other" | "{first} and {more} others"
    );
    told.get(lang).to_string()
}

/// The folder that holds all of `paths`, with its slash, unless it is the root.
fn folder<'p>(paths: &[&'p str]) -> Option<&'p str> {
    let (first, others) = paths.split_first()?;
    let mut folders = first.rmatch_indices('/').map(|(at, _)| &first[..=at]);
    folders.find(|folder| others.iter().all(|path| path.starts_with(*folder)))
}

/// What the forge calls, in English, a change that is proposed.
pub(crate) fn proposal(forge: Option<&str>) -> &'static str {
    if forge == Some("gitlab") { "merge request" } else { "pull request" }
}

/// The day a `security.txt` of `today` expires: within a year (RFC 9116, 2.5.5).
fn expiry(today: Date) -> Date {
    today.saturating_add(jiff::Span::new().days(364))
}

/// What Dependabot calls the package managers of the project, and the folders
/// they are used in (docs.github.com, “package-ecosystem”): `name`, `folders`.
fn ecosystems(project: &Project<'_>) -> Vec<Value> {
    let mut found: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut add = |name, path: &str| {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        found.entry(name).or_default().insert(format!("/{folder}"));
    };
    let near = |path: &str| path.matches('/').count() <= DEPTH;
    for manifest in project.manifests().iter().filter(|manifest| near(&manifest.path)) {
        let Some(name) = manifest.ecosystem.updater() else { continue };
        add(name, &manifest.path);
    }
    for file in project.own_files().filter(|file| near(&file.path)) {
        match file.name() {
            "Gemfile" => add("bundler", &file.path),
            "Dockerfile" => add("docker", &file.path),
            name if name.starts_with("requirements") && name.ends_with(".txt") => {
                add("pip", &file.path);
            }
            _ => {}
        }
    }
    found.entry("github-actions").or_default().insert("/".to_string());
    let told = found.into_iter().map(|(name, folders)| {
        let folders: Vec<String> = folders.into_iter().collect();
        Value::from_pairs([("name", Value::from(name)), ("folders", Value::from(folders))])
    });
    told.collect()
}

/// The extensions and names that tell a language, for `.editorconfig`.
fn languages(project: &Project<'_>) -> Vec<&'static str> {
    let is = |test: &dyn Fn(&File) -> bool| project.own_files().any(test);
    let go = is(&|file| file.extension() == "go").then_some("go");
    let make = is(&|file| file.name() == "Makefile").then_some("make");
    go.into_iter().chain(make).collect()
}

/// The branch that is published.
fn branch(project: &Project<'_>) -> String {
    let metadata = project.snapshot.metadata.as_ref();
    metadata.and_then(|metadata| metadata.branch.clone()).unwrap_or_else(|| "main".to_string())
}

/// The versions tagged, the latest first: `version` and `date`.
fn tags(project: &Project<'_>) -> Vec<Value> {
    let tags = project.snapshot.metadata.iter().flat_map(|metadata| &metadata.tags);
    let mut tags: Vec<_> = tags
        .filter(|tag| {
            tag.name.trim_start_matches(['v', 'V']).starts_with(|c: char| c.is_ascii_digit())
        })
        .collect();
    tags.sort_by_key(|tag| std::cmp::Reverse(tag.date));
    let releases = tags.into_iter().take(VERSIONS).map(|tag| {
        let version = tag.name.trim_start_matches(['v', 'V']).to_string();
        let date = tag.date.to_zoned(TimeZone::UTC).date().to_string();
        Value::from_pairs([("version", version), ("date", date)])
    });
    releases.collect()
}

/// The names of the people who wrote commits, without their addresses, in the
/// order of their first commit: one a person, whatever they signed with.
fn authors(project: &Project<'_>) -> Vec<String> {
    let mut people: Vec<(&Identity, Timestamp)> = (project.people().activity.iter())
        .filter(|(who, did)| did.authored > 0 && who.name.contains(' ') && !who.name.contains('@'))
        .filter_map(|(who, did)| Some((who, did.oldest?.1)))
        .collect();
    people.sort_by_key(|(who, first)| (*first, &who.name));
    let (mut emails, mut names) = (BTreeSet::new(), BTreeSet::new());
    let mut authors = Vec::new();
    for (who, _) in people {
        let new = emails.insert(&who.email);
        if names.insert(folded(&who.name)) && new {
            authors.push(who.name.clone());
        }
    }
    authors
}

/// What the spellings of a name have in common: its words, in any order, without
/// accents nor capitals.
fn folded(name: &str) -> Vec<String> {
    let plain = fold::folded(name);
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words: Vec<String> = words.map(str::to_string).collect();
    words.sort();
    words
}

/// The forge the project is on: by its files, else by its address.
pub(crate) fn forge(project: &Project<'_>, answers: &Answers) -> Option<&'static str> {
    let folder = |name: &str| project.files().any(|file| file.path.starts_with(name));
    let address = answers.get("repository").unwrap_or_default();
    let host = Address::parse(address).map_or_else(String::new, |address| address.host);
    match () {
        () if folder(".forgejo/") || folder(".gitea/") => Some("forgejo"),
        () if host.contains("gitlab") || folder(".gitlab-ci.yml") || folder(".gitlab/") => {
            Some("gitlab")
        }
        // What the other forges read too is no sign: templates, configurations.
        () if host == "github.com" || folder(".github/workflows/") => Some("github"),
        () if host == "codeberg.org" || host.contains("forgejo") || host.contains("gitea") => {
            Some("forgejo")
        }
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_or_the_folder_that_holds_them_all() {
        let said = |files: &[&str]| named(files, Lang::En);
        assert_eq!(said(&["a/b.svg", "c`d.svg"]), "`a/b.svg`, ``c`d.svg``");
        let root = ["a", "b", "c", "d", "e", "f", "g"];
        assert_eq!(said(&root), "`a`, `b`, `c`, `d`, `e` and 2 others");
        let within = |folders: [&str; 2]| -> Vec<String> {
            root.iter().enumerate().map(|(at, name)| format!("{}{name}", folders[at % 2])).collect()
        };
        for (folders, told) in [
            (["p/q/", "p/q/"], "`p/q/`"),
            (["p/q/", "p/r/"], "`p/`"),
            (["p/", "pq/"], "`p/a`, `pq/b`, `p/c`, `pq/d`, `p/e` and 2 others"),
        ] {
            let files = within(folders);
            assert_eq!(said(&files.iter().map(String::as_str).collect::<Vec<_>>()), told);
        }
    }
}
