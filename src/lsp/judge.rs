//! What is wrong in a document, as the commands find it, in the words of the protocol.

use super::View;
use super::document::{Document, Kind, MAX_BYTES};
use crate::audit::refused_severities;
use crate::audit::suppression::Suppressions;
use crate::config::{FILE_NAME, load};
use crate::error::Error;
use crate::lang::Text;
use crate::licence::decreed::{self, Standing};
use crate::licence::expression::{Expression, Mode};
use crate::licence::identification::Verdict;
use crate::licence::identify::identify_text;
use crate::licence::reuse::annotations::Annotations;
use crate::publiccode::filling::Filling;
use crate::publiccode::repair::{self, Known};
use crate::publiccode::standard::URL;
use crate::publiccode::{self, Code, Diagnosis, Options, Severity};
use crate::render::{self, sentence};
use crate::rule::Degree;
use crate::rule::locate::Lines;
use crate::secrets::Redacted;
use crate::text;
use crate::yaml::edit;
use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    Location, NumberOrString,
};
use std::cell::LazyCell;
use std::ops::Range;

/// Differences told of one licence text.
const MAX_CHANGES: usize = 50;

/// What is wrong at one place.
pub(super) struct Fault {
    /// The bytes it is about.
    pub bytes: Range<usize>,
    /// How serious it is.
    pub severity: DiagnosticSeverity,
    /// The rule, of the catalogue or of the standard; empty when it is of none.
    pub code: String,
    /// Where the rule is written.
    pub link: Option<String>,
    /// What is wrong and what to do.
    pub message: Text,
    /// Another place that matters, and what stands there.
    pub related: Option<(Range<usize>, Text)>,
    /// True for what the standard is leaving.
    pub deprecated: bool,
    /// What it is of, in a `publiccode.yml`, with the repair.
    pub of: Option<publiccode::Diagnostic>,
}

impl Fault {
    fn new(
        bytes: Range<usize>,
        severity: DiagnosticSeverity,
        rule: &str,
        message: Text,
        view: &View<'_>,
    ) -> Fault {
        let link = view.rules.get(rule).and_then(|rule| render::rule::address(rule, view.rules));
        let (code, related, deprecated) = (rule.to_string(), None, false);
        Fault { bytes, severity, code, link, message, related, deprecated, of: None }
    }

    /// The same for the client.
    pub(super) fn shown(&self, document: &Document, view: &View<'_>) -> Diagnostic {
        let place = |bytes: &Range<usize>| document.range(bytes.clone());
        let related = self.related.as_ref().map(|(bytes, what)| {
            let location = Location::new(document.uri.clone(), place(bytes));
            let message = Redacted::of(what.get(view.lang)).to_string();
            vec![DiagnosticRelatedInformation { location, message }]
        });
        let code = Some(&self.code).filter(|code| !code.is_empty());
        let link = self.link.as_ref().and_then(|link| link.parse().ok());
        Diagnostic {
            range: place(&self.bytes),
            severity: Some(self.severity),
            code: code.cloned().map(NumberOrString::String),
            code_description: link.map(|href| CodeDescription { href }),
            source: Some("publiable".to_string()),
            message: Redacted::of(self.message.get(view.lang)).to_string(),
            related_information: related,
            tags: self.deprecated.then(|| vec![DiagnosticTag::DEPRECATED]),
            data: None,
        }
    }
}

/// What is wrong in `document`, in its order.
pub(super) fn faults(document: &Document, view: &View<'_>) -> Vec<Fault> {
    match document.kind() {
        Kind::Publiccode => publiccode(document, view),
        Kind::Config => config(document, view),
        Kind::Reuse => reuse(document, view),
        Kind::Licence => licence(document, view),
        Kind::Giant => vec![unread(view)],
    }
}

fn unread(view: &View<'_>) -> Fault {
    let megabytes = MAX_BYTES >> 20;
    let message = text!(
        "fichier de plus de {megabytes} Mio, non lu",
        "file of more than {megabytes} MiB, not read"
    );
    Fault::new(0..0, DiagnosticSeverity::WARNING, "", message, view)
}

/// The faults of a `publiccode.yml`, with the repairs that `known` allows.
pub(super) fn diagnosis(document: &Document, known: &Known, view: &View<'_>) -> Diagnosis {
    let options = Options { today: view.today, preview: false };
    let filling = Filling { known, lang: view.lang };
    let files = view.around.files(document.path.as_deref());
    Diagnosis::filled(document.text.as_bytes(), options, files.as_ref(), &filling)
}

/// The bytes of `document` that `span` is about.
pub(super) fn bytes(document: &Document, span: publiccode::Span) -> Range<usize> {
    let mark = document.mark();
    span.start.offset + mark..span.end.offset + mark
}

fn publiccode(document: &Document, view: &View<'_>) -> Vec<Fault> {
    let found = diagnosis(document, &Known::default(), view).diagnostics;
    let mask = LazyCell::new(|| view.around.mask(document.text.as_bytes(), document.name()));
    let written = LazyCell::new(|| edit::Document::parse(&document.text).ok());
    let told = found.into_iter().filter_map(|one| {
        let severity = match one.severity(false)? {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Advice => DiagnosticSeverity::INFORMATION,
        };
        let mut shown = one.clone();
        shown.mask(&**mask);
        let mut message = shown.message;
        let key = shown.path.to_string();
        if !key.is_empty() {
            message = message.after(&format!("{key} : "), &format!("{key}: "));
        }
        if let Some(fix) = &shown.fix {
            let fix = &fix.text;
            message = text!("{message}\n→ {fix}", "{message}\n→ {fix}"; message, fix);
        }
        let code = format!("publiccode/{}", one.code.code());
        let place = bytes(document, one.span());
        let mut fault = Fault::new(place, severity, &code, message, view);
        fault.link = Some(URL.to_string());
        fault.deprecated = one.code == Code::DeprecatedKey;
        let twin = match one.code {
            Code::DuplicateKey => written.as_ref(),
            _ => None,
        };
        fault.related = twin.and_then(|twin| repair::first_line(twin, &one.path)).map(|line| {
            let first = text!("la même clé, plus haut", "the same key, above");
            (document.rest_of_line(line, 1), first)
        });
        fault.of = Some(one);
        Some(fault)
    });
    told.collect()
}

/// What is told of a document that a defect of the program leaves unjudged.
pub(super) fn unjudged(view: &View<'_>) -> Fault {
    Fault::new(0..0, DiagnosticSeverity::ERROR, "", Error::internal().whole(), view)
}

fn config(document: &Document, view: &View<'_>) -> Vec<Fault> {
    let text = &document.text;
    let place = |line, column| document.rest_of_line(line, column);
    let at_line = |line: Option<usize>| place(line.unwrap_or(1), 1);
    let lines = LazyCell::new(|| Lines::of(text));
    let (error, warning) = (DiagnosticSeverity::ERROR, DiagnosticSeverity::WARNING);
    let refused = |mut one: Error| {
        // The editor shows the place.
        let bytes = one.place.take().map_or(0..0, |at| place(at.line, at.column.unwrap_or(1)));
        Fault::new(bytes, error, "", one.whole(), view)
    };
    let config = match load::parse(FILE_NAME, text) {
        Ok(config) => config,
        Err(one) => return vec![refused(one)],
    };
    let rules = match view.around.rules(document.path.as_deref(), &config.extends) {
        Ok(rules) => rules,
        // Its place, when it has one, is in another file.
        Err(one) => {
            let line = lines.of_entry(&["extends"]);
            return vec![Fault::new(at_line(line), error, "", one.whole(), view)];
        }
    };
    let wrong = load::wrong_rules(FILE_NAME, text, &config, &rules);
    let degree = config.project.degree.unwrap_or(Degree::A);
    let severity = |id: &str| rules.get(id).map(|rule| (rule, rule.severity.at(degree)));
    let waivers = Suppressions::new(&config, view.today).refused(severity);
    let severities = refused_severities(&rules, &config, degree);
    let count = wrong.count + waivers.len() + severities.len();
    let waivers = waivers.iter().map(|one| {
        let line = lines.in_array("waiver", one.index, "rule");
        Fault::new(at_line(line), warning, &one.rule, sentence(&one.reason), view)
    });
    let severities = severities.iter().map(|(rule, why)| {
        let line = lines.of_entry(&["rules", rule, "severity"]);
        Fault::new(at_line(line), warning, rule, sentence(why), view)
    });
    let found = wrong.told.into_iter().map(refused).chain(waivers).chain(severities);
    let mut found: Vec<Fault> = found.take(load::MOST).collect();
    let more = load::more(count - found.len());
    found.extend(more.map(|more| Fault::new(0..0, error, "", more, view)));
    found
}

fn reuse(document: &Document, view: &View<'_>) -> Vec<Fault> {
    const RULE: &str = "licence/reuse-headers";
    let mut problems = Vec::new();
    let read = Annotations::read(document.name(), &document.text, &mut problems);
    let error = DiagnosticSeverity::ERROR;
    let wrong = problems.into_iter().map(|one| {
        let place = document.rest_of_line(one.line, one.column);
        Fault::new(place, error, RULE, one.message, view)
    });
    let stated = read.tables().iter().flat_map(|table| &table.expressions);
    let unread = stated.filter_map(|one| {
        let why = Expression::parse_as(&one.text, Mode::Reuse).err()?.to_text();
        let place = document.rest_of_line(one.source.line, 1);
        Some(Fault::new(place, error, RULE, why, view))
    });
    wrong.chain(unread).collect()
}

fn licence(document: &Document, view: &View<'_>) -> Vec<Fault> {
    let found = identify_text(&document.text);
    let head = document.text.lines().position(|line| !line.trim().is_empty());
    let head = document.rest_of_line(head.unwrap_or_default() + 1, 1);
    let fault = |bytes, severity, rule: &str, message: Text| {
        Fault::new(bytes, severity, rule, sentence(&message), view)
    };
    let (warning, told) = (DiagnosticSeverity::WARNING, DiagnosticSeverity::INFORMATION);
    match &found.verdict {
        Verdict::Licence(expression) => {
            let standing = decreed::standing_of(expression);
            // What its text leaves open is a matter of the rest of the repository.
            let listed = standing == Standing::Listed || decreed::left_open(expression);
            let severity = if listed { told } else { warning };
            let licence = expression.to_string();
            let aside = found.aside.iter().take(MAX_CHANGES).map(|change| {
                let place = document.rest_of_line(change.line, 1);
                fault(place, warning, "licence/text-intact", change.told_aside(&licence))
            });
            let decreed = fault(head, severity, "licence/decreed", standing.told(expression));
            std::iter::once(decreed).chain(aside).collect()
        }
        Verdict::Modified { nearest, changes } => {
            let nearest = nearest.to_string();
            let mut changes: Vec<_> = changes.iter().collect();
            changes.dedup_by_key(|change| change.line);
            let each = changes.into_iter().take(MAX_CHANGES).map(|change| {
                let place = document.rest_of_line(change.line, 1);
                let mut one = fault(place, warning, "licence/text-intact", change.told(&nearest));
                let text = text!("texte de {nearest}", "text of {nearest}");
                one.related = Some((head.clone(), text));
                one
            });
            each.collect()
        }
        Verdict::Narrowed { line, .. } => {
            let place = document.rest_of_line(*line, 1);
            vec![fault(place, warning, "licence/identified", found.verdict.told())]
        }
        Verdict::Unknown { .. } => {
            vec![fault(head, warning, "licence/identified", found.verdict.told())]
        }
        Verdict::None => vec![fault(head, told, "licence/identified", found.verdict.told())],
    }
}
