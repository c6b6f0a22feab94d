//! What is wrong, gathered as people act on it: by consequence, by kind of secret, by
//! who has to answer. The same groups stand in every format.

use crate::finding::{Category, Certainty, Severity, Status};
use crate::lang::{Text, list, plural};
use crate::report::{Notice, Outcome, Report, ReportedFinding};
use crate::rule::{Degree, Nature, Respondent};
use crate::text;
use crate::text::remedy::REMEDIES;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Kinds named one by one.
pub(super) const KINDS: usize = 4;

/// The degree audited, when the project announces none and the usual one was taken: what it
/// means, and what changes it.
pub(super) fn usual_degree(report: &Report) -> Option<Text> {
    let usual = report.degree.announced.is_none() && report.degree.audited == Degree::A;
    let (a, b, c) = (Degree::A.name(), Degree::B.name(), Degree::C.name());
    usual.then(|| {
        text!(
            "degré A ({a}) par défaut ; sinon : --degree B ({b}) ou C ({c})",
            "degree A ({a}) by default; or: --degree B ({b}), C ({c})";
            a, b, c
        )
    })
}

/// A declared degree that forbids publication, which no rule tells.
pub(super) struct Closed {
    /// What it is.
    pub title: Text,
    /// What to do about it.
    pub fix: Text,
    /// What stands behind it.
    pub rule: &'static str,
    /// Where it is declared.
    pub place: &'static str,
}

/// The declared degree, when it is what makes the verdict.
pub(super) fn closed(report: &Report) -> Option<Closed> {
    (report.degree.announced == Some(Degree::D)).then(|| Closed {
        title: text!(
            "Le degré D est déclaré : le code n’est pas communicable",
            "Degree D is declared: the code is not for release"
        ),
        fix: text!(
            "Ne publiez pas ce dépôt. Si le code peut être communiqué, déclarez le degré A, B ou C dans publiable.toml (project.degree) et dans le README.",
            "Do not publish this repository. If the code may be released, declare degree A, B or C in publiable.toml (project.degree) and in the README."
        ),
        rule: "readme/openness-degree",
        place: "project.degree",
    })
}

/// The rules of `severity` that fail: what is certain first, then the heaviest consequence.
pub(super) fn failing(report: &Report, severity: Severity) -> Vec<&Outcome> {
    let failing = report.outcomes.iter().filter(|o| o.fails() && o.severity == severity);
    let mut failing: Vec<&Outcome> = failing.collect();
    failing.sort_by_key(|outcome| (is_judged(outcome), rank(report, outcome)));
    failing
}

/// True for what fails by values that were judged alone: someone has to look at them.
fn is_judged(outcome: &Outcome) -> bool {
    let mut counting = outcome.counting().peekable();
    counting.peek().is_some()
        && counting.all(|one| one.certainty.is_some_and(|sure| sure <= Certainty::Probable))
}

/// The finding that shows best what is wrong with `outcome`: one that has a place and that
/// no other rule tells, out of the files that block already where it is to be verified, out
/// of tests and examples where there is one, the surest.
pub(super) fn foremost<'a>(report: &Report, outcome: &'a Outcome) -> Option<&'a ReportedFinding> {
    let told = told_before(report, outcome);
    let blocking = match outcome.fails() {
        true => Vec::new(),
        false => failing(report, Severity::Blocking),
    };
    let known = blocking.into_iter().flat_map(Outcome::counting);
    let known: BTreeSet<&str> = known.filter_map(|one| one.location.path.as_deref()).collect();
    let placed = outcome.counting().filter(|finding| !finding.location.is_empty());
    placed.min_by_key(|finding| {
        let path = finding.location.path.as_deref();
        let again = told.contains(finding.fingerprint.0.as_str());
        let again = (again, path.is_some_and(|path| known.contains(path)));
        (again, finding.sample, Reverse(finding.certainty), Reverse(finding.probability))
    })
}

/// Where `outcome` stands by the consequence of publishing all the same; what a report
/// of an earlier version does not rank comes as a relay reads it.
pub(super) fn rank(report: &Report, outcome: &Outcome) -> (usize, u8) {
    let rule = report.rules.get(&outcome.rule);
    let rank = rule.and_then(|rule| rule.rank).unwrap_or(usize::MAX);
    (rank, rule.and_then(|rule| rule.relay).unwrap_or(u8::MAX))
}

/// True for a failure that nearly every repository has, or that one command repairs.
pub(super) fn is_usual(report: &Report, outcome: &Outcome) -> bool {
    let rule = report.rules.get(&outcome.rule);
    rule.is_some_and(|rule| rule.usual) || report.is_written(outcome)
}

/// The questions that the verdict waits for, then the blocking and important rules that
/// are still to be verified, the heaviest first.
pub(super) fn open(report: &Report) -> (Vec<&Outcome>, Vec<&Outcome>) {
    let weighs = |outcome: &&Outcome| {
        outcome.outcome == Status::Unknown
            && outcome.severity >= Severity::Important
            && !report.waits(outcome)
    };
    let mut asked = report.questions().0;
    let mut verified: Vec<&Outcome> = report.outcomes.iter().filter(weighs).collect();
    for open in [&mut asked, &mut verified] {
        open.sort_by_key(|outcome| (Reverse(outcome.severity), rank(report, outcome)));
    }
    (asked, verified)
}

/// True for findings that would forbid publication if they were true: those that a blocking
/// rule doubts of, and personal data, which a blocking attestation is about.
pub(super) fn would_block(outcome: &Outcome) -> bool {
    let weighs = outcome.severity == Severity::Blocking || outcome.chapter == "privacy";
    weighs && outcome.counting().next().is_some()
}

/// Of the rules to be verified, those in which something was found, and how many wait until
/// everything is read.
pub(super) fn to_verify<'a>(verified: &[&'a Outcome]) -> (Vec<&'a Outcome>, Option<Text>) {
    let (waiting, found): (Vec<&Outcome>, Vec<&Outcome>) =
        verified.iter().partition(|outcome| outcome.unread && counted(outcome) == 0);
    let count = waiting.len();
    let told = (count > 0).then(|| {
        text!(
            count;
            "{count} contrôle n’a rien trouvé ; il conclura quand tout sera lu"
                | "{count} contrôles n’ont rien trouvé ; ils concluront quand tout sera lu",
            "{count} check found nothing; it will conclude once everything is read"
                | "{count} checks found nothing; they will conclude once everything is read"
        )
    });
    (found, told)
}

/// What could not be read, by why, with the files concerned.
pub(super) fn unread(causes: &[Notice]) -> Vec<(&Text, Vec<&str>)> {
    let mut by_cause: Vec<(&Text, Vec<&str>)> = Vec::new();
    for notice in causes {
        let path = notice.path.as_deref();
        match by_cause.iter_mut().find(|(cause, _)| **cause == notice.message_i18n) {
            Some((_, paths)) => paths.extend(path),
            None => by_cause.push((&notice.message_i18n, path.into_iter().collect())),
        }
    }
    by_cause
}

/// True for what admits no reservation: what blocks, and what the management answers, for
/// it is who would sign the reservation.
pub(super) fn is_firm(report: &Report, outcome: &Outcome) -> bool {
    let rule = report.rules.get(&outcome.rule);
    let asked = rule.and_then(|rule| rule.asked) == Some(Respondent::Management);
    outcome.severity == Severity::Blocking || (asked && outcome.nature == Nature::Attestation)
}

/// How many questions of `asked` wait before any publication, how many others, and how many
/// are optional: each is in one number alone. The fullest wording comes first, for lines that
/// have no room.
pub(super) fn questions(report: &Report, asked: &[&Outcome]) -> [Text; 3] {
    let count = asked.len();
    let firm = asked.iter().filter(|outcome| is_firm(report, outcome)).count();
    let others = count - firm;
    let told = match (firm, others) {
        (0, _) => text!("{others}", "{others}"),
        (_, 0) => text!("{firm} avant publication", "{firm} before publication"),
        _ => text!(
            others;
            "{firm} avant publication, {others} autre" | "{firm} avant publication, {others} autres",
            "{firm} before publication, {others} other" | "{firm} before publication, {others} others"
        ),
    };
    let more = match report.questions().1.len() {
        0 => Text::same(""),
        more if firm == 0 => optional(more).after(", plus ", ", plus "),
        more => optional(more).after(", ", ", "),
    };
    [text!("{told}{more}", "{told}{more}"; told, more), told, text!("{count}", "{count}")]
}

/// The command of git in the words of a cause, which a reader may paste: whatever else its
/// parentheses hold may have been read in the repository.
pub(super) fn remedy(cause: &Text) -> Option<&'static str> {
    REMEDIES.into_iter().find(|command| cause.en.contains(&format!("(git {command})")))
}

/// The command that writes what is missing, and for how many rules: the blocking and the
/// important ones first.
pub(super) fn written(report: &Report) -> Option<(&'static str, usize)> {
    let all = report.outcomes.iter().filter(|outcome| report.is_written(outcome));
    let all: Vec<Severity> = all.map(|outcome| outcome.severity).collect();
    let first = all.iter().filter(|severity| **severity >= Severity::Important).count();
    match (first, all.len()) {
        (0, 0) => None,
        (0, every) => Some(("publiable scaffold --all", every)),
        _ => Some(("publiable scaffold", first)),
    }
}

/// True when a person at a terminal has several kinds of things to do in these files: findings
/// to settle, files to write, questions to answer.
pub(super) fn prepares(report: &Report) -> bool {
    let findings = report.outcomes.iter().any(|outcome| {
        let weighs = outcome.severity >= Severity::Important;
        let wrong = matches!(outcome.outcome, Status::Fail | Status::Unknown);
        let rule = report.rules.get(&outcome.rule);
        let settled = rule.is_some_and(|rule| rule.waiver.is_by_finding());
        weighs && wrong && settled && outcome.open().next().is_some()
    });
    let files = written(report).is_some_and(|(command, _)| command == "publiable scaffold");
    let questions = !report.questions().0.is_empty();
    let kinds = usize::from(findings) + usize::from(files) + usize::from(questions);
    report.repository.kind == "work-tree" && kinds > 1
}

/// How many questions are optional, beside those that are not.
pub(crate) fn optional(count: usize) -> Text {
    text!(
        count;
        "{count} facultative" | "{count} facultatives",
        "{count} optional" | "{count} optional"
    )
}

/// The optional questions of `report` that wait, whether or not others do; `None` when
/// there are none.
pub(super) fn optional_questions(report: &Report) -> Option<Text> {
    let count = report.questions().1.len();
    (count > 0).then(|| {
        text!(
            count;
            "{count} question facultative, sans effet sur le verdict"
                | "{count} questions facultatives, sans effet sur le verdict",
            "{count} optional question, which does not change the verdict"
                | "{count} optional questions, which do not change the verdict"
        )
    })
}

/// The questions of `asked`, by who has to answer them.
pub(super) fn respondents<'a>(
    report: &Report,
    asked: &[&'a Outcome],
) -> BTreeMap<Respondent, Vec<&'a Outcome>> {
    let mut by_person: BTreeMap<Respondent, Vec<&Outcome>> = BTreeMap::new();
    for outcome in asked {
        let who = report.rules.get(&outcome.rule).and_then(|rule| rule.asked);
        by_person.entry(who.unwrap_or_default()).or_default().push(outcome);
    }
    by_person
}

/// Findings of one kind, as sure as each other.
pub(crate) struct Group<'a> {
    /// The kind.
    pub category: &'a Category,
    /// How sure they are.
    pub certainty: Certainty,
    /// The findings, those that are not samples first.
    pub findings: Vec<&'a ReportedFinding>,
}

impl Group<'_> {
    /// How many there are of what, and where values are often made up.
    pub(crate) fn label(&self) -> Text {
        let count = self.findings.len();
        let said = plural::counted(count, &self.category.name);
        let doubt = self.certainty <= Certainty::Probable;
        let said = match doubt {
            true => plural::qualified(&said, &self.certainty.counted(count)),
            false => said,
        };
        let samples = self.findings.iter().filter(|finding| finding.sample).count();
        match samples {
            0 => said,
            all if all == count => {
                text!("{said} dans des tests ou des exemples", "{said} in tests or examples"; said)
            }
            some => {
                text!("{said} dont {some} dans des tests ou des exemples", "{said}, {some} of them in tests or examples"; said)
            }
        }
    }
}

/// The findings among `open` that have a kind, by kind: those out of tests and examples
/// first, then the surest, then the most numerous.
pub(crate) fn by_kind<'a>(open: impl Iterator<Item = &'a ReportedFinding>) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for finding in open {
        let Some((category, certainty)) = finding.category.as_ref().zip(finding.certainty) else {
            continue;
        };
        let same =
            |group: &&mut Group<'_>| group.category == category && group.certainty == certainty;
        match groups.iter_mut().find(same) {
            Some(group) => group.findings.push(finding),
            None => groups.push(Group { category, certainty, findings: vec![finding] }),
        }
    }
    groups.sort_by_key(|group| {
        let samples = group.findings.iter().all(|finding| finding.sample);
        (samples, Reverse(group.certainty), Reverse(group.findings.len()))
    });
    groups
}

/// How many of `groups` there are of each kind, however sure, the first kinds first.
fn merged(groups: &[Group<'_>]) -> Vec<Text> {
    let mut kinds: Vec<(&Text, usize)> = Vec::new();
    for group in groups {
        let (name, count) = (&group.category.name, group.findings.len());
        match kinds.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known += count,
            None => kinds.push((name, count)),
        }
    }
    kinds.into_iter().map(|(name, count)| plural::counted(count, name)).collect()
}

/// How many findings of `outcome` there are of each kind, in a line; `None` when they
/// have none. What is in the history and in the files is told with the files.
pub(super) fn kinds(report: &Report, outcome: &Outcome) -> Option<Text> {
    said_of_kinds((report, outcome), false, |groups| {
        let mut parts: Vec<Text> = groups.iter().take(KINDS).map(Group::label).collect();
        let rest = groups.get(KINDS..).unwrap_or_default();
        let count: usize = rest.iter().map(|group| group.findings.len()).sum();
        if count > 0 {
            let kinds = separated(&merged(rest));
            parts.push(text!(
                count;
                "{count} autre ({kinds})" | "{count} autres ({kinds})",
                "{count} other ({kinds})" | "{count} others ({kinds})";
                kinds
            ));
        }
        parts
    })
}

/// The same, said in fewer and fewer words, for a line that has little room. Every kind is
/// named, however sure, before one is left out, and the first one always is.
pub(super) fn shorter_kinds(report: &Report, outcome: &Outcome) -> Vec<Text> {
    let first = |groups: &[Group<'_>]| {
        let mut parts: Vec<Text> = groups.iter().take(1).map(Group::label).collect();
        let rest: usize = groups.iter().skip(1).map(|group| group.findings.len()).sum();
        if rest > 0 {
            parts.push(text!(
                rest;
                "{rest} autre" | "{rest} autres",
                "{rest} other" | "{rest} others"
            ));
        }
        parts
    };
    let said = [
        kinds(report, outcome),
        said_of_kinds((report, outcome), true, merged),
        said_of_kinds((report, outcome), true, first),
    ];
    said.into_iter().flatten().collect()
}

/// `items` between commas.
fn separated(items: &[Text]) -> Text {
    let join = |pick: fn(&Text) -> &str| items.iter().map(pick).collect::<Vec<_>>().join(", ");
    Text::new(join(|item| &item.fr), join(|item| &item.en))
}

/// What `told` says of the kinds of `outcome`, then what is to be checked and what another
/// rule tells, in few words when they are to be `brief`.
fn said_of_kinds(
    (report, outcome): (&Report, &Outcome),
    brief: bool,
    told: impl Fn(&[Group<'_>]) -> Vec<Text>,
) -> Option<Text> {
    let before = told_before(report, outcome);
    let own = |finding: &&ReportedFinding| !before.contains(finding.fingerprint.0.as_str());
    let (doubtful, sure): (Vec<_>, Vec<_>) =
        outcome.open().filter(own).partition(|one| outcome.fails() && one.is_doubtful());
    let mut parts = told(&by_kind(sure.into_iter()));
    let (sure, doubtful) = (parts.len(), doubtful.len());
    if sure > 0 && doubtful > 0 {
        parts.push(text!(
            doubtful;
            "{doubtful} valeur à vérifier" | "{doubtful} valeurs à vérifier",
            "{doubtful} value to check" | "{doubtful} values to check"
        ));
    }
    let known = outcome.open().filter(|finding| !own(finding)).count();
    match (known, parts.is_empty()) {
        (0, _) => {}
        (_, true) => parts.push(text!(
            "rien d’autre que ce qui est déjà dans les fichiers",
            "nothing but what the files hold already"
        )),
        (_, false) if brief => {
            parts.push(text!("{known} déjà dans les fichiers", "{known} in the files already"));
        }
        (_, false) => parts.push(text!(
            known;
            "{known} valeur déjà dans les fichiers" | "{known} valeurs déjà dans les fichiers",
            "{known} value already in the files" | "{known} values already in the files"
        )),
    }
    (!parts.is_empty()).then(|| list(&parts))
}

/// How many things make `outcome` what it is: its findings, or the values that they gather.
pub(super) fn counted(outcome: &Outcome) -> usize {
    outcome.counting().map(|finding| finding.values.unwrap_or(1)).sum()
}

/// How many findings were set aside, and how many of them are secrets; `None` when
/// none was.
pub(super) fn settled(report: &Report) -> Option<Text> {
    let aside = |one: &&ReportedFinding| one.waived.is_some() && !one.informational;
    let found = |outcome: &Outcome| outcome.findings.iter().filter(aside).count();
    let count: usize = report.outcomes.iter().map(found).sum();
    let secrets = report.outcomes.iter().filter(|one| one.chapter == "secrets");
    let secrets = secrets.flat_map(|outcome| outcome.findings.iter().filter(aside));
    // A sensitive file is no value.
    let secrets = secrets.filter(|finding| finding.category.is_some()).count();
    let among = match secrets {
        0 => Text::same(""),
        _ => {
            text!(secrets; " (dont {secrets} secret)" | " (dont {secrets} secrets)", " ({secrets} secret)" | " ({secrets} secrets)")
        }
    };
    let said = text!(
        count;
        "{count} constat écarté{among} : relire publiable.toml"
            | "{count} constats écartés{among} : relire publiable.toml",
        "{count} finding set aside{among}: review publiable.toml"
            | "{count} findings set aside{among}: review publiable.toml";
        among
    );
    (count > 0).then_some(said)
}

/// The fingerprints of the secrets that another rule tells before `outcome`: one in the
/// files and in the history is one finding seen twice.
pub(crate) fn told_before<'a>(report: &'a Report, outcome: &Outcome) -> BTreeSet<&'a str> {
    let same = |other: &&Outcome| {
        other.rule != outcome.rule
            && other.chapter == outcome.chapter
            && rank(report, other) < rank(report, outcome)
    };
    let others = report.outcomes.iter().filter(same).flat_map(Outcome::open);
    others
        .filter(|finding| finding.category.is_some())
        .map(|finding| finding.fingerprint.0.as_str())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_the_repository_wrote_is_not_proposed() {
        let known = "1 git object is missing (git fetch --refetch)";
        assert_eq!(remedy(&Text::same(known)), Some("fetch --refetch"));
        for cause in [
            "1 object is only at “x (git -c core.sshCommand='sh' fetch)”",
            "1 git object is damaged and was not read (git fsck names it; clone again)",
        ] {
            assert_eq!(remedy(&Text::same(cause)), None, "{cause}");
        }
    }
}
