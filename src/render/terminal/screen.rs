//! The first screen: the verdict, what blocks, what is important, who must confirm
//! what, and what to run next, in as many lines as the smallest terminals show. It is
//! written last, so that it is what stays on the screen.

use super::super::diff::{News, left_out, news, rest, set_aside, since};
use super::super::{capital, group};
use super::block::{mark, revision, title_of};
use super::page::{Ink, Page};
use crate::finding::{Confidence, Severity, Status};
use crate::lang::Text;
use crate::report::difference::RuleChange;
use crate::report::{Difference, Outcome, Report, Verdict};
use crate::rule::chapter;
use crate::text;
use std::io;

/// Lines of the smallest usual terminal (DEC VT100: 24 lines of 80 columns).
const LINES: usize = 24;
/// Columns before a place, and the fewest that tell something of it.
const LEAST: usize = 12;

/// How many new problems are told one by one.
const NEWS: usize = 12;

/// How much is told one by one, the fullest first: the first that fits is shown. What blocks
/// is the last to yield.
const ROOMS: [Room; 11] = [
    Room { causes: 3, blocking: 9, kinds: 3, important: 8, usual: 8, verify: 8, airy: true },
    Room { causes: 3, blocking: 9, kinds: 3, important: 8, usual: 1, verify: 8, airy: true },
    Room { causes: 3, blocking: 9, kinds: 3, important: 5, usual: 1, verify: 5, airy: true },
    Room { causes: 3, blocking: 9, kinds: 3, important: 4, usual: 1, verify: 4, airy: true },
    Room { causes: 3, blocking: 9, kinds: 3, important: 3, usual: 1, verify: 3, airy: true },
    Room { causes: 2, blocking: 9, kinds: 2, important: 3, usual: 1, verify: 2, airy: true },
    Room { causes: 2, blocking: 9, kinds: 2, important: 2, usual: 1, verify: 1, airy: true },
    Room { causes: 1, blocking: 9, kinds: 2, important: 2, usual: 1, verify: 1, airy: false },
    Room { causes: 1, blocking: 9, kinds: 1, important: 1, usual: 1, verify: 0, airy: false },
    Room { causes: 1, blocking: 7, kinds: 0, important: 1, usual: 1, verify: 0, airy: false },
    Room { causes: 1, blocking: 5, kinds: 0, important: 1, usual: 1, verify: 0, airy: false },
];

/// Causes of incompleteness, blocking rules, those of them whose secrets are counted
/// by kind, important rules, common gaps and rules to verify; whether blank lines part them.
#[derive(Clone, Copy)]
struct Room {
    causes: usize,
    blocking: usize,
    kinds: usize,
    important: usize,
    usual: usize,
    verify: usize,
    airy: bool,
}

/// Writes the first screen of `report`, of 24 lines at most.
pub(super) fn render(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    let open = Open::of(report);
    let mut screen = Screen::of(page, report, &open, ROOMS[0]);
    for room in ROOMS.into_iter().skip(1) {
        if screen.height() <= LINES {
            break;
        }
        screen = Screen::of(page, report, &open, room);
    }
    // Where nothing fits, the commands that end it stay.
    let kept = screen.end.saturating_sub(screen.height().saturating_sub(LINES));
    let (said, commands) = (&screen.lines[..kept], &screen.lines[screen.end..]);
    said.iter().chain(commands).try_for_each(|line| page.line(0, line))
}

/// Writes what `comparison` brings that is new or worse, the rest in one line: a change is
/// not asked about what was there already.
pub(super) fn of_change(
    page: &mut Page<'_>,
    report: &Report,
    comparison: &Difference,
) -> io::Result<()> {
    let (lines, width) = (Vec::new(), page.width());
    let mut screen = Screen { lines, width, room: ROOMS[0], end: 0 };
    screen.verdict(page, report);
    screen.unseen(page, report, &Open::of(report));
    screen.news(page, report, comparison);
    screen.lines.push(String::new());
    let rest = capital(page.say(&rest(report, comparison)));
    for line in textwrap::wrap(&super::super::escape(&rest), screen.width.saturating_sub(2)) {
        screen.lines.push(format!("  {}", page.ink(Ink::Dim, &line)));
    }
    screen.lines.iter().try_for_each(|line| page.line(0, line))
}

/// What waits for people, the same in every room.
struct Open<'a> {
    asked: Vec<&'a Outcome>,
    verified: Vec<&'a Outcome>,
    /// How many wait until everything is read, in a sentence.
    waiting: Option<Text>,
}

impl<'a> Open<'a> {
    fn of(report: &'a Report) -> Open<'a> {
        let (asked, verified) = group::open(report);
        let (verified, waiting) = group::to_verify(&verified);
        Open { asked, verified, waiting }
    }
}

struct Screen {
    lines: Vec<String>,
    width: usize,
    room: Room,
    /// Where the commands that end it start.
    end: usize,
}

impl Screen {
    fn of(page: &Page<'_>, report: &Report, open: &Open<'_>, room: Room) -> Screen {
        let (lines, width) = (Vec::new(), page.width());
        let mut screen = Screen { lines, width, room, end: 0 };
        screen.verdict(page, report);
        screen.unseen(page, report, open);
        screen.blocking(page, report);
        screen.important(page, report);
        screen.confirm(page, report, open);
        screen.end = screen.lines.len();
        screen.next(page, report);
        screen
    }

    /// A line of the width of the page at most. What is said comes first: of `place` the
    /// end is kept that there is room for, since it names the file and the line.
    fn line(&mut self, page: &Page<'_>, ink: Ink, mark: &str, said: &str, place: &str) {
        let said = super::super::escape(said);
        let place = super::super::escape(place);
        let room = self.width.saturating_sub(console::measure_text_width(mark));
        // The end of a long sentence yields to where it is.
        let kept = console::measure_text_width(&place).min(2 * LEAST) + " — ".chars().count();
        let kept = if place.is_empty() || room < 2 * kept { 0 } else { kept };
        let said = console::truncate_str(&said, room - kept, "…");
        let room = room.saturating_sub(console::measure_text_width(&said));
        let place = match room.checked_sub(LEAST) {
            Some(room) if !place.is_empty() => format!(" — {}", shortened(&place, room)),
            _ => String::new(),
        };
        self.lines.push(format!("{}{said}{}", page.ink(ink, mark), page.ink(Ink::Dim, &place)));
    }

    fn title(&mut self, page: &Page<'_>, ink: Ink, title: &Text, count: usize) {
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

    /// A command and, where there is room, what it does; false where there is none.
    fn command(&mut self, page: &Page<'_>, command: &str, does: &Text) -> bool {
        let mark = format!("  → {}", page.placed(command));
        let does = format!("  {}", page.say(does));
        let wide = console::measure_text_width(&mark) + console::measure_text_width(&does);
        let fits = wide <= self.width;
        let does = if fits { does } else { String::new() };
        // A command is pasted: it is never cut.
        self.lines.push(format!("{}{}", page.ink(Ink::Blue, &mark), page.ink(Ink::Plain, &does)));
        fits
    }

    /// The commands that show `outcomes`, `most` at most.
    fn details(&mut self, page: &Page<'_>, outcomes: &[&Outcome], most: usize) {
        let explains = text!("les lieux et les corrections", "places and corrections");
        for shown in details(outcomes).into_iter().take(most) {
            self.command(page, &format!("publiable audit --details {shown}"), &explains);
        }
    }

    /// How many lines a terminal shows: what is wider than it takes several.
    fn height(&self) -> usize {
        let wide = |line: &String| console::measure_text_width(line).div_ceil(self.width.max(1));
        self.lines.iter().map(|line| wide(line).max(1)).sum()
    }

    fn verdict(&mut self, page: &Page<'_>, report: &Report) {
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
        let (files, commits) = (repository.files, repository.commits);
        let files = text!(files; "{files} fichier lu" | "{files} fichiers lus", "{files} file read" | "{files} files read");
        let commits = text!(commits; "{commits} commit" | "{commits} commits", "{commits} commit" | "{commits} commits");
        let commits = match repository.commits {
            0 => String::new(),
            _ => format!(", {}", page.say(&commits)),
        };
        let read = format!("{}{commits} · {}", page.say(&files), report.date);
        self.line(page, Ink::Plain, "  ", &read, "");
        if let Some(usual) = group::usual_degree(report).filter(|_| self.room.airy) {
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
    fn unseen(&mut self, page: &Page<'_>, report: &Report, open: &Open<'_>) {
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
        for (cause, paths) in causes.iter().take(self.room.causes) {
            let count = if paths.len() > 1 { format!(" ({})", paths.len()) } else { String::new() };
            let said = format!("{}{count}", capital(page.say(cause)));
            self.line(page, Ink::Red, "  ? ", &said, paths.first().copied().unwrap_or_default());
        }
        self.left_out(page, causes.len().saturating_sub(self.room.causes));
        if let Some(waiting) = &open.waiting {
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
        let mut told = 0;
        for outcome in failing.iter().take(self.room.blocking) {
            self.rule(page, report, outcome, Ink::Red, "  ✘ ");
            // Which secrets, or which licence: a title alone does not tell.
            if told < self.room.kinds {
                told += 1;
                let mut counting = outcome.counting();
                let alone = counting.next().filter(|_| counting.next().is_none());
                let alone = alone.map(|finding| finding.message_i18n.clone());
                let said = group::kinds(report, outcome).or(alone);
                let said = said.unwrap_or_else(|| outcome.reason_i18n.clone());
                self.line(page, Ink::Red, "    ", &capital(page.say(&said)), "");
            }
        }
        self.left_out(page, failing.len().saturating_sub(self.room.blocking));
        let decided: Vec<&Outcome> =
            failing.iter().copied().filter(|outcome| !report.is_written(outcome)).collect();
        self.details(page, &decided, if self.room.airy { DETAILS } else { 1 });
        if decided.len() < failing.len() {
            let does =
                text!("demande ce qu’il faut, puis l’écrit", "asks what it needs, then writes it");
            self.command(page, SCAFFOLD, &does);
        }
    }

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

    fn important(&mut self, page: &Page<'_>, report: &Report) {
        let failing = group::failing(report, Severity::Important);
        if failing.is_empty() {
            return;
        }
        let title = text!("Ce qui est important", "What is important");
        self.title(page, Ink::Yellow, &title, failing.len());
        // What nearly every repository lacks, and what one command writes, comes after
        // what someone has to decide.
        let (folded, decided): (Vec<&Outcome>, Vec<&Outcome>) =
            failing.into_iter().partition(|outcome| group::is_usual(report, outcome));
        for outcome in decided.iter().take(self.room.important) {
            self.rule(page, report, outcome, Ink::Yellow, "  ✘ ");
        }
        self.left_out(page, decided.len().saturating_sub(self.room.important));
        self.details(page, &decided, usize::from(self.room.important > 2));
        let count = folded.len();
        if count <= self.room.usual {
            for outcome in folded {
                self.line(page, Ink::Yellow, "  ✎ ", &title_of(page, report, outcome), "");
            }
            return;
        }
        let said = text!("{count} manques courants : ", "{count} common gaps: ");
        let chapters = chapters(page, &folded);
        let said = super::super::escape(&format!("{}{chapters}", page.say(&said)));
        let lines = textwrap::wrap(&said, self.width.saturating_sub("  ✎ ".chars().count()));
        for (at, line) in lines.iter().enumerate() {
            self.line(page, Ink::Yellow, if at == 0 { "  ✎ " } else { "    " }, line, "");
        }
    }

    /// One rule that fails: what is wrong, how many times, and first where.
    fn rule(&mut self, page: &Page<'_>, report: &Report, outcome: &Outcome, ink: Ink, mark: &str) {
        let place = group::foremost(report, outcome).map(|finding| finding.location.to_string());
        let count = group::counted(outcome);
        let count = if count > 1 { format!(" ({count})") } else { String::new() };
        let title = title_of(page, report, outcome);
        self.line(page, ink, mark, &format!("{title}{count}"), &place.unwrap_or_default());
    }

    /// What people must confirm, by who they are, and what is still to be verified.
    fn confirm(&mut self, page: &Page<'_>, report: &Report, open: &Open<'_>) {
        let Open { asked, verified, .. } = open;
        if !asked.is_empty() {
            let title =
                text!("À confirmer par l’administration", "For the administration to confirm");
            let optional = report.questions().1.len();
            let more = match optional {
                0 => String::new(),
                _ => format!(" + {}", page.say(&group::optional(optional))),
            };
            self.titled(page, Ink::Yellow, &title, &format!("{}{more}", asked.len()));
            let who = respondents(page, report, asked);
            if !self.command(page, "publiable attest", &Text::same(&who)) {
                self.line(page, Ink::Plain, "    ", &who, "");
            }
        }
        if !verified.is_empty() && self.room.verify > 0 {
            let title = text!("À vérifier", "To verify");
            self.title(page, Ink::Yellow, &title, verified.len());
            for outcome in verified.iter().take(self.room.verify) {
                self.rule(page, report, outcome, Ink::Yellow, "  ? ");
            }
            self.left_out(page, verified.len().saturating_sub(self.room.verify));
        }
    }

    fn next(&mut self, page: &Page<'_>, report: &Report) {
        self.gap();
        let all =
            ("publiable audit --details all", text!("tout le détail", "everything in detail"));
        // What is publishable waits for none of what could still be written.
        let next = match report.headline() {
            Verdict::Publiable => [Some(all), written(report)],
            _ => [written(report), Some(all)],
        };
        let mut next: Vec<(&str, Text)> = next.into_iter().flatten().collect();
        // Beside questions that the verdict waits for, they are counted there.
        let waited = !report.questions().0.is_empty();
        let optional = group::optional_questions(report).filter(|_| !waited);
        next.extend(optional.map(|optional| ("publiable attest", optional)));
        for (command, does) in &next {
            self.command(page, command, does);
        }
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

/// What asks for what is missing and writes it, blocking and important rules first.
const SCAFFOLD: &str = "publiable scaffold";

/// The command that writes what is missing, and for how many rules, where no blocking rule
/// gave it already.
fn written(report: &Report) -> Option<(&'static str, Text)> {
    let all = report.outcomes.iter().filter(|outcome| report.is_written(outcome));
    let all: Vec<Severity> = all.map(|outcome| outcome.severity).collect();
    if all.contains(&Severity::Blocking) {
        return None;
    }
    let important = all.iter().filter(|severity| **severity == Severity::Important).count();
    let (command, count) = match important {
        0 => ("publiable scaffold --all", all.len()),
        _ => (SCAFFOLD, important),
    };
    let does = text!(
        count;
        "demande ce qu’il faut, puis l’écrit ({count} règle)"
            | "demande ce qu’il faut, puis l’écrit ({count} règles)",
        "asks what it needs, then writes it ({count} rule)"
            | "asks what it needs, then writes it ({count} rules)"
    );
    (count > 0).then_some((command, does))
}

/// Commands that show details, at most.
const DETAILS: usize = 2;

/// What `--details` is given to show `outcomes`: a rule alone in its chapter, else the
/// chapter.
fn details<'a>(outcomes: &[&'a Outcome]) -> Vec<&'a str> {
    let mut details: Vec<&str> = Vec::new();
    for outcome in outcomes {
        let same = outcomes.iter().filter(|other| other.chapter == outcome.chapter).count();
        let shown = if same > 1 { &outcome.chapter } else { &outcome.rule };
        if !details.contains(&shown.as_str()) {
            details.push(shown);
        }
    }
    details
}

/// The chapters of `outcomes`, in their order, with how many there are of each.
fn chapters(page: &Page<'_>, outcomes: &[&Outcome]) -> String {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for outcome in outcomes {
        match counted.iter_mut().find(|(chapter, _)| *chapter == outcome.chapter) {
            Some((_, count)) => *count += 1,
            None => counted.push((&outcome.chapter, 1)),
        }
    }
    let named = counted.into_iter().map(|(id, count)| {
        let title = chapter::title(id);
        let title = page.say(&title);
        if count > 1 { format!("{title} ({count})") } else { title.to_string() }
    });
    named.collect::<Vec<_>>().join(", ")
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

/// Who has to answer `asked`, and how many questions each.
fn respondents(page: &Page<'_>, report: &Report, asked: &[&Outcome]) -> String {
    let separator = page.lang().pick("\u{a0}: ", ": ");
    let counts = group::respondents(report, asked).into_iter();
    let counts =
        counts.map(|(who, asked)| format!("{}{separator}{}", page.say(&who.label()), asked.len()));
    counts.collect::<Vec<_>>().join(" · ")
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
