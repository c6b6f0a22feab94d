//! The first screen: the verdict, what blocks, what is important, who must confirm
//! what, and what to run next, in as many lines as the smallest terminals show. It is
//! written last, so that it is what stays on the screen.

use super::block::{mark, noticed, revision, title_of};
use super::page::{Ink, Page};
use crate::finding::{Certainty, Severity, Status};
use crate::lang::Text;
use crate::report::{Notice, Outcome, Report, ReportedFinding};
use crate::rule::{Nature, Respondent};
use crate::text;
use std::collections::BTreeMap;
use std::io;

/// Lines of the smallest usual terminal (DEC VT100: 24 lines of 80 columns).
const LINES: usize = 24;
/// Causes of incompleteness, blocking rules and important rules shown one by one.
const CAUSES: usize = 3;
const BLOCKING: usize = 4;
const IMPORTANT: usize = 4;
/// Columns before a place, and the fewest that tell something of it.
const LEAST: usize = 12;

/// Writes the first screen of `report`, of 24 lines at most.
pub(super) fn render(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    let mut screen = Screen { lines: Vec::new(), width: page.width() };
    screen.verdict(page, report);
    screen.unseen(page, &report.incomplete);
    screen.blocking(page, report);
    screen.important(page, report);
    screen.confirm(page, report);
    screen.next(page, report);
    screen.lines.truncate(LINES);
    screen.lines.iter().try_for_each(|line| page.line(0, line))
}

struct Screen {
    lines: Vec<String>,
    width: usize,
}

impl Screen {
    /// A line of the width of the page at most. What is said comes first: of `place` the
    /// end is kept that there is room for, since it names the file and the line.
    fn line(&mut self, page: &Page<'_>, ink: Ink, mark: &str, said: &str, place: &str) {
        let said = super::super::escape(said);
        let place = super::super::escape(place);
        let room = self.width.saturating_sub(console::measure_text_width(mark));
        let said = console::truncate_str(&said, room, "…");
        let room = room.saturating_sub(console::measure_text_width(&said));
        let place = match room.checked_sub(LEAST) {
            Some(room) if !place.is_empty() => format!(" — {}", shortened(&place, room)),
            _ => String::new(),
        };
        self.lines.push(format!("{}{said}{}", page.ink(ink, mark), page.ink(Ink::Dim, &place)));
    }

    fn title(&mut self, page: &Page<'_>, ink: Ink, title: &Text, count: usize) {
        self.lines.push(String::new());
        let title = format!("{} ({count})", page.say(title).to_uppercase());
        self.lines.push(page.ink(ink, &title));
    }

    fn command(&mut self, page: &Page<'_>, command: &str, does: &Text) {
        let mark = format!("  → {command}");
        let does = format!("  {}", page.say(does));
        let wide = console::measure_text_width(&mark) + console::measure_text_width(&does);
        let does = if wide <= self.width { does } else { String::new() };
        self.line(page, Ink::Blue, &mark, &does, "");
    }

    fn verdict(&mut self, page: &Page<'_>, report: &Report) {
        let repository = &report.repository;
        let (name, degree) = (&repository.name, report.degree.audited);
        let place = revision(report);
        let shown = report.headline();
        let (ink, mark) = mark(shown);
        let verdict = page.say(&shown.label()).to_uppercase();
        let what = text!(" — {name}{place}, degré {degree}", " — {name}{place}, degree {degree}");
        self.line(page, ink, &format!("{mark} {verdict}"), page.say(&what), "");
        let (files, commits) = (repository.files, repository.commits);
        let files = text!(files; "{files} fichier lu" | "{files} fichiers lus", "{files} file read" | "{files} files read");
        let commits = text!(commits; "{commits} commit" | "{commits} commits", "{commits} commit" | "{commits} commits");
        let commits = match repository.commits {
            0 => String::new(),
            _ => format!(", {}", page.say(&commits)),
        };
        let read = format!("{}{commits} · {}", page.say(&files), report.date);
        self.line(page, Ink::Plain, "  ", &read, "");
    }

    fn unseen(&mut self, page: &Page<'_>, causes: &[Notice]) {
        if causes.is_empty() {
            return;
        }
        let title = text!("Audit incomplet", "Incomplete audit");
        let title = page.say(&title).to_uppercase();
        self.lines.push(page.ink(Ink::Red, &title));
        for notice in causes.iter().take(CAUSES) {
            self.line(page, Ink::Red, "  ? ", &noticed(page, notice), "");
        }
        self.left_out(page, causes.len().saturating_sub(CAUSES));
    }

    fn blocking(&mut self, page: &Page<'_>, report: &Report) {
        let failing = failing(report, Severity::Blocking);
        if failing.is_empty() {
            return;
        }
        let title = text!("Ce qui bloque", "What blocks");
        self.title(page, Ink::Red, &title, failing.len());
        for outcome in failing.iter().take(BLOCKING) {
            self.rule(page, report, outcome, Ink::Red, "  ✘ ");
        }
        self.left_out(page, failing.len().saturating_sub(BLOCKING));
        if let Some(worst) = failing.first() {
            let explains = text!("les lieux et les corrections", "places and corrections");
            self.command(page, &format!("publiable audit --details {}", worst.rule), &explains);
        }
    }

    fn important(&mut self, page: &Page<'_>, report: &Report) {
        let failing = failing(report, Severity::Important);
        if failing.is_empty() {
            return;
        }
        let title = text!("Ce qui est important", "What is important");
        self.title(page, Ink::Yellow, &title, failing.len());
        // What one command writes comes after what someone has to decide.
        let (written, decided): (Vec<&Outcome>, Vec<&Outcome>) =
            failing.into_iter().partition(|outcome| report.is_written(outcome));
        for outcome in decided.iter().take(IMPORTANT) {
            self.rule(page, report, outcome, Ink::Yellow, "  ✘ ");
        }
        self.left_out(page, decided.len().saturating_sub(IMPORTANT));
        let titles: Vec<String> =
            written.iter().map(|outcome| title_of(page, report, outcome)).collect();
        match titles.as_slice() {
            [] => {}
            [only] => self.line(page, Ink::Yellow, "  ✎ ", only, ""),
            [first, rest @ ..] => {
                let more = rest.len();
                let tail = text!(more; " et {more} autre" | " et {more} autres", " and {more} other" | " and {more} others");
                let said = format!("{first}{}", page.say(&tail));
                self.line(page, Ink::Yellow, "  ✎ ", &said, "");
            }
        }
    }

    /// One rule that fails: what is wrong, how many times, and first where.
    fn rule(&mut self, page: &Page<'_>, report: &Report, outcome: &Outcome, ink: Ink, mark: &str) {
        let open: Vec<_> = outcome.open().collect();
        let places = open.iter().map(|finding| finding.location.to_string());
        let place = places.into_iter().find(|place| !place.is_empty());
        let count = counted(page, &open);
        let title = title_of(page, report, outcome);
        self.line(page, ink, mark, &format!("{title}{count}"), &place.unwrap_or_default());
    }

    /// What people must confirm, by who they are, and what is still to be verified.
    fn confirm(&mut self, page: &Page<'_>, report: &Report) {
        let weighs = |outcome: &&Outcome| {
            outcome.outcome == Status::Unknown && outcome.severity >= Severity::Important
        };
        let mut open: Vec<&Outcome> = report.outcomes.iter().filter(weighs).collect();
        open.sort_by_key(|outcome| std::cmp::Reverse(outcome.severity));
        if open.is_empty() {
            return;
        }
        let (asked, verified): (Vec<&Outcome>, Vec<&Outcome>) =
            open.into_iter().partition(|outcome| outcome.nature == Nature::Attestation);
        if !asked.is_empty() {
            let title =
                text!("À confirmer par l’administration", "For the administration to confirm");
            self.title(page, Ink::Yellow, &title, asked.len());
            let who = respondents(page, report, &asked);
            self.line(page, Ink::Blue, "  → publiable attest  ", &who, "");
        }
        if !verified.is_empty() {
            let title = text!("À vérifier", "To verify");
            self.title(page, Ink::Yellow, &title, verified.len());
            let rules: Vec<&str> = verified.iter().map(|outcome| outcome.rule.as_str()).collect();
            self.line(page, Ink::Yellow, "  ? ", &rules.join(", "), "");
        }
    }

    fn next(&mut self, page: &Page<'_>, report: &Report) {
        let written = report.outcomes.iter().filter(|outcome| report.is_written(outcome)).count();
        self.lines.push(String::new());
        if written > 0 {
            let does = text!(
                written;
                "écrit ce qui manque à {written} règle" | "écrit ce qui manque à {written} règles",
                "writes what {written} rule lacks" | "writes what {written} rules lack"
            );
            self.command(page, "publiable scaffold --dry-run", &does);
        }
        let all = text!("tout le détail", "everything in detail");
        self.command(page, "publiable audit --details all", &all);
    }

    fn left_out(&mut self, page: &Page<'_>, hidden: usize) {
        if hidden == 0 {
            return;
        }
        let line = text!(hidden; "… et {hidden} autre" | "… et {hidden} autres", "… and {hidden} other" | "… and {hidden} others");
        let line = page.say(&line).to_string();
        self.line(page, Ink::Dim, "  ", &line, "");
    }
}

/// The rules of `severity` that fail, those that a relay reads first before the others.
fn failing(report: &Report, severity: Severity) -> Vec<&Outcome> {
    let failing = report.outcomes.iter().filter(|o| o.fails() && o.severity == severity);
    let mut failing: Vec<&Outcome> = failing.collect();
    failing.sort_by_key(|outcome| {
        let rank = report.rules.get(&outcome.rule).and_then(|rule| rule.relay);
        rank.unwrap_or(u8::MAX)
    });
    failing
}

/// Who has to answer `asked`, and how many questions each.
fn respondents(page: &Page<'_>, report: &Report, asked: &[&Outcome]) -> String {
    let mut counts: BTreeMap<Respondent, usize> = BTreeMap::new();
    for outcome in asked {
        let who = report.rules.get(&outcome.rule).and_then(|rule| rule.asked);
        *counts.entry(who.unwrap_or_default()).or_default() += 1;
    }
    let counts = counts.into_iter();
    let counts = counts.map(|(who, count)| format!("{} : {count}", page.say(&who.label())));
    let separator = page.lang().pick("\u{a0}: ", ": ");
    counts.collect::<Vec<_>>().join(" · ").replace(" : ", separator)
}

/// How many findings there are, and how sure they are, the surest first.
fn counted(page: &Page<'_>, open: &[&ReportedFinding]) -> String {
    let sure = [Certainty::Proven, Certainty::Recognised, Certainty::Probable, Certainty::Possible];
    let counts = sure.into_iter().filter_map(|certainty| {
        let count = open.iter().filter(|finding| finding.certainty == Some(certainty)).count();
        (count > 0).then(|| format!("{count} {}", page.say(&certainty.counted(count))))
    });
    match (counts.collect::<Vec<_>>().join(", "), open.len()) {
        (counts, _) if !counts.is_empty() => format!(" ({counts})"),
        (_, 0 | 1) => String::new(),
        (_, count) => format!(" ({count})"),
    }
}

/// The end of `place`, in as many characters as [`LEAST`] and `room` leave.
fn shortened(place: &str, room: usize) -> String {
    let (length, room) = (place.chars().count(), room + LEAST - " — ".chars().count());
    if length <= room {
        return place.to_string();
    }
    let kept: String = place.chars().skip(length + 1 - room).collect();
    format!("…{kept}")
}
