//! What a page shows of a report, arranged in reading order and ready for a
//! template: every string in both languages, nothing left to compute.

mod ahead;
mod changes;
mod chart;
mod rule;
mod screen;

pub(super) use screen::FirstScreen;

use super::{sentence, verdict};
use crate::finding::{Severity, Status};
use crate::lang::{Lang, Text, date};
use crate::report::difference::Difference;
use crate::report::{Notice, Outcome, Report, ReportedAttestation, Verdict};
use crate::rule::chapter;
use crate::rule::source::SourceDocument;
use crate::score::{Criterion, Scores};
use crate::text::show::day;
use ahead::{DegreeView, Todo};
use changes::Changes;
use chart::{Counts, Slice};
use rule::{RuleView, Waiver};
use serde::Serialize;

/// Findings of a rule that the first screen gives.
const FIRST: usize = 10;

/// A report arranged for a template.
#[derive(Debug, Serialize)]
pub(super) struct View<'a> {
    /// Language shown first.
    pub lang: Lang,
    /// Name of the repository.
    pub name: &'a str,
    /// Its address, when it is one a browser opens.
    pub url: Option<&'a str>,
    /// Branch and commit, or what is known of them.
    pub place: String,
    /// What was read and is in no commit.
    pub unrecorded: Option<Text>,
    /// Full identifier of the commit.
    pub commit: Option<&'a str>,
    /// Day of the audit.
    pub date: &'a str,
    /// The same, as prose writes it.
    pub day: Text,
    /// Date of the latest commit, day only.
    pub last_commit: Option<&'a str>,
    /// Files, commits and references read.
    pub read: [usize; 3],
    /// Version of the program and of the rules.
    pub tool: [&'a str; 3],
    /// The verdict.
    pub verdict: VerdictView,
    /// What changed since the revision compared with.
    pub changes: Option<Changes<'a>>,
    /// What a reader is told first.
    pub screen: FirstScreen<'a>,
    /// What has to be done, the heaviest first.
    pub todo: Vec<Todo<'a>>,
    /// The openness degree.
    pub degree: DegreeView<'a>,
    /// Counts over all rules.
    pub counts: Counts,
    /// Slices of the bar over all rules.
    pub bar: Vec<Slice>,
    /// Chapters, in catalogue order.
    pub chapters: Vec<Chapter<'a>>,
    /// The outcomes present, with their number of rules.
    pub statuses: Vec<Choice>,
    /// The severities present, with their number of rules.
    pub severities: Vec<Choice>,
    /// Answers recorded.
    pub attestations: Vec<AttestationView<'a>>,
    /// Findings that may stay, and why.
    pub waivers: Vec<Waiver<'a>>,
    /// What was not seen.
    pub incomplete: &'a [Notice],
    /// What else to know.
    pub notices: &'a [Notice],
    /// Scores of code.gouv.fr.
    pub scores: &'a Scores,
    /// Prerequisites of the Awesome score that are met, and asked.
    pub prerequisites: [usize; 2],
    /// The documents that the rules cite.
    pub documents: Vec<DocumentView<'a>>,
}

/// The verdict and the sentence that explains it.
#[derive(Debug, Serialize)]
pub(super) struct VerdictView {
    /// `publiable`, `publiable-sous-reserve`…
    pub code: Verdict,
    /// The words.
    pub label: Text,
    /// Why.
    pub because: Text,
}

/// A chapter of the catalogue.
#[derive(Debug, Serialize)]
pub(super) struct Chapter<'a> {
    /// Identifier.
    pub id: &'a str,
    /// Title.
    pub title: Text,
    /// Counts of its rules.
    pub counts: Counts,
    /// Slices of its bar.
    pub bar: Vec<Slice>,
    /// Its rules, in catalogue order.
    pub rules: Vec<RuleView<'a>>,
}

/// A value to filter by.
#[derive(Debug, Serialize)]
pub(super) struct Choice {
    /// The value.
    pub code: &'static str,
    /// The words.
    pub label: Text,
    /// The words after a count.
    pub counted: Text,
    /// How many rules have it.
    pub rules: usize,
}

/// An answer recorded.
#[derive(Debug, Serialize)]
pub(super) struct AttestationView<'a> {
    /// The rule it answers, with its title.
    pub title: Text,
    /// The answer in words.
    pub answer: Text,
    /// `oui`, `non`, `sans-objet`.
    pub code: &'static str,
    /// Why it no longer holds, when it does not.
    pub stale: Option<Text>,
    /// The rest of it.
    pub entry: &'a ReportedAttestation,
}

/// A document that rules cite.
#[derive(Debug, Serialize)]
pub(super) struct DocumentView<'a> {
    /// The document.
    pub document: &'a SourceDocument,
    /// Its address, when it is one a browser opens.
    pub url: Option<&'a str>,
    /// The words for its status, unless it is current.
    pub status: Option<Text>,
}

impl<'a> View<'a> {
    /// Arranges `report` for a reader of `lang`.
    pub(super) fn new(report: &'a Report, lang: Lang) -> View<'a> {
        let repository = &report.repository;
        let chapters = chapters(report);
        let waivers = chapters.iter().flat_map(|chapter| &chapter.rules).flat_map(rule::waivers);
        let waivers = waivers.collect();
        let counts = Counts::of(report.outcomes.iter());
        let met = |criterion: &&Criterion| criterion.met == Some(true);
        let prerequisites = &report.scores.awesome.prerequisites;
        View {
            lang,
            name: &repository.name,
            url: repository.url.as_deref().and_then(web),
            place: report.revision(),
            unrecorded: report.unrecorded(),
            commit: report.commit.as_deref(),
            date: &report.date,
            day: date::long(&report.date),
            last_commit: repository.last_commit.as_deref().map(day),
            read: [repository.files, repository.commits, repository.references],
            tool: [&report.tool.name, &report.tool.version, &report.tool.rules_version],
            verdict: VerdictView {
                code: report.headline(),
                label: report.headline_label(),
                because: sentence(&verdict::because(report)),
            },
            changes: report.comparison.as_ref().map(Changes::new),
            screen: FirstScreen::new(report, FIRST),
            todo: ahead::todo(report),
            degree: ahead::degree(report),
            bar: counts.slices(),
            counts,
            chapters,
            statuses: choices(report),
            severities: severities(report),
            attestations: report
                .attestations
                .iter()
                .map(|entry| attestation(report, entry))
                .collect(),
            waivers,
            incomplete: &report.incomplete,
            notices: &report.notices,
            scores: &report.scores,
            prerequisites: [prerequisites.iter().filter(met).count(), prerequisites.len()],
            documents: documents(report),
        }
    }
}

/// `url` when a browser opens it and nothing else does.
pub(super) fn web(url: &str) -> Option<&str> {
    (url.starts_with("https://") || url.starts_with("http://")).then_some(url)
}

/// What the rule `id` requires, its identifier when the report lost it: a mere name, for
/// what somebody answered or set aside.
pub(super) fn title(report: &Report, id: &str) -> Text {
    report.rules.get(id).map_or_else(|| Text::same(id), |rule| rule.said(false))
}

/// What the question of the rule `id` asks somebody to confirm.
pub(super) fn to_confirm(report: &Report, id: &str) -> Text {
    title(report, id).unsettled(true)
}

/// What is wrong where `count` findings of the rule `id` reach what looks for them.
pub(super) fn wrong(report: &Report, id: &str, count: usize) -> Text {
    report.rules.get(id).map_or_else(|| Text::same(id), |rule| rule.wrong(count))
}

/// What is to be done about the rule of `outcome`, wherever it fails.
pub(super) fn usual_fix(report: &Report, outcome: &Outcome) -> Option<Text> {
    let rule = report.rules.get(&outcome.rule);
    rule.map(|rule| Text::new(&*rule.fr.fix, &*rule.en.fix))
}

fn chapters(report: &Report) -> Vec<Chapter<'_>> {
    let novelties = report.comparison.as_ref().map(Difference::novelties).unwrap_or_default();
    let mut chapters: Vec<Chapter<'_>> = Vec::new();
    for outcome in &report.outcomes {
        let rule = RuleView::new(report, outcome, &novelties);
        match chapters.iter_mut().find(|chapter| chapter.id == outcome.chapter) {
            Some(chapter) => chapter.rules.push(rule),
            None => chapters.push(Chapter {
                id: &outcome.chapter,
                title: chapter::title(&outcome.chapter),
                counts: Counts::default(),
                bar: Vec::new(),
                rules: vec![rule],
            }),
        }
    }
    for chapter in &mut chapters {
        chapter.counts = Counts::of(chapter.rules.iter().map(|rule| rule.outcome));
        chapter.bar = chapter.counts.slices();
    }
    chapters
}

fn choices(report: &Report) -> Vec<Choice> {
    let present = Status::DISPLAYED.into_iter().filter_map(|status| {
        let rules = report.outcomes.iter().filter(|outcome| outcome.outcome == status).count();
        (rules > 0).then(|| Choice {
            code: status.code(),
            label: status.label(),
            counted: status.counted(rules),
            rules,
        })
    });
    present.collect()
}

fn severities(report: &Report) -> Vec<Choice> {
    let present = Severity::DESCENDING.into_iter().filter_map(|severity| {
        let rules = report.outcomes.iter().filter(|outcome| outcome.severity == severity).count();
        (rules > 0).then(|| Choice {
            code: severity.code(),
            label: severity.label(),
            counted: severity.label(),
            rules,
        })
    });
    present.collect()
}

fn attestation<'a>(report: &Report, entry: &'a ReportedAttestation) -> AttestationView<'a> {
    AttestationView {
        title: title(report, &entry.rule),
        answer: entry.answer.label(),
        code: entry.answer.code(),
        stale: entry.stale.as_ref().map(sentence),
        entry,
    }
}

/// The documents cited by a rule of the report, in the order of their titles.
fn documents(report: &Report) -> Vec<DocumentView<'_>> {
    let cited =
        |id: &str| report.rules.values().any(|rule| rule.source.iter().any(|s| s.document == id));
    let documents = report.documents.values().filter(|document| cited(&document.id));
    let documents = documents.map(|document| DocumentView {
        document,
        url: web(&document.url),
        status: document.status.label(),
    });
    documents.collect()
}
