//! The first screen of a change: what it brings that is new or worse, what blocked already,
//! and the rest in one line.

use super::super::diff::{News, news, rest};
use super::super::{capital, group};
use super::page::{Ink, Page, words};
use super::room::Room;
use super::screen::{Open, Screen, everything};
use crate::finding::{Confidence, Severity, Status};
use crate::lang::Text;
use crate::report::difference::RuleChange;
use crate::report::{Difference, Outcome, Report};
use crate::text;
use std::io;

/// How many new problems are told one by one.
const NEWS: usize = 12;

/// Writes what `comparison` brings that is new or worse, the rest in one line: a change is
/// not asked about what was there already.
pub(super) fn render(
    page: &mut Page<'_>,
    report: &Report,
    comparison: &Difference,
) -> io::Result<()> {
    let mut screen = Screen::new(page, Room::most(|_| true));
    screen.verdict(page, report);
    screen.unseen(page, report, &Open::of(report));
    screen.news(page, report, comparison);
    screen.lines.push(String::new());
    let rest = capital(page.say(&rest(report, comparison)));
    for line in textwrap::wrap(&super::super::escape(&rest), words(screen.width.saturating_sub(2)))
    {
        screen.lines.push(format!("  {}", page.ink(Ink::Dim, &line)));
    }
    screen.still_blocking(page, report, comparison);
    screen.command(page, "publiable audit --details all", &[everything()]);
    screen.lines.iter().try_for_each(|line| page.line(0, line))
}

impl Screen {
    fn news(&mut self, page: &Page<'_>, report: &Report, comparison: &Difference) {
        let News { rules, findings } = news(comparison);
        let count = rules.len() + findings.len();
        if count == 0 {
            return;
        }
        let title = text!("Nouveau ou dégradé", "New or worse");
        self.title(page, Ink::Red, &title, count);
        for change in rules.iter().take(NEWS) {
            let (ink, mark) = news_mark(change.to, None);
            let title = news_title(report, change);
            let said = format!("{} — {}", title.get(page.lang()), page.say(&change.reason));
            self.line(page, ink, mark, &said, "");
        }
        for found in findings.iter().take(NEWS.saturating_sub(rules.len())) {
            let place = found.location.to_string();
            let place = if place.is_empty() { &found.rule } else { &place };
            let (ink, mark) = news_mark(Some(found.outcome), Some(found.confidence));
            let aside = text!("écarté par cette modification : ", "set aside by this change: ");
            let aside = if found.outcome == Status::Waived { page.say(&aside) } else { "" };
            let said = capital(&format!("{aside}{}", page.say(&found.message)));
            self.line(page, ink, mark, &said, place);
        }
        self.left_out(page, count.saturating_sub(NEWS));
    }

    /// The rules that block and that the change did not make worse: the verdict is theirs.
    fn still_blocking(&mut self, page: &Page<'_>, report: &Report, comparison: &Difference) {
        let worse = news(comparison).rules;
        let told = |rule: &str| {
            worse.iter().any(|one| one.rule == rule)
                || comparison.appeared.iter().any(|found| found.rule == rule)
        };
        let before = group::failing(report, Severity::Blocking).into_iter();
        let before: Vec<&Outcome> = before.filter(|one| !told(&one.rule)).collect();
        if before.is_empty() {
            return;
        }
        let title = text!("Ce qui bloquait déjà", "What blocked already");
        self.title(page, Ink::Red, &title, before.len());
        for outcome in before.iter().take(NEWS) {
            self.rule(page, report, outcome, (Ink::Red, "  ✘ "), false);
        }
        self.left_out(page, before.len().saturating_sub(NEWS));
    }
}

/// How what is new is marked: what nobody has decided is no fact.
pub(super) fn news_mark(status: Option<Status>, sure: Option<Confidence>) -> (Ink, &'static str) {
    match status == Some(Status::Unknown) || sure == Some(Confidence::Low) {
        true => (Ink::Yellow, "  ? "),
        false => (Ink::Red, "  ✘ "),
    }
}

/// What a rule that got worse says now.
pub(super) fn news_title(report: &Report, change: &RuleChange) -> Text {
    let outcome = report.outcome(&change.rule);
    outcome.map_or_else(|| change.title.clone(), |outcome| report.title_of(outcome))
}
