//! The first screen: the verdict, what blocks, what is important, who must confirm
//! what, and what to run next, in as many lines as the smallest terminals show. It is
//! written last, so that it is what stays on the screen.

use super::super::diff::{left_out, set_aside, since};
use super::super::placed::{self, continued};
use super::super::{capital, group, settle};
use super::block::{details, how_many, mark, respondents, revision, shorter, title_of};
use super::page::{Ink, Page, words};
use super::place::shortened;
use super::room::Room;
use crate::finding::{Certainty, Severity, Status};
use crate::lang::{Text, thousands};
use crate::report::{Outcome, Report, Verdict};
use crate::text;
use std::io;

/// Lines of the smallest usual terminal (DEC VT100: 24 lines of 80 columns), but the one
/// where a shell asks for what comes next.
const LINES: usize = 23;
/// Columns before a place, and the fewest that tell something of it.
const LEAST: usize = 12;
/// Columns that a mark takes.
pub(super) const LEAD: usize = 4;

/// Writes the first screen of `report`, of 24 lines at most.
pub(super) fn render(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    let open = Open::of(report);
    let room = Room::most(|room| Screen::of(page, report, &open, room).rows(0) <= LINES);
    let screen = Screen::of(page, report, &open, room);
    // Where nothing fits, the commands that end it stay.
    let left_out = (0..screen.end).find(|left_out| screen.rows(*left_out) <= LINES);
    let kept = screen.end - left_out.unwrap_or(screen.end);
    let (said, commands) = (&screen.lines[..kept], &screen.lines[screen.end..]);
    said.iter().chain(commands).try_for_each(|line| page.line(0, line))
}

/// What waits for people, the same in every room.
pub(super) struct Open<'a> {
    asked: Vec<&'a Outcome>,
    /// What would forbid publication if it were true.
    pub(super) doubts: Vec<&'a Outcome>,
    /// The rest of what is to be verified.
    verified: Vec<&'a Outcome>,
    /// How many wait until everything is read, in a sentence.
    waiting: Option<Text>,
}

impl<'a> Open<'a> {
    pub(super) fn of(report: &'a Report) -> Open<'a> {
        let (asked, verified) = group::open(report);
        let (verified, waiting) = group::to_verify(&verified);
        let (doubts, verified) = verified.into_iter().partition(|one| group::would_block(one));
        Open { asked, doubts, verified, waiting }
    }
}

pub(super) struct Screen {
    pub lines: Vec<String>,
    pub width: usize,
    pub(super) room: Room,
    /// Where the commands that end it start.
    end: usize,
}

impl Screen {
    pub(super) fn new(page: &Page<'_>, room: Room) -> Screen {
        Screen { lines: Vec::new(), width: page.width(), room, end: 0 }
    }

    fn of(page: &Page<'_>, report: &Report, open: &Open<'_>, room: Room) -> Screen {
        let mut screen = Screen::new(page, room);
        screen.verdict(page, report);
        screen.unseen(page, report, open);
        screen.blocking(page, report);
        screen.important(page, report, open);
        screen.confirm(page, report, open);
        screen.end = screen.lines.len();
        screen.next(page, report);
        screen
    }

    /// A line of the width of the page at most. What is said comes first, and `place` takes
    /// the room that is left.
    pub(super) fn line(&mut self, page: &Page<'_>, ink: Ink, mark: &str, said: &str, place: &str) {
        let said = super::super::escape(said);
        let place = super::super::escape(place);
        let room = self.width.saturating_sub(console::measure_text_width(mark));
        // The end of a long sentence yields to where it is.
        let kept = console::measure_text_width(&place).min(2 * LEAST) + " — ".chars().count();
        let kept = if place.is_empty() || room < 2 * kept { 0 } else { kept };
        let said = console::truncate_str(&said, room - kept, "…");
        let room = room.saturating_sub(console::measure_text_width(&said));
        let place = match room >= LEAST && !place.is_empty() {
            true => format!(" — {}", shortened(&place, room - " — ".chars().count())),
            false => String::new(),
        };
        self.lines.push(format!("{}{said}{}", page.ink(ink, mark), page.ink(Ink::Dim, &place)));
    }

    pub(super) fn title(&mut self, page: &Page<'_>, ink: Ink, title: &Text, count: usize) {
        self.titled(page, ink, title, &count.to_string());
    }

    fn gap(&mut self) {
        if self.room.airy {
            self.lines.push(String::new());
        }
    }

    fn titled(&mut self, page: &Page<'_>, ink: Ink, title: &Text, count: &str) {
        self.gap();
        let title = format!("{} ({count})", page.say(title).to_uppercase());
        self.lines.push(page.ink(ink, &title));
    }

    /// What the marks of the section titled last mean, where its line has room.
    pub(super) fn legend(&mut self, page: &Page<'_>, legend: &[Text]) {
        let legend: Vec<&str> = legend.iter().map(|one| page.say(one)).collect();
        let legend = format!(" — {}", legend.join(", "));
        let Some(title) = self.lines.last_mut() else { return };
        let wide = console::measure_text_width(title) + console::measure_text_width(&legend);
        if wide <= self.width {
            title.push_str(&page.ink(Ink::Dim, &legend));
        }
    }

    /// A command and what it does, in the fullest wording that fits; false where none does. A
    /// line is pasted whole: a shell takes the rest for a comment.
    pub(super) fn command(&mut self, page: &Page<'_>, command: &str, does: &[Text]) -> bool {
        let command = page.placed(command);
        let mark = format!("  → {command}");
        let room = self.width.saturating_sub(console::measure_text_width(&mark));
        let mut does = does.iter().map(|does| format!("  # {}", page.say(does)));
        let does = does.find(|does| console::measure_text_width(does) <= room);
        let fits = does.is_some();
        let does = page.ink(Ink::Dim, &does.unwrap_or_default());
        // A command is pasted: it is never cut, and goes on below where a shell lets it.
        for (at, line) in continued(&command, self.width.saturating_sub(LEAD)).iter().enumerate() {
            let mark = if at == 0 { "  → " } else { "    " };
            self.lines.push(page.ink(Ink::Blue, &format!("{mark}{line}")));
        }
        if let Some(last) = self.lines.last_mut() {
            last.push_str(&does);
        }
        fits
    }

    /// The commands that show `outcomes`, `most` at most.
    pub(super) fn details(
        &mut self,
        page: &Page<'_>,
        report: &Report,
        outcomes: &[&Outcome],
        most: usize,
    ) {
        let explains = [
            text!("les lieux et les corrections", "locations and fixes"),
            text!("les lieux", "locations"),
        ];
        // What somebody answered is answered anew.
        let (refused, others): (Vec<&Outcome>, Vec<&Outcome>) =
            outcomes.iter().copied().partition(|one| report.is_refused(one));
        // One command asks all of them.
        let count = refused.len();
        let again = text!(
            count;
            "répondre de nouveau" | "répondre de nouveau aux {count} questions",
            "answer it again" | "answer the {count} questions again"
        );
        let alone = refused.first().filter(|_| count == 1);
        let rule = alone.map_or_else(String::new, |one| format!(" {}", one.rule));
        if count > 0 {
            self.command(page, &format!("publiable attest{rule}"), &[again]);
        }
        for shown in details(&others).into_iter().take(most) {
            self.command(page, &format!("publiable audit --details {shown}"), &explains);
        }
    }

    /// How many lines a terminal shows without the last `left_out` before the commands that
    /// end it: what is wider than a line takes several.
    fn rows(&self, left_out: usize) -> usize {
        let wide = |line: &String| console::measure_text_width(line).div_ceil(self.width.max(1));
        let (said, commands) = self.lines.split_at(self.end);
        let said = &said[..said.len() - left_out];
        said.iter().chain(commands).map(|line| wide(line).max(1)).sum()
    }

    pub(super) fn verdict(&mut self, page: &Page<'_>, report: &Report) {
        let repository = &report.repository;
        let (name, degree) = (&repository.name, report.degree.audited);
        let place = revision(report);
        let shown = report.headline();
        let (ink, mark) = mark(shown);
        let verdict = page.say(&shown.label()).to_uppercase();
        let mark = format!("{mark} {verdict} — ");
        let after = text!("{place}, degré {degree}", "{place}, degree {degree}");
        let after = page.say(&after);
        // The name is cut before the degree is.
        let wide = console::measure_text_width(&mark) + console::measure_text_width(after);
        let room = self.width.saturating_sub(wide).max(LEAST);
        let name = super::super::escape(name);
        let name = console::truncate_str(&name, room, "…");
        self.line(page, ink, &mark, &format!("{name}{after}"), "");
        let (files, commits) = (thousands(repository.files), thousands(repository.commits));
        let files = text!(repository.files; "{files} fichier lu" | "{files} fichiers lus", "{files} file read" | "{files} files read"; files);
        let commits = text!(repository.commits; "{commits} commit" | "{commits} commits", "{commits} commit" | "{commits} commits"; commits);
        let commits = match repository.commits {
            0 => String::new(),
            _ => format!(", {}", page.say(&commits)),
        };
        let read = format!("{}{commits} · {}", page.say(&files), report.date);
        self.line(page, Ink::Plain, "  ", &read, "");
        if let Some(usual) = group::usual_degree(report).filter(|_| self.room.degree) {
            self.line(page, Ink::Plain, "  ", &capital(page.say(&usual)), "");
        }
        for said in report
            .comparison
            .iter()
            .flat_map(|one| [Some(since(one)), left_out(one), set_aside(one)])
        {
            let said = said.map(|said| capital(page.say(&said)));
            said.into_iter().for_each(|said| self.line(page, Ink::Yellow, "  ", &said, ""));
        }
        if let Some(settled) = group::settled(report) {
            self.line(page, Ink::Yellow, "  ", page.say(&settled), "");
        }
    }

    /// What could not be read, under a title of its own unless the verdict says it.
    pub(super) fn unseen(&mut self, page: &Page<'_>, report: &Report, open: &Open<'_>) {
        let causes = group::unread(&report.incomplete);
        if causes.is_empty() {
            return;
        }
        if report.headline() != Verdict::AuditIncomplet {
            let title = text!("Audit incomplet", "Incomplete audit");
            let title = page.say(&title).to_uppercase();
            let enough = text!(
                " — ce qui a été lu suffit à conclure",
                " — what was read is enough to conclude"
            );
            self.line(page, Ink::Red, &title, page.say(&enough), "");
        } else if let Some(seen) = report.verdict_on_what_was_seen {
            let seen = seen.label();
            let seen =
                text!("D’après ce qui a été lu : {seen}", "Judging by what was read: {seen}"; seen);
            self.line(page, Ink::Yellow, "  ", page.say(&seen), "");
        }
        let remedy = causes.iter().find_map(|(cause, _)| group::remedy(cause));
        let remedy = remedy.filter(|_| self.room.remedy);
        for (cause, paths) in causes.iter().take(self.room.causes) {
            let count = paths.len();
            let many = text!("{count} fichiers : ", "{count} files: ");
            let many = if count > 1 { page.say(&many) } else { "" };
            let mut said = format!("{many}{}", page.say(cause));
            // A command that has its line leaves its room to what was not read.
            if let Some(remedy) = remedy {
                said = said.replacen(&format!(" (git {remedy})"), "", 1);
            }
            let place = paths.first().copied().unwrap_or_default();
            self.line(page, Ink::Red, "  ? ", &capital(&said), place);
        }
        self.left_out(page, causes.len().saturating_sub(self.room.causes));
        if let Some(remedy) = remedy {
            let command = format!("{} {remedy}", placed::git(page.folder()));
            let again = text!("puis relancer l’audit", "then audit again");
            self.command(page, &command, &[again]);
        }
        if let Some(waiting) = open.waiting.as_ref().filter(|_| self.room.waiting) {
            self.line(page, Ink::Plain, "    ", page.say(waiting), "");
        }
    }

    fn blocking(&mut self, page: &Page<'_>, report: &Report) {
        let failing = group::failing(report, Severity::Blocking);
        let closed = group::closed(report);
        if failing.is_empty() && closed.is_none() {
            return;
        }
        let title = text!("Ce qui bloque", "What blocks");
        self.title(page, Ink::Red, &title, failing.len() + usize::from(closed.is_some()));
        if let Some(closed) = closed {
            self.line(page, Ink::Red, "  ✘ ", page.say(&closed.title), closed.place);
        }
        let shown = &failing[..failing.len().min(self.room.blocking)];
        let last = shown.iter().rposition(|outcome| outcome.chapter == "secrets");
        for (at, outcome) in shown.iter().enumerate() {
            let explained = at < self.room.kinds;
            self.rule(page, report, outcome, (Ink::Red, "  ✘ "), explained);
            if explained {
                self.explained(page, report, outcome);
            }
            if last == Some(at) {
                self.revoked(page, report, &failing);
            }
        }
        self.left_out(page, failing.len().saturating_sub(self.room.blocking));
        let decided: Vec<&Outcome> =
            failing.iter().copied().filter(|outcome| !report.is_written(outcome)).collect();
        self.details(page, report, &decided, self.room.commands);
        if decided.len() < failing.len() {
            let does =
                text!("demande ce qu’il faut, puis l’écrit", "asks what it needs, then writes it");
            self.command(page, SCAFFOLD, &[does, writes()]);
        }
    }

    /// Which secrets, or which licence: a title alone does not tell.
    fn explained(&mut self, page: &Page<'_>, report: &Report, outcome: &Outcome) {
        let mut counting = outcome.counting();
        let alone = counting.next().filter(|_| counting.next().is_none());
        let alone = alone.map(|finding| finding.message_i18n.clone());
        let room = self.width.saturating_sub(LEAD);
        let mut kinds = group::shorter_kinds(report, outcome);
        let wide = |said: &Text| console::measure_text_width(page.say(said));
        let lines = |said: &Text| textwrap::wrap(page.say(said), words(room)).len();
        // Every kind is named where one line holds them, or two.
        let held = kinds.iter().position(|said| wide(said) <= room);
        let held = held.or_else(|| kinds.iter().position(|said| lines(said) <= 2));
        let (said, most) = match kinds.is_empty() {
            true => (alone.unwrap_or_else(|| outcome.reason_i18n.clone()), 1),
            false => (kinds.swap_remove(held.unwrap_or(kinds.len() - 1)), 2),
        };
        let said = super::super::escape(&capital(page.say(&said)));
        match most {
            1 => self.line(page, Ink::Red, "    ", &said, ""),
            _ => {
                let lines = textwrap::wrap(&said, words(room));
                lines
                    .iter()
                    .take(most)
                    .for_each(|line| self.line(page, Ink::Red, "    ", line, ""));
            }
        }
    }

    /// What is to be done about secrets that block, which no command does.
    fn revoked(&mut self, page: &Page<'_>, report: &Report, failing: &[&Outcome]) {
        let mut secrets = failing.iter().filter(|one| one.chapter == "secrets");
        let mut found = secrets.clone().flat_map(|one| one.counting()).peekable();
        if secrets.next().is_none() || !self.room.revoke || found.peek().is_none() {
            return;
        }
        let sure = found.any(|one| !one.sample && one.certainty > Some(Certainty::Probable));
        let does = match (sure, report.repository.commits > 0) {
            (true, true) => text!(
                "À faire : révoquer, changer, puis purger l’historique Git",
                "To do: revoke, replace, then purge the Git history"
            ),
            (true, false) => text!(
                "À faire : révoquer, changer, puis retirer des fichiers",
                "To do: revoke, replace, then remove from the files"
            ),
            (false, true) => text!(
                "Si c’est un vrai secret : révoquer, changer, puis purger l’historique Git",
                "If it is a real secret: revoke, replace, then purge the Git history"
            ),
            (false, false) => text!(
                "Si c’est un vrai secret : révoquer, changer, puis retirer des fichiers",
                "If it is a real secret: revoke, replace, then remove from the files"
            ),
        };
        self.line(page, Ink::Red, "    ", page.say(&does), "");
    }

    /// One rule that fails: what is wrong, how many times unless the next line has it
    /// `explained`, and first where. A title that leaves no room for the place is said in
    /// few words, and so is what is to be verified, which its section says.
    pub(super) fn rule(
        &mut self,
        page: &Page<'_>,
        report: &Report,
        outcome: &Outcome,
        (ink, mark): (Ink, &str),
        explained: bool,
    ) {
        let place = group::foremost(report, outcome).map(|finding| finding.location.to_string());
        let place = place.unwrap_or_default();
        let counts = if explained { Default::default() } else { how_many(page, outcome) };
        let title = format!("{}{}", title_of(page, report, outcome), counts[0]);
        let beside = if place.is_empty() { 0 } else { place.chars().count().min(2 * LEAST) + 3 };
        let wide = LEAD + console::measure_text_width(&title) + beside;
        let room = self.width.saturating_sub(beside + LEAD);
        let title = match outcome.outcome == Status::Unknown || wide > self.width {
            true => shorter(page, report, outcome, (&counts, room)),
            false => title,
        };
        self.line(page, ink, mark, &title, &place);
    }

    /// What people must confirm, by who they are, and what is still to be verified.
    fn confirm(&mut self, page: &Page<'_>, report: &Report, open: &Open<'_>) {
        let Open { asked, verified, .. } = open;
        if !asked.is_empty() {
            let title =
                text!("À confirmer par l’administration", "For your organisation to confirm");
            let heading = page.say(&title).chars().count() + " ()".len();
            let counts = group::questions(report, asked);
            let fits = |count: &&Text| heading + page.say(count).chars().count() <= self.width;
            let count = counts.iter().find(fits);
            let count = count.map_or("", |count| page.say(count)).to_string();
            self.titled(page, Ink::Yellow, &title, &count);
            let who = respondents(page, report, asked);
            if !self.command(page, "publiable attest", &[Text::same(&who)]) && self.room.who {
                self.line(page, Ink::Plain, "    ", &who, "");
            }
        }
        for (count, command, does) in settle::accepting_briefly(report, page.lang()) {
            let title = text!("À accepter par la sécurité", "For the security team to accept");
            self.title(page, Ink::Yellow, &title, count);
            self.command(page, &command, &[does]);
        }
        if !verified.is_empty() {
            let title = text!("À vérifier", "To check");
            self.title(page, Ink::Yellow, &title, verified.len());
            for outcome in verified.iter().take(self.room.verify) {
                self.rule(page, report, outcome, (Ink::Yellow, "  ? "), false);
            }
            let hidden = verified.len().saturating_sub(self.room.verify);
            self.left_out(page, if self.room.verify == 0 { 0 } else { hidden });
        }
    }

    fn next(&mut self, page: &Page<'_>, report: &Report) {
        self.gap();
        let all = ("publiable audit --details all", vec![everything()]);
        // What is publishable waits for none of what could still be written.
        let next = match report.headline() {
            Verdict::Publiable => [Some(all), written(report)],
            _ if group::prepares(report) => [Some(prepare()), Some(all)],
            _ => [written(report), Some(all)],
        };
        let mut next: Vec<(&str, Vec<Text>)> = next.into_iter().flatten().collect();
        // Beside questions that the verdict waits for, they are counted there.
        let waited = !report.questions().0.is_empty();
        let optional = group::optional_questions(report).filter(|_| !waited);
        next.extend(optional.map(|optional| ("publiable attest", vec![optional])));
        for (command, does) in &next {
            self.command(page, command, does);
        }
    }

    pub(super) fn left_out(&mut self, page: &Page<'_>, hidden: usize) {
        if hidden == 0 {
            return;
        }
        let line = text!(hidden; "… et {hidden} autre" | "… et {hidden} autres", "… and {hidden} other" | "… and {hidden} others");
        let line = page.say(&line).to_string();
        self.line(page, Ink::Dim, "  ", &line, "");
    }
}

/// What `--details all` shows.
pub(super) fn everything() -> Text {
    text!("tout le détail", "everything in detail")
}

/// What goes through all that is to be done, one thing after the other.
fn prepare() -> (&'static str, Vec<Text>) {
    let does = text!(
        "guide pas à pas : constats, fichiers, questions",
        "a guide, step by step: findings, files, questions"
    );
    ("publiable prepare", vec![does, text!("guide pas à pas", "a guide, step by step")])
}

/// What asks for what is missing and writes it, blocking and important rules first.
const SCAFFOLD: &str = "publiable scaffold";

/// The command that writes what is missing, and for how many rules, where no blocking rule
/// gave it already.
fn written(report: &Report) -> Option<(&'static str, Vec<Text>)> {
    let blocks = |one: &Outcome| one.severity == Severity::Blocking && report.is_written(one);
    if report.outcomes.iter().any(blocks) {
        return None;
    }
    let (command, count) = group::written(report)?;
    let does = text!(
        count;
        "demande ce qu’il faut, puis l’écrit ({count} règle)"
            | "demande ce qu’il faut, puis l’écrit ({count} règles)",
        "asks what it needs, then writes it ({count} rule)"
            | "asks what it needs, then writes it ({count} rules)"
    );
    Some((command, vec![does, writes()]))
}

/// What the command that writes does, in few words.
fn writes() -> Text {
    text!("écrit ce qui manque", "writes what is missing")
}
