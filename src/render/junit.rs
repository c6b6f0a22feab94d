//! JUnit XML: one suite a chapter, one test a rule. A test fails for what reaches the gate
//! of the command, as its exit code does; what is below, or was there already, is told
//! and skipped.

use super::problem::labelled;
use super::view::wrong;
use super::{capital, diff, escape_lines, verdict};
use crate::finding::{Level, Status};
use crate::lang::Lang;
use crate::report::difference::Difference;
use crate::report::{FailOn, Outcome, Reached, Report, ReportedFinding, Verdict};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::collections::HashSet;
use std::io::{self, Write};

/// The findings that the change compared brings, by rule and fingerprint.
type Novelties<'r> = HashSet<(&'r str, &'r str)>;

/// Findings written in the body of a failure.
const FINDINGS: usize = 100;

/// What a test tells besides that it passed.
struct Told {
    element: &'static str,
    kind: &'static str,
    message: String,
    body: String,
}

/// A test.
struct Case {
    name: String,
    told: Option<Told>,
}

/// Writes `report` with its sentences in `lang`.
pub(super) fn render(
    report: &Report,
    (gate, lang): (FailOn, Lang),
    out: &mut dyn Write,
) -> io::Result<()> {
    let reach = gate.reach(report);
    let mut suites: Vec<(&str, Vec<Case>)> = Vec::new();
    suites.push(("audit", vec![verdict_case(report, (gate, reach.is_some()), lang)]));
    let novelties = report.comparison.as_ref().map(Difference::novelties);
    for outcome in &report.outcomes {
        let reached = reach.as_ref().and_then(|reach| reach.of(outcome));
        let told = told(report, (outcome, reached), novelties.as_ref(), lang);
        let case = Case { name: outcome.rule.clone(), told };
        match suites.iter_mut().find(|(chapter, _)| *chapter == outcome.chapter) {
            Some((_, cases)) => cases.push(case),
            None => suites.push((&outcome.chapter, vec![case])),
        }
    }
    let mut xml = Writer::new_with_indent(&mut *out, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all = suites.iter().flat_map(|(_, cases)| cases);
    // The usual schema has no count of skipped tests at this level.
    let counts = attributes(&[("name", "publiable")], &count(all)[..3]);
    xml.write_event(Event::Start(element("testsuites", &counts)))?;
    for (chapter, cases) in &suites {
        suite(&mut xml, report, chapter, cases)?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuites")))?;
    writeln!(xml.get_mut())
}

/// The exit code as a test of its own: attestations that no longer hold or a declared
/// degree D weigh on it without failing a rule.
fn verdict_case(report: &Report, (gate, fails): (FailOn, bool), lang: Lang) -> Case {
    let element = match report.verdict {
        _ if fails => Some("failure"),
        Verdict::AuditIncomplet => Some("error"),
        Verdict::Publiable => None,
        _ => Some("skipped"),
    };
    let unseen = report.incomplete.iter().map(|notice| {
        let path = notice.path.as_ref().map(|path| format!("{path}: ")).unwrap_or_default();
        format!("{path}{}", notice.message_i18n.get(lang))
    });
    let because = verdict::because(report).get(lang).to_string();
    let threshold = capital(verdict::threshold(report, gate).get(lang));
    let left_out = report.comparison.as_ref().and_then(diff::left_out);
    let left_out = left_out.map(|said| said.get(lang).to_string());
    let body: Vec<String> =
        [because, threshold].into_iter().chain(left_out).chain(unseen).collect();
    let told = element.map(|element| Told {
        element,
        kind: "verdict",
        message: report.headline_label().get(lang).to_string(),
        body: body.join("\n"),
    });
    Case { name: "verdict".into(), told }
}

/// What the test of `outcome` tells, which fails by what of it `reached` the gate.
fn told(
    report: &Report,
    (outcome, reached): (&Outcome, Option<&Reached<'_>>),
    novelties: Option<&Novelties<'_>>,
    lang: Lang,
) -> Option<Told> {
    let body = || body(report, (outcome, reached), novelties, lang);
    if let Some(aside) = reached.filter(|one| one.is_set_aside()) {
        let count = aside.findings.len();
        let (title, aside) = (wrong(report, &outcome.rule, count), verdict::set_aside(count));
        return Some(Told {
            element: "failure",
            kind: outcome.severity.code(),
            message: format!("{} — {}", title.get(lang), aside.get(lang)),
            body: body(),
        });
    }
    let element = match outcome.outcome {
        Status::Unknown if reached.is_some() => "error",
        _ if reached.is_some() => "failure",
        Status::Pass | Status::Attested => return None,
        _ => "skipped",
    };
    let title = report.title_of(outcome);
    let status = outcome.outcome.label();
    let colon = lang.pick("\u{a0}: ", ": ");
    let (title, reason) = (title.get(lang), outcome.reason_i18n.get(lang));
    Some(Told {
        element,
        kind: outcome.severity.code(),
        message: format!("{title} — {}{colon}{reason}", status.get(lang)),
        body: body(),
    })
}

/// The findings of a rule, those that the change sets aside included where they reached
/// the gate, one a line, then what to do.
fn body(
    report: &Report,
    (outcome, reached): (&Outcome, Option<&Reached<'_>>),
    novelties: Option<&Novelties<'_>>,
    lang: Lang,
) -> String {
    let warns =
        |finding: &&ReportedFinding| finding.level() == Level::Warning && finding.waived.is_none();
    let new = |finding: &&ReportedFinding| {
        let key = (outcome.rule.as_str(), finding.fingerprint.0.as_str());
        novelties.is_none_or(|novelties| novelties.contains(&key))
    };
    let told = outcome.open().chain(outcome.findings.iter().filter(warns));
    let aside = reached.into_iter().flat_map(Reached::set_aside);
    let told: Vec<&ReportedFinding> = told.filter(new).chain(aside).collect();
    let line = |finding: &&ReportedFinding| {
        let said = finding.message_i18n.get(lang).to_string();
        let said = labelled(outcome.label(finding), said, lang);
        let fingerprint = &finding.fingerprint.0;
        match finding.location.is_empty() {
            true => format!("{said} [{fingerprint}]"),
            false => format!("{} — {said} [{fingerprint}]", finding.location),
        }
    };
    let mut lines: Vec<String> = told.iter().take(FINDINGS).map(line).collect();
    let hidden = told.len().saturating_sub(FINDINGS);
    if hidden > 0 {
        lines.push(format!("+ {hidden}"));
    }
    let prose = report.rules.get(&outcome.rule).map(|rule| lang.pick(&rule.fr, &rule.en));
    let wrong = outcome.fails() || reached.is_some();
    lines.extend(prose.filter(|_| wrong).map(|prose| format!("→ {}", prose.fix)));
    lines.join("\n")
}

/// Tests, failures, errors and skipped ones.
fn count<'c>(cases: impl Iterator<Item = &'c Case>) -> [(&'static str, usize); 4] {
    let mut counts = [("tests", 0), ("failures", 0), ("errors", 0), ("skipped", 0)];
    for case in cases {
        counts[0].1 += 1;
        match case.told.as_ref().map(|told| told.element) {
            Some("failure") => counts[1].1 += 1,
            Some("error") => counts[2].1 += 1,
            Some(_) => counts[3].1 += 1,
            None => {}
        }
    }
    counts
}

fn attributes(named: &[(&str, &str)], counts: &[(&str, usize)]) -> Vec<(String, String)> {
    let named = named.iter().map(|(name, value)| (name.to_string(), value.to_string()));
    let counts = counts.iter().map(|(name, count)| (name.to_string(), count.to_string()));
    named.chain(counts).collect()
}

fn suite(
    xml: &mut Writer<&mut dyn Write>,
    report: &Report,
    chapter: &str,
    cases: &[Case],
) -> io::Result<()> {
    let when = format!("{}T00:00:00", report.date);
    let named =
        [("name", chapter), ("timestamp", when.as_str()), ("package", &report.repository.name)];
    let attributes = attributes(&named, &count(cases.iter()));
    xml.write_event(Event::Start(element("testsuite", &attributes)))?;
    for case in cases {
        let class = format!("publiable.{chapter}");
        let attributes = [("name".into(), case.name.clone()), ("classname".into(), class)];
        let start = element("testcase", &attributes);
        let Some(told) = &case.told else {
            xml.write_event(Event::Empty(start))?;
            continue;
        };
        xml.write_event(Event::Start(start))?;
        let attributes =
            [("type".into(), told.kind.to_string()), ("message".into(), told.message.clone())];
        let start = element(told.element, &attributes);
        if told.body.is_empty() {
            xml.write_event(Event::Empty(start))?;
        } else {
            xml.write_event(Event::Start(start))?;
            xml.write_event(Event::Text(BytesText::new(&characters(&told.body))))?;
            xml.write_event(Event::End(BytesEnd::new(told.element)))?;
        }
        xml.write_event(Event::End(BytesEnd::new("testcase")))?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuite")))
}

fn element<'e>(name: &'e str, attributes: &[(String, String)]) -> BytesStart<'e> {
    let mut element = BytesStart::new(name);
    for (name, value) in attributes {
        element.push_attribute((name.as_str(), characters(value).as_str()));
    }
    element
}

/// `text` with nothing that XML 1.0 refuses.
fn characters(text: &str) -> String {
    escape_lines(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}
