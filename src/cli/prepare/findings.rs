//! Settles findings by question: those of one kind in one place are asked about together.
//! What is true is told what to do about, what is not is recorded as `publiable ignore`
//! does.

use super::todo::Todo;
use crate::cli::asking::{Talk, Turn};
use crate::config::{FILE_NAME, Settled, SettledReason, baseline, edit, is_security};
use crate::decisions::findings::{Case, cases, entry, fix, may_be_settled, real, reasons};
use crate::decisions::questions::function;
use crate::error::Result;
use crate::finding::Location;
use crate::lang::Text;
use crate::render::{escape, group};
use crate::report::{Outcome, Report, ReportedFinding};
use crate::text;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Places that are named beside a finding, and findings beside a question.
const PLACES: usize = 3;
/// Places of the others that one answer would be for: whoever gives it sees them all.
const OTHERS: usize = 100;

/// Goes through the findings of `report` with a person; what they decide is recorded in
/// the publiable.toml of `root`.
pub(super) fn settle(
    talk: &Talk,
    report: &Report,
    root: &Path,
    todo: &mut Todo,
) -> Result<Turn<()>> {
    let cases = cases(report);
    if cases.is_empty() {
        let line = text!("Aucun constat n’attend de réponse.", "No finding waits for an answer.");
        talk.tell(line.get(talk.lang));
        return Ok(Turn::Given(()));
    }
    let decides = RefCell::new(None);
    let recorded = RefCell::new(BTreeSet::new());
    let mut at = 0;
    // The questions answered with another one, and which.
    let mut along: BTreeMap<usize, usize> = BTreeMap::new();
    // How much there was to do before each question.
    let mut before_it: BTreeMap<usize, usize> = BTreeMap::new();
    while let Some(case @ Case { outcome, findings }) = cases.get(at) {
        if along.contains_key(&at) {
            at += 1;
            continue;
        }
        let after = cases.iter().enumerate().skip(at + 1);
        let others = after.filter(|(other, one)| !along.contains_key(other) && alike(case, one));
        let others: Vec<(usize, &Case<'_>)> = others.collect();
        let one = Settling { talk, report, root, outcome, decides: &decides, recorded: &recorded };
        before_it.insert(at, todo.count());
        match one.run((findings, &others), (at + 1, cases.len()), todo)? {
            Turn::Given(taken) => {
                along.extend(taken.into_iter().map(|other| (other, at)));
                at += 1;
            }
            Turn::Later => at += 1,
            Turn::Back => match (0..at).rev().find(|before| !along.contains_key(before)) {
                None => return Ok(Turn::Back),
                Some(before) => {
                    // The answer taken back is not left on those it was for.
                    let with = cases.iter().enumerate();
                    let with = with.filter(|(other, _)| along.get(other) == Some(&before));
                    one.take_back(with.flat_map(|(_, case)| case.findings.iter().copied()))?;
                    along.retain(|_, with| *with != before);
                    before_it.remove(&before).into_iter().for_each(|then| todo.truncate(then));
                    at = before;
                }
            },
            Turn::Leave => return Ok(Turn::Leave),
        }
    }
    Ok(Turn::Given(()))
}

/// True for findings of one kind, as sure as each other, in different files.
fn alike(one: &Case<'_>, other: &Case<'_>) -> bool {
    let kind = |case: &Case<'_>| {
        let first = case.findings.first()?;
        Some((case.outcome.rule.clone(), first.category.clone()?, first.certainty, first.sample))
    };
    kind(one).is_some() && kind(one) == kind(other)
}

/// The folder of `finding`, as it is told.
fn folder(finding: &ReportedFinding) -> String {
    let path = finding.location.path.as_deref().unwrap_or_default();
    path.rsplit_once('/').map_or("./", |(folder, _)| folder).to_string()
}

/// The findings of one rule being gone through.
struct Settling<'a> {
    talk: &'a Talk,
    report: &'a Report,
    root: &'a Path,
    outcome: &'a Outcome,
    /// Who decided last, by function: proposed again.
    decides: &'a RefCell<Option<String>>,
    /// The fingerprints of what this conversation recorded: nothing else is replaced.
    recorded: &'a RefCell<BTreeSet<String>>,
}

/// What a person says of findings.
#[derive(Debug, Clone, Copy)]
enum Said {
    True,
    Settled(SettledReason),
    /// They differ: each is to be seen.
    Each,
}

impl Settling<'_> {
    /// Asks about `findings`, then whether the answer is that of `others` too: those of
    /// them that it is.
    fn run(
        &self,
        (findings, others): (&[&ReportedFinding], &[(usize, &Case<'_>)]),
        (at, all): (usize, usize),
        todo: &mut Todo,
    ) -> Result<Turn<Vec<usize>>> {
        let (talk, outcome, lang) = (self.talk, self.outcome, self.talk.lang);
        let rule = self.report.rules.get(&outcome.rule);
        let severity = outcome.severity.label();
        let heading = rule.map_or("", |rule| rule.heading(true, lang));
        let doubt = match outcome.fails() {
            true => Text::same(""),
            false => text!(", à vérifier", ", to verify"),
        };
        let (severity, doubt) = (severity.get(lang), doubt.get(lang));
        talk.head(&format!("[{at}/{all}] {heading} — {} ({severity}{doubt})", outcome.rule));
        loop {
            self.show_all(findings);
            let said = match self.ask(findings)? {
                Turn::Given(said) => said,
                Turn::Later => return Ok(Turn::Later),
                Turn::Back => return Ok(Turn::Back),
                Turn::Leave => return Ok(Turn::Leave),
            };
            let turn = match said {
                Said::Each => self.each(findings, todo)?.map(|()| Vec::new()),
                said => match self.wider(said, findings, others)? {
                    Turn::Given(taken) => {
                        let with = others.iter().filter(|(at, _)| taken.contains(at));
                        let with = with.flat_map(|(_, case)| &case.findings);
                        let those: Vec<&ReportedFinding> =
                            findings.iter().chain(with).copied().collect();
                        self.take(said, &those, todo)?.map(|()| taken)
                    }
                    turn => turn,
                },
            };
            // Back leads to the question before: the one about them all.
            if turn != Turn::Back {
                return Ok(turn);
            }
        }
    }

    /// Asks whether what was said of `findings` is true of `others` too, whose places are
    /// listed: of which of them.
    fn wider(
        &self,
        said: Said,
        findings: &[&ReportedFinding],
        others: &[(usize, &Case<'_>)],
    ) -> Result<Turn<Vec<usize>>> {
        let (talk, lang) = (self.talk, self.talk.lang);
        let count = |those: &[&(usize, &Case<'_>)]| -> usize {
            those.iter().map(|(_, case)| case.findings.len()).sum()
        };
        // An answer is for what was seen.
        let mut seen = 0;
        let all = others.iter().take_while(|(_, case)| {
            seen += case.findings.len();
            seen <= OTHERS
        });
        let all: Vec<&(usize, &Case<'_>)> = all.collect();
        let more = count(&others.iter().collect::<Vec<_>>()) - count(&all);
        let total = count(&all);
        let Some(first) = findings.first().filter(|_| total > 0) else {
            return Ok(Turn::Given(Vec::new()));
        };
        let told = text!(
            total;
            "{total} autre constat de la même sorte, ailleurs"
                | "{total} autres constats de la même sorte, ailleurs",
            "{total} other finding of the same kind, elsewhere"
                | "{total} other findings of the same kind, elsewhere"
        );
        talk.tell(told.get(lang));
        for one in all.iter().flat_map(|(_, case)| &case.findings) {
            talk.tell(&escape(&format!("    {}", one.location)));
        }
        if more > 0 {
            let rule = &self.outcome.rule;
            let left = text!(
                more;
                "    et {more} autre, dont il sera question ensuite ; pour le voir : publiable audit --details {rule}"
                    | "    et {more} autres, dont il sera question ensuite ; pour les voir : publiable audit --details {rule}",
                "    and {more} other, which is asked about next; to see it: publiable audit --details {rule}"
                    | "    and {more} others, which are asked about next; to see them: publiable audit --details {rule}"
            );
            talk.tell(left.get(lang));
        }
        let here = folder(first);
        let near =
            |(_, case): &&(usize, &Case<'_>)| case.findings.iter().all(|one| folder(one) == here);
        let near: Vec<&(usize, &Case<'_>)> = all.iter().copied().filter(near).collect();
        let mut ways = vec![(Vec::new(), text!("non", "no"))];
        let close = count(&near);
        if close > 0 && close < total {
            let words = text!(
                close;
                "oui, pour celui du dossier {here}" | "oui, pour les {close} du dossier {here}",
                "yes, for the one of the folder {here}" | "yes, for the {close} of the folder {here}"
            );
            ways.push((near, words));
        }
        let words = text!(
            total;
            "oui" | "oui, pour les {total}",
            "yes" | "yes, for all {total}"
        );
        ways.push((all, words));
        let items: Vec<String> = ways.iter().map(|(_, words)| escape(words.get(lang))).collect();
        let prompt = match said {
            Said::Settled(_) => text!(
                total;
                "La même réponse pour lui ? Il est enregistré par son empreinte."
                    | "La même réponse pour eux ? Chacun est enregistré par son empreinte.",
                "The same answer for it? It is recorded by its fingerprint."
                    | "The same answer for them? Each is recorded by its fingerprint."
            ),
            Said::True | Said::Each => text!(
                total;
                "La même réponse pour lui ?" | "La même réponse pour eux ?",
                "The same answer for it?" | "The same answer for them?"
            ),
        };
        let turn = talk.select(prompt.get(lang), &items, 0, true)?;
        let those = |at: usize| ways.get(at).map(|(those, _)| those.iter().map(|(at, _)| *at));
        Ok(turn.map(|at| those(at).map(Iterator::collect).unwrap_or_default()))
    }

    /// Asks about each of `findings` in turn.
    fn each(&self, findings: &[&ReportedFinding], todo: &mut Todo) -> Result<Turn<()>> {
        let mut at = 0;
        while let Some(finding) = findings.get(at) {
            self.show(finding, &format!("{}/{}", at + 1, findings.len()));
            let turn = match self.ask(&[*finding])? {
                Turn::Given(said) => self.take(said, &[*finding], todo)?,
                Turn::Later => Turn::Later,
                Turn::Back => Turn::Back,
                Turn::Leave => return Ok(Turn::Leave),
            };
            match turn {
                Turn::Given(()) | Turn::Later => at += 1,
                Turn::Back if at == 0 => return Ok(Turn::Back),
                Turn::Back => at -= 1,
                Turn::Leave => return Ok(Turn::Leave),
            }
        }
        Ok(Turn::Given(()))
    }

    /// Shows what is asked about: one finding, or how many of what and the first places.
    fn show_all(&self, findings: &[&ReportedFinding]) {
        let (talk, lang) = (self.talk, self.talk.lang);
        if let [alone] = findings {
            return self.show(alone, "");
        }
        let kinds = group::by_kind(findings.iter().copied());
        let label = kinds.first().map(group::Group::label);
        let label = label.unwrap_or_else(|| {
            let count = findings.len();
            text!(count; "{count} constat" | "{count} constats", "{count} finding" | "{count} findings")
        });
        talk.tell(&escape(label.get(lang)));
        let line = |finding: &&ReportedFinding| {
            let message = finding.message_i18n.get(lang);
            match finding.location == Location::default() {
                true => message.to_string(),
                false => format!("{} — {message}", finding.location),
            }
        };
        self.list(findings.iter().map(line), |more| {
            text!(
                more;
                "    et {more} autre constat" | "    et {more} autres constats",
                "    and {more} other finding" | "    and {more} other findings"
            )
        });
    }

    /// Shows the first of `lines`, then what `left` says of the number of the others.
    fn list(&self, lines: impl Iterator<Item = String>, left: impl Fn(usize) -> Text) {
        let (talk, mut more) = (self.talk, 0);
        for (at, line) in lines.enumerate() {
            match at < PLACES {
                true => talk.tell(&format!("    {}", escape(&line))),
                false => more += 1,
            }
        }
        if more > 0 {
            talk.say(left(more).get(talk.lang));
        }
    }

    fn show(&self, finding: &ReportedFinding, number: &str) {
        let (talk, lang) = (self.talk, self.talk.lang);
        let message = finding.message_i18n.get(lang);
        talk.tell(escape(&format!("{number} {message}")).trim_start());
        let places = [&finding.location].into_iter().chain(&finding.also_at);
        let places = places.filter(|place| **place != Location::default());
        self.list(places.map(ToString::to_string), |more| {
            text!(
                more;
                "    et {more} autre endroit" | "    et {more} autres endroits",
                "    and {more} other place" | "    and {more} other places"
            )
        });
        if let Some(excerpt) = &finding.excerpt {
            talk.say(&talk.fit(&format!("    | {}", escape(excerpt.trim()))));
        }
    }

    /// Asks what `findings` are.
    fn ask(&self, findings: &[&ReportedFinding]) -> Result<Turn<Said>> {
        let lang = self.talk.lang;
        let (count, many) = (findings.len(), findings.len() > 1);
        let mut ways = vec![(Said::True, real(count))];
        let reasons = reasons(self.outcome, findings);
        ways.extend(reasons.into_iter().map(|reason| {
            let (word, gloss) = (reason.of(count), reason.gloss());
            (Said::Settled(reason), text!("{word} : {gloss}", "{word}: {gloss}"; word, gloss))
        }));
        if many {
            let each = text!("différents : les voir un par un", "not all alike: see each one");
            ways.push((Said::Each, each));
        }
        let items: Vec<String> =
            ways.iter().map(|(_, words)| words.get(lang).to_string()).collect();
        let prompt = text!(
            count;
            "Ce constat est" | "Ces {count} constats sont",
            "This finding is" | "These {count} findings are"
        );
        let chosen = self.talk.choose(prompt.get(lang), &items)?;
        Ok(chosen.map(|at| ways.get(at).map_or(Said::True, |(said, _)| *said)))
    }

    /// Does what was said of `findings`.
    fn take(&self, said: Said, findings: &[&ReportedFinding], todo: &mut Todo) -> Result<Turn<()>> {
        let Said::Settled(reason) = said else {
            for finding in findings {
                let fix = fix(self.report, self.outcome, Some(finding));
                if todo.add(&self.outcome.rule, fix.clone()) {
                    self.talk.tell(&escape(&format!("→ {}", fix.get(self.talk.lang))));
                }
            }
            // It may have been recorded otherwise, before the person came back to it.
            self.take_back(findings.iter().copied())?;
            return Ok(Turn::Given(()));
        };
        self.record(findings, reason)
    }

    /// Records that `those` are settled; who decides is asked when it has to be known.
    fn record(&self, those: &[&ReportedFinding], reason: SettledReason) -> Result<Turn<()>> {
        let lang = self.talk.lang;
        let mut entries: Vec<Settled> = Vec::new();
        let mut role: Option<String> = None;
        let mut declined = false;
        for finding in those {
            let proven = self.outcome.proves(finding);
            // A reservation stays until whoever answers for security accepts it.
            let mut accepts = !declined && !proven && reason.is_accepted();
            let settled = loop {
                let settled = entry(self.outcome, finding, reason, role.clone())?;
                match may_be_settled(self.report, (self.outcome, finding), &settled) {
                    Ok(()) if !accepts || role.is_some() => break Some(settled),
                    Ok(()) => {}
                    Err(refused) if role.is_some() || !proven => {
                        self.talk.tell(&format!("✗ {}", escape(&refused.paragraph(lang))));
                        break None;
                    }
                    Err(_) => {}
                }
                match self.decider(accepts)? {
                    Turn::Given(given) => role = Some(given),
                    Turn::Later if accepts => (accepts, declined) = (false, true),
                    turn => return Ok(turn.map(drop)),
                }
            };
            entries.extend(settled);
        }
        // Whoever comes back to a question answers it anew.
        let again: BTreeSet<&str> = entries.iter().map(|new| new.fingerprint.as_str()).collect();
        let theirs = self.write(&entries, &again)?;
        for print in &theirs {
            let found = those.iter().find(|one| one.fingerprint.0 == *print);
            let place = found.map(|one| one.location.to_string()).unwrap_or_default();
            let left = text!(
                "✗ {place} : {FILE_NAME} contient déjà une entrée pour ce constat, laissée telle quelle. Mettez-la à jour dans ce fichier ({print}).",
                "✗ {place}: {FILE_NAME} already holds an entry for this finding, which is not changed here. Update it in that file ({print})."
            );
            self.talk.tell(&escape(left.get(lang)));
        }
        let count = entries.len() - theirs.len();
        let done = text!(
            count;
            "→ {count} constat enregistré dans {FILE_NAME}"
                | "→ {count} constats enregistrés dans {FILE_NAME}",
            "→ {count} finding recorded in {FILE_NAME}" | "→ {count} findings recorded in {FILE_NAME}"
        );
        self.talk.say(done.get(lang));
        Ok(Turn::Given(()))
    }

    /// Asks for the function of the person who decides, or who answers for security and
    /// `accepts`.
    fn decider(&self, accepts: bool) -> Result<Turn<String>> {
        let lang = self.talk.lang;
        let words = match accepts {
            true => lang.pick(
                "Fonction de la personne qui répond de la sécurité et l’accepte, sans nom (RSSI…) ; sans elle, une réserve demeure",
                "Function of the person who answers for security and accepts it, no name (CISO…); without it, a reservation stays",
            ),
            false => lang.pick(
                "Identifiant avéré : fonction de la personne qui en décide, sans nom (RSSI…)",
                "Proven credential: function of the person who decides, no name (CISO…)",
            ),
        };
        let before = self.decides.borrow().clone();
        let turn = self.talk.line(words, before, &function)?;
        if let Turn::Given(given) = &turn {
            if accepts && !is_security(given) {
                self.talk.tell(lang.pick(
                    "Cette fonction ne répond pas de la sécurité : la réserve demeure jusqu’à ce que le RSSI accepte.",
                    "This function does not answer for security: the reservation stays until the CISO accepts.",
                ));
            }
            self.decides.replace(Some(given.clone()));
        }
        Ok(turn)
    }

    /// Takes back what this conversation recorded of `findings`.
    fn take_back<'f>(&self, findings: impl Iterator<Item = &'f ReportedFinding>) -> Result<()> {
        let again: BTreeSet<&str> = findings.map(|one| one.fingerprint.0.as_str()).collect();
        self.write(&[], &again).map(drop)
    }

    /// Records `entries`, in place of what this conversation recorded of `again`: the
    /// fingerprints of those left, of which somebody else wrote an entry.
    fn write(&self, entries: &[Settled], again: &BTreeSet<&str>) -> Result<BTreeSet<String>> {
        let mut recorded = self.recorded.borrow_mut();
        let stale = |old: &Settled| {
            let print = &old.fingerprint;
            recorded.contains(print) && again.contains(print.as_str())
        };
        let file = self.root.join(FILE_NAME);
        let left = edit::update(&file, |text| {
            let done = baseline::update(text, (entries, self.talk.lang), &stale)?;
            let changes = done.added + done.removed > 0;
            Ok((if changes { done.text } else { text.to_string() }, done.known))
        })?;
        if !entries.is_empty() {
            self.talk.wrote(FILE_NAME);
        }
        recorded.retain(|print| !again.contains(print.as_str()));
        let new = entries.iter().map(|entry| entry.fingerprint.clone());
        recorded.extend(new.filter(|print| !left.contains(print)));
        Ok(left)
    }
}
