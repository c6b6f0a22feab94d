//! Facts of a repository that no rule asks for: who it says it is of, what it is made
//! of, who takes part. No name of a person and no address is kept.

use crate::clock;
use crate::finding::Status;
use crate::project::Project;
use crate::project::people::a_year_before;
use crate::report::Report;
use crate::snapshot::Since;
use crate::text::fold::folded;
use std::collections::{BTreeMap, BTreeSet};

/// The keys of publiccode.yml that name the body, the surest first.
const BODY: [&str; 4] =
    ["organisation/name", "legal/repoOwner", "legal/mainCopyrightOwner", "organisation/uri"];
/// The signal of the addresses at which the project says it stands.
pub(crate) const ADDRESSES: &str = "addresses";
/// The longest value kept.
const LONGEST: usize = 500;
/// Root commits kept.
const ROOTS: usize = 16;

/// The bodies that the project names in its publiccode.yml: the surest one.
pub(super) fn bodies(project: &Project<'_>) -> Vec<String> {
    let Some(file) = project.publiccode() else { return Vec::new() };
    let named = BODY.iter().filter_map(|key| file.get(key)).map(|field| field.value.trim());
    named.filter(|name| !name.is_empty()).take(1).map(cut).collect()
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

/// Every signal, by name.
pub(super) fn all(project: &Project<'_>, report: &Report) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    declared(project, &mut found);
    described(project, &mut found);
    if let Some(told) = description(project, report) {
        found.insert(DESCRIPTION.to_string(), cut(&told));
    }
    made_of(project, &mut found);
    taken_part(project, &mut found);
    events(project, &mut found);
    let mut own: Vec<String> = crate::signs::own_addresses(project).into_iter().collect();
    own.sort();
    if !own.is_empty() {
        found.insert(ADDRESSES.to_string(), cut(&own.join(" ")));
    }
    for rule in [
        "quality/tests",
        "docs/audiences",
        "reuse/packaging",
        "versioning/tags",
        "exposure/private-sources",
    ] {
        let status = report.outcome(rule).map(|outcome| outcome.outcome);
        let told = match status {
            Some(Status::Pass | Status::Attested) => "pass",
            Some(Status::Fail) => "fail",
            _ => continue,
        };
        found.insert(rule.to_string(), told.to_string());
    }
    for attestation in &report.attestations {
        let reason = attestation.reason.as_deref().unwrap_or_default();
        let stale = if attestation.stale.is_some() { " stale" } else { "" };
        let told = format!("{}{stale} {reason}", attestation.answer.code());
        found.insert(attestation.rule.clone(), cut(told.trim()));
    }
    found
}

/// What publiable.toml answers to the guide's four questions, and says of the forge.
fn declared(project: &Project<'_>, found: &mut BTreeMap<String, String>) {
    let declared = &project.config.project;
    if let Some(answers) = declared.degree_criteria {
        for (name, answer) in [
            ("declared/module", answers.module_for_other_free_software),
            ("declared/generic", answers.generic_need),
            ("declared/others", answers.to_be_taken_over_by_others),
            ("declared/technical", answers.technical_end_users),
        ] {
            found.insert(name.to_string(), answer.to_string());
        }
    }
    for (name, is) in
        [("fork", declared.fork), ("archived", declared.archived), ("template", declared.template)]
    {
        if is {
            found.insert(format!("declared/{name}"), "true".to_string());
        }
    }
}

/// The signal of what the project says it is for.
pub(crate) const DESCRIPTION: &str = "description";
/// The fewest letters that say what a project is for.
const LEAST: usize = 20;

/// What the project says it is for, in publiccode.yml, in a manifest or in its README: nothing
/// that names an author or gives an address of mail.
fn description(project: &Project<'_>, report: &Report) -> Option<String> {
    let told = project.publiccode().and_then(|file| file.described("shortDescription"));
    let root = project.manifests().iter().filter(|manifest| manifest.at_root());
    // A README that a tool wrote says what the tool does.
    let met = ["readme/present", "readme/purpose"].iter().all(|rule| report.passes(rule));
    let purpose = report.outcome("readme/purpose").filter(|_| met);
    let seen = purpose.and_then(|one| one.evidence.first()).map(|one| &one.location);
    let place = seen.and_then(|place| Some((place.path.as_deref()?, place.line?)));
    let in_readme = project.readmes().into_iter().filter_map(|(file, readme)| {
        readme.prose().find(|block| place == Some((file.path.as_str(), block.line)))
    });
    let all = told.map(|field| field.value.clone()).into_iter();
    let all = all.chain(root.filter_map(|manifest| manifest.description.clone()));
    let mut all = all.chain(in_readme.map(|block| block.text.clone()));
    let names: Vec<BTreeSet<String>> =
        project.people().activity.keys().map(|one| words(&one.name)).collect();
    all.find(|text| {
        let said = words(text);
        let says = text.chars().count() >= LEAST && said.len() > 1 && !text.ends_with(':');
        // A name of one word is often that of the project.
        let named = names.iter().any(|name| name.len() > 1 && name.is_subset(&said));
        says && !text.contains('@') && !named
    })
}

/// The words of `text`, in lower case and without accents.
fn words(text: &str) -> BTreeSet<String> {
    let folded = folded(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_string).collect()
}

/// What publiccode.yml says, and its text for who harvests it.
fn described(project: &Project<'_>, found: &mut BTreeMap<String, String>) {
    let Some(file) = project.publiccode() else { return };
    for (name, key) in [
        ("publiccode/name", "name"),
        ("publiccode/type", "softwareType"),
        ("publiccode/status", "developmentStatus"),
    ] {
        if let Some(field) = file.get(key) {
            found.insert(name.to_string(), cut(&field.value));
        }
    }
    if let Some(field) = file.described("shortDescription") {
        found.insert("publiccode/description".to_string(), cut(&field.value));
    }
    for (name, key) in [
        ("publiccode/users", "usedBy"),
        ("publiccode/languages", "localisation/availableLanguages"),
    ] {
        let count = file.count(key);
        if count > 0 {
            found.insert(name.to_string(), count.to_string());
        }
    }
    if let Some(text) = project.role("publiccode").first().and_then(|file| project.text(file)) {
        found.insert("publiccode/text".to_string(), text.to_string());
    }
}

/// The packages it publishes, and what they depend on.
fn made_of(project: &Project<'_>, found: &mut BTreeMap<String, String>) {
    let packages: BTreeSet<&str> =
        project.manifests().iter().map(|manifest| manifest.path.as_str()).collect();
    if !packages.is_empty() {
        let named: Vec<&str> = packages.iter().copied().take(5).collect();
        found.insert("manifests".to_string(), cut(&named.join(", ")));
    }
    if let Some(metadata) = &project.snapshot.metadata
        && !metadata.tags.is_empty()
    {
        found.insert("releases".to_string(), metadata.tags.len().to_string());
    }
}

/// The signal of how many people wrote commits in the year before the audit.
pub(crate) const ACTIVE: &str = "active";

/// Before the signals of the day something happened.
pub(crate) const EVENT: &str = "event/";

/// When the history starts, and when a first release, a licence and a publiccode.yml came.
fn events(project: &Project<'_>, found: &mut BTreeMap<String, String>) {
    let mut keep = |name: &str, told: String| found.insert(format!("{EVENT}{name}"), cut(&told));
    let Some(history) = &project.snapshot.history else { return };
    if let Some(first) = history.commits.iter().map(|commit| commit.date).min() {
        keep("opened", clock::day(first).to_string());
    }
    let metadata = project.snapshot.metadata.as_ref();
    let tags = metadata.map_or(&[][..], |metadata| metadata.tags.as_slice());
    if let Some(tag) = tags.first() {
        keep("release", format!("{} {}", clock::day(tag.date), tag.name));
    }
    if let Some(tag) = tags.last() {
        keep("last-release", clock::day(tag.date).to_string());
    }
    for role in ["licence", "publiccode"] {
        let Some(file) = project.role(role).into_iter().next() else { continue };
        if let Some(Since::Commit(id)) = project.snapshot.introduced(&file.path, &|_| true)
            && let Some(commit) = history.commits.iter().find(|commit| commit.id == id)
        {
            keep(role, clock::day(commit.date).to_string());
        }
    }
}

/// Where the history starts, and from how many domains its commits come; neither
/// an address nor a name is kept.
fn taken_part(project: &Project<'_>, found: &mut BTreeMap<String, String>) {
    let Some(history) = &project.snapshot.history else { return };
    let roots = history.commits.iter().filter(|commit| commit.parents.is_empty());
    let roots: BTreeSet<String> = roots.map(|commit| commit.id.to_string()).collect();
    let roots: Vec<String> = roots.into_iter().take(ROOTS).collect();
    if !roots.is_empty() {
        found.insert("roots".to_string(), roots.join(" "));
    }
    let domains: BTreeSet<String> = project
        .people()
        .activity
        .keys()
        .filter_map(|identity| identity.email.rsplit_once('@'))
        .map(|(_, domain)| domain.trim().to_lowercase())
        .filter(|domain| domain.contains('.') && !domain.contains("noreply"))
        .collect();
    let active = project.people().authors_since(a_year_before(project.today));
    found.insert(ACTIVE.to_string(), active.to_string());
    if !domains.is_empty() {
        found.insert("domains".to_string(), domains.len().to_string());
    }
}
