//! What is important on the first screen: what fails, what would block if it were true,
//! what is only to be written.

use super::super::group;
use super::block::{short, title_of};
use super::page::{Ink, Page, words};
use super::screen::{LEAD, Open, Screen};
use crate::finding::Severity;
use crate::lang::Text;
use crate::report::{Outcome, Report};
use crate::text;

impl Screen {
    /// What is important, then what would block if it were true, then what is only to be
    /// written: a reader acts from the top.
    pub(super) fn important(&mut self, page: &Page<'_>, report: &Report, open: &Open<'_>) {
        let failing = group::failing(report, Severity::Important);
        let doubts = &open.doubts;
        if failing.is_empty() && doubts.is_empty() {
            return;
        }
        let title = text!("Ce qui est important", "What is important");
        self.title(page, Ink::Yellow, &title, failing.len() + doubts.len());
        // What nearly every repository lacks, and what one command writes, comes after
        // what someone has to decide.
        let (gaps, decided): (Vec<&Outcome>, Vec<&Outcome>) =
            failing.into_iter().partition(|outcome| group::is_usual(report, outcome));
        let gaps_listed = self.room.listed || gaps.len() == 1;
        let decide = (!decided.is_empty()).then(|| text!("✘ à traiter", "✘ to deal with"));
        let doubt = text!("? bloque si c’est vrai", "? blocks if it is true");
        let doubt = (!doubts.is_empty()).then_some(doubt);
        let write = gaps_listed && !gaps.is_empty();
        let write = write.then(|| text!("✎ à compléter", "✎ to be written"));
        let legend: Vec<Text> = decide.into_iter().chain(doubt).chain(write).collect();
        if !legend.is_empty() {
            self.legend(page, &legend);
        }
        let most = self.room.important;
        for outcome in decided.iter().take(most) {
            self.rule(page, report, outcome, (Ink::Yellow, "  ✘ "), false);
        }
        self.left_out(page, decided.len().saturating_sub(most));
        for outcome in doubts.iter().take(self.room.doubts) {
            self.rule(page, report, outcome, (Ink::Yellow, "  ? "), false);
        }
        self.left_out(page, doubts.len().saturating_sub(self.room.doubts));
        self.gaps(page, report, &gaps, gaps_listed);
        let shown: Vec<&Outcome> = decided.iter().chain(doubts).copied().collect();
        self.details(page, report, &shown, self.room.details);
    }

    /// What nearly every repository lacks: a line each where there is room, else named in
    /// few words.
    fn gaps(&mut self, page: &Page<'_>, report: &Report, gaps: &[&Outcome], listed: bool) {
        if listed {
            for outcome in gaps {
                self.line(page, Ink::Yellow, "  ✎ ", &title_of(page, report, outcome), "");
            }
            return;
        }
        if gaps.is_empty() {
            return;
        }
        let count = gaps.len();
        let named: Vec<String> = gaps
            .iter()
            .map(|outcome| page.say(&short(report, outcome).following("", "")).into())
            .collect();
        let said = text!("{count} points à compléter : ", "{count} gaps to fill: ");
        let said = super::super::escape(&format!("{}{}", page.say(&said), named.join(", ")));
        let lines = textwrap::wrap(&said, words(self.width.saturating_sub(LEAD)));
        for (at, line) in lines.iter().take(self.room.gaps).enumerate() {
            let mark = if at == 0 { "  ✎ " } else { "    " };
            match at + 1 == self.room.gaps && lines.len() > self.room.gaps {
                true => self.line(
                    page,
                    Ink::Yellow,
                    mark,
                    &format!("{} …", line.trim_end_matches(',')),
                    "",
                ),
                false => self.line(page, Ink::Yellow, mark, line, ""),
            }
        }
    }
}
