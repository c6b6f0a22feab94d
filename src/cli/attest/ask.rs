//! Asks the open questions in a terminal, in batches of one role, with what the audit
//! found beside each. Every answer is written at once: leaving loses nothing.

use super::Attest;
use crate::cli::asking::{self, Talk, Turn};
use crate::config::{Attestation, FILE_NAME, Reply};
use crate::decisions::questions::{Context, Open, declaration, evidence, function, short, weight};
use crate::error::Result;
use crate::lang::{Lang, Text};
use crate::render::escape;
use crate::rule::Respondent;
use crate::text;
use std::collections::BTreeMap;

/// Asks about `rule`, or about every open question.
pub(super) fn run(
    context: &Context,
    rule: Option<String>,
    flags: &Attest,
    lang: Lang,
) -> Result<()> {
    if !asking::possible() {
        return Err(asking::impossible(text!(
            "Donnez la réponse : publiable attest REGLE --answer oui --role \"FONCTION\" ; ou faites remplir un formulaire : publiable attest --form FICHIER.html --role dpo ; la liste : publiable attest --list",
            "Give the answer: publiable attest RULE --answer yes --role \"FUNCTION\"; or have a form filled in: publiable attest --form FILE.html --role dpo; the list: publiable attest --list"
        )));
    }
    let mut open = match rule {
        Some(rule) => vec![context.asked(&rule)],
        None => context.open_questions(flags.preset()),
    };
    if open.is_empty() {
        let line = text!("Aucune question ouverte.\n", "No open question.\n");
        return super::super::print(line.get(lang)).map(drop);
    }
    let talk = Talk::new(lang).about(super::super::folder(&flags.path));
    converse(&talk, context, &mut open, flags)?;
    tell_left(&talk, open.iter().filter(|one| one.required).map(|one| one.who));
    Ok(())
}

/// Tells to whom questions that the verdict waits for are put still, by who answers each
/// of `left`, with the command that asks them.
pub(in crate::cli) fn tell_left(talk: &Talk, left: impl Iterator<Item = Respondent>) {
    let left: Vec<Respondent> = left.collect();
    let mut head = Some(talk.lang.pick("Sans réponse", "Unanswered"));
    for who in Respondent::ALL {
        let needed = left.iter().filter(|one| **one == who).count();
        if needed == 0 {
            continue;
        }
        head.take().into_iter().for_each(|head| talk.head(head));
        let [french, english] = who.presets();
        let (function, preset) = (who.function(), talk.lang.pick(french, english));
        let line = text!(
            needed;
            "• {function} — {needed} question obligatoire" | "• {function} — {needed} questions obligatoires",
            "• {function} — {needed} required question" | "• {function} — {needed} required questions";
            function
        );
        talk.tell(line.get(talk.lang));
        talk.say(&format!("  → publiable attest --role {preset}"));
    }
}

/// Asks `open`, by who has to answer, and leaves there what was not answered:
/// [`Turn::Given`] at the end, [`Turn::Back`] for a person who goes back to what was
/// before.
pub(super) fn converse(
    talk: &Talk,
    context: &Context,
    open: &mut Vec<Open>,
    flags: &Attest,
) -> Result<Turn<()>> {
    context.can_record()?;
    talk.tell(declaration().get(talk.lang));
    let mut organisation = flags.organisation.clone().or_else(|| context.organisation());
    let chosen = flags.preset().is_some() || flags.rule.is_some();
    // Those who answered come last, while something waits for them still.
    let mut heard: Vec<Respondent> = Vec::new();
    loop {
        let waits = |who: &Respondent| open.iter().any(|one| one.who == *who);
        let (later, next): (Vec<Respondent>, Vec<Respondent>) =
            Respondent::ALL.into_iter().filter(waits).partition(|who| heard.contains(who));
        let people = [next, later].concat();
        let who = match people[..] {
            [] => return Ok(Turn::Given(())),
            [_] if chosen && !heard.is_empty() => return Ok(Turn::Given(())),
            [alone] if chosen => alone,
            _ => match person(talk, (&people, &heard), open)? {
                Turn::Given(who) => who,
                Turn::Later => return Ok(Turn::Given(())),
                Turn::Back => return Ok(Turn::Back),
                Turn::Leave => return Ok(Turn::Leave),
            },
        };
        let role = String::new();
        let mut batch =
            Batch { talk, context, flags, who, role, organisation, recorded: BTreeMap::new() };
        let mine: Vec<Open> = open.iter().filter(|one| one.who == who).cloned().collect();
        let turn = batch.run(&mine)?;
        organisation = batch.organisation;
        open.retain(|one| !batch.recorded.contains_key(&one.rule));
        match turn {
            Turn::Leave => return Ok(Turn::Leave),
            Turn::Back if chosen => return Ok(Turn::Back),
            Turn::Back => {}
            Turn::Given(()) | Turn::Later => {
                heard.retain(|one| *one != who);
                heard.push(who);
            }
        }
    }
}

/// Who answers now; [`Turn::Later`] when nobody does any more.
fn person(
    talk: &Talk,
    (people, heard): (&[Respondent], &[Respondent]),
    open: &[Open],
) -> Result<Turn<Respondent>> {
    let lang = talk.lang;
    let line = |who: &Respondent| {
        let mine = || open.iter().filter(|one| one.who == *who);
        let needed = mine().filter(|one| one.required).count();
        let more = mine().count() - needed;
        let function = who.function();
        let line = text!(
            "{function} — obligatoires : {needed}, facultatives : {more}",
            "{function} — required: {needed}, optional: {more}";
            function
        );
        line.get(lang).to_string()
    };
    let mut items: Vec<String> = people.iter().map(line).collect();
    items.push(lang.pick("Personne d’autre maintenant", "Nobody else now").to_string());
    items.push(lang.pick("< revenir", "< back").to_string());
    let prompt = lang.pick("Qui répond\u{a0}?", "Who answers?");
    // Who has only optional questions is not proposed, nor who left theirs for later.
    let needed = |who: &Respondent| {
        !heard.contains(who) && open.iter().any(|one| one.who == *who && one.required)
    };
    let first = people.iter().position(needed).unwrap_or(people.len());
    Ok(match talk.select(prompt, &items, first, true)? {
        Turn::Given(at) if at == people.len() => Turn::Later,
        Turn::Given(at) if at > people.len() => Turn::Back,
        turn => turn.map(|at| people[at]),
    })
}

/// The questions of one role.
struct Batch<'a> {
    talk: &'a Talk,
    context: &'a Context,
    flags: &'a Attest,
    who: Respondent,
    role: String,
    organisation: Option<String>,
    /// What was answered, by rule.
    recorded: BTreeMap<String, Attestation>,
}

/// Where the list starts for who answered `earlier`: a “yes” with a note comes after
/// `replies`.
fn rank(earlier: &Attestation, replies: &[Reply]) -> Option<usize> {
    if earlier.note.is_some() && earlier.answer == Reply::Oui {
        return Some(replies.len());
    }
    replies.iter().position(|reply| *reply == earlier.answer)
}

impl Batch<'_> {
    fn run(&mut self, questions: &[Open]) -> Result<Turn<()>> {
        let lang = self.talk.lang;
        self.talk.head(self.who.function().get(lang));
        match self.signs()? {
            Turn::Given(()) => {}
            other => return Ok(other),
        }
        let needed = questions.iter().filter(|one| one.required).count();
        let mut at = 0;
        while let Some(one) = questions.get(at) {
            if at == needed && at > 0 {
                match self.goes_on(questions.len() - needed)? {
                    Turn::Given(true) => {}
                    Turn::Given(false) | Turn::Later => break,
                    Turn::Back => {
                        at -= 1;
                        continue;
                    }
                    Turn::Leave => return Ok(Turn::Leave),
                }
            }
            match self.answer(one, (at + 1, questions.len()))? {
                Turn::Given(()) | Turn::Later => at += 1,
                Turn::Leave => return Ok(Turn::Leave),
                Turn::Back if at == 0 => match self.organisation()? {
                    Turn::Given(()) | Turn::Later => {}
                    Turn::Back => match self.signs()? {
                        Turn::Given(()) | Turn::Later => {}
                        other => return Ok(other),
                    },
                    Turn::Leave => return Ok(Turn::Leave),
                },
                Turn::Back => at -= 1,
            }
        }
        let recorded = self.recorded.len();
        let done = text!(
            recorded;
            "→ {recorded} réponse enregistrée dans {FILE_NAME}"
                | "→ {recorded} réponses enregistrées dans {FILE_NAME}",
            "→ {recorded} answer recorded in {FILE_NAME}"
                | "→ {recorded} answers recorded in {FILE_NAME}"
        );
        self.talk.say(done.get(lang));
        Ok(Turn::Given(()))
    }

    /// Asks in whose name the answers are given.
    fn signs(&mut self) -> Result<Turn<()>> {
        loop {
            match self.function()? {
                Turn::Given(()) => {}
                other => return Ok(other),
            }
            match self.organisation()? {
                Turn::Back => {}
                other => return Ok(other),
            }
        }
    }

    fn function(&mut self) -> Result<Turn<()>> {
        let lang = self.talk.lang;
        let usual = self.who.function().get(lang).to_string();
        // A preset says whose questions; who answered them last may be named otherwise.
        let stated = self.flags.role.clone().filter(|_| self.flags.preset().is_none());
        let typed = Some(self.role.clone()).filter(|role| !role.is_empty());
        let proposed = typed.or(stated).or_else(|| self.context.role_of(self.who));
        let words = lang.pick(
            "Fonction de la personne qui répond, sans nom",
            "Function of the person who answers, no name",
        );
        let proposed = proposed.unwrap_or_else(|| usual.clone());
        match self.talk.line(words, Some(proposed), &function)? {
            Turn::Given(role) => self.role = role,
            Turn::Later => self.role = usual,
            Turn::Back => return Ok(Turn::Back),
            Turn::Leave => return Ok(Turn::Leave),
        }
        Ok(Turn::Given(()))
    }

    fn organisation(&mut self) -> Result<Turn<()>> {
        let known = self.organisation.clone();
        let words = self.talk.lang.pick("Organisme (facultatif)", "Organisation (optional)");
        match self.talk.line(words, known, &short)? {
            Turn::Given(name) => self.organisation = Some(name),
            Turn::Later => {}
            Turn::Back => return Ok(Turn::Back),
            Turn::Leave => return Ok(Turn::Leave),
        }
        Ok(Turn::Given(()))
    }

    /// Whether the `count` questions that are optional are to be asked too.
    fn goes_on(&self, count: usize) -> Result<Turn<bool>> {
        let prompt = text!(
            count;
            "{count} question facultative de plus, sans effet sur le verdict. Y répondre ?"
                | "{count} questions facultatives de plus, sans effet sur le verdict. Y répondre ?",
            "{count} more question, optional, which does not change the verdict. Answer it?"
                | "{count} more questions, optional, which do not change the verdict. Answer them?"
        );
        self.talk.agree(prompt.get(self.talk.lang), false)
    }

    /// Asks one question and records its answer.
    fn answer(&mut self, one: &Open, place: (usize, usize)) -> Result<Turn<()>> {
        let (talk, lang) = (self.talk, self.talk.lang);
        self.show(one, place);
        let note = lang.pick("avec une note publique", "with a public note");
        let replies = [Reply::Oui, Reply::Non, Reply::SansObjet];
        let mut items: Vec<String> =
            replies.iter().map(|reply| reply.label().get(lang).to_string()).collect();
        items.push(format!("{}, {note}", items[0]));
        let earlier = self.before(&one.rule);
        let offered = earlier.as_ref().and_then(|earlier| rank(earlier, &replies));
        let at = match talk.choose_again(lang.pick("Réponse", "Answer"), &items, offered)? {
            Turn::Given(at) => at,
            Turn::Later => {
                self.take_back(&one.rule)?;
                return Ok(Turn::Later);
            }
            Turn::Back => return Ok(Turn::Back),
            Turn::Leave => return Ok(Turn::Leave),
        };
        let reply = replies.get(at).copied().unwrap_or(Reply::Oui);
        let mut attestation = self.flags.attestation(self.context, &one.rule, reply, lang);
        attestation.role.clone_from(&self.role);
        attestation.organisation.clone_from(&self.organisation);
        // Whoever leaves at what follows has answered.
        self.record(&attestation)?;
        let reasons = self.context.reasons(&one.rule);
        if reply == Reply::Oui && attestation.reason.is_none() && !reasons.is_empty() {
            let words = reasons.iter().map(|reason| lang.pick(&reason.fr, &reason.en).clone());
            let words: Vec<String> = words.collect();
            let given = earlier.as_ref().and_then(|earlier| earlier.reason.as_ref());
            let given = reasons.iter().position(|reason| Some(&reason.id) == given);
            match talk.choose_again(lang.pick("Motif", "Reason"), &words, given)? {
                Turn::Given(at) => {
                    attestation.reason = reasons.get(at).map(|one| one.id.clone());
                    self.record(&attestation)?;
                }
                Turn::Later => {}
                Turn::Back => return self.answer(one, place),
                Turn::Leave => return Ok(Turn::Leave),
            }
        }
        if at > 0 {
            let words = lang.pick(
                "Note, qui sera publique (facultative)",
                "Note, which will be public (optional)",
            );
            let given = earlier.and_then(|earlier| earlier.note);
            match talk.line(words, self.flags.note.clone().or(given), &short)? {
                Turn::Given(note) => {
                    attestation.note = Some(note);
                    self.record(&attestation)?;
                }
                Turn::Later => {}
                Turn::Back => return self.answer(one, place),
                Turn::Leave => return Ok(Turn::Leave),
            }
        }
        Ok(Turn::Given(()))
    }

    fn record(&mut self, attestation: &Attestation) -> Result<()> {
        self.context.record(attestation)?;
        self.talk.wrote(FILE_NAME);
        self.recorded.insert(attestation.rule.clone(), attestation.clone());
        Ok(())
    }

    /// The answer to `rule` that was given last, now or before.
    fn before(&self, rule: &str) -> Option<Attestation> {
        let now = self.recorded.get(rule).cloned();
        now.or_else(|| self.context.earlier(rule).map(|(earlier, _)| earlier.clone()))
    }

    /// Takes back the answer to `rule` that this conversation recorded.
    fn take_back(&mut self, rule: &str) -> Result<()> {
        if self.recorded.remove(rule).is_none() {
            return Ok(());
        }
        self.context.withdraw(rule)?;
        let line = text!("→ la réponse est retirée", "→ the answer is taken back");
        self.talk.say(line.get(self.talk.lang));
        Ok(())
    }

    /// Shows the answer that `rule` received before this conversation, and why it is asked
    /// again.
    fn recall(&self, rule: &str) {
        let Some((earlier, stale)) = self.context.earlier(rule) else { return };
        let (reply, role, date) = (earlier.answer.label(), &earlier.role, earlier.date);
        let mut line = text!(
            "  Réponse précédente : {reply}, le {date}, par : {role}",
            "  Earlier answer: {reply}, on {date}, by: {role}";
            reply
        );
        if let Some(note) = &earlier.note {
            line = text!("{line} ({note})", "{line} ({note})"; line);
        }
        if let Some(stale) = stale {
            line = text!(
                "{line}. Elle n’est plus valable : {stale}",
                "{line}. It no longer holds: {stale}";
                line, stale
            );
        }
        self.talk.tell(&escape(line.get(self.talk.lang)));
    }

    fn show(&self, one: &Open, (at, total): (usize, usize)) {
        let (talk, lang, context) = (self.talk, self.talk.lang, self.context);
        let Some(rule) = context.audit.catalogue.rules.get(&one.rule) else { return };
        let Some(question) = &rule.question else { return };
        let weight = weight(one);
        talk.head(&format!("[{at}/{total}] {} ({})", rule.id, weight.get(lang)));
        talk.tell(&context.to_confirm(rule));
        talk.say("");
        talk.tell(lang.pick(&question.fr, &question.en));
        talk.tell(question.help.get(lang));
        let say = |mark: &str, line: &Text| {
            talk.tell(&format!("  {mark}{}", escape(line.get(lang))));
        };
        for found in evidence(context, &one.rule, question) {
            say("", &found.told);
            found.findings.iter().for_each(|line| say("· ", line));
        }
        self.recall(&one.rule);
    }
}
