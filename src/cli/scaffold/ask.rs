//! The conversation in a terminal: which files, the facts, the questions, the
//! differences, and a last word. Nothing is written here: leaving at any point
//! leaves no trace, but the answers that a person wants kept.

use super::show::{self, Look};
use crate::cli::asking::{Going, Leaving, Series, Talk, Turn, keep_if_cut_off};
use crate::cli::console::ended;
use crate::error::Result;
use crate::lang::Text;
use crate::render::escape;
use crate::scaffold::change::{Asked, Plan};
use crate::scaffold::questions::{self, Question};
use crate::scaffold::session::Session;
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

/// The question on which the plan depends.
const DEGREE: &str = "degree";

/// What a conversation came to.
pub(super) enum End {
    /// The plan to write.
    Write(Plan),
    /// The person goes on, and writes nothing but the answers to keep.
    Skip(Plan),
    /// The person leaves, and the answers are kept when they are wanted.
    Leave(Plan),
    /// The person goes back to what was before, and the answers are kept when wanted.
    Back(Plan),
}

/// Discusses the plan of `session` with a person; when it is `within` a longer
/// conversation, the person may go on without it, and what was answered is kept even when
/// they are cut off.
pub(super) fn run(talk: &Talk, session: &mut Session<'_>, within: bool) -> Result<End> {
    ended(discuss(talk, session, within))
}

fn discuss(talk: &Talk, session: &mut Session<'_>, within: bool) -> Result<End> {
    let look = Look { lang: talk.lang, colours: talk.colours, width: talk.width };
    let known = session.answers.given.clone();
    let (kinds, wanted) = (BTreeMap::new(), BTreeMap::new());
    let (changing, degree) = (false, None);
    let mut conversation =
        Conversation { talk, session, look, kinds, known, wanted, within, changing, degree };
    let mut step = Step::Degree;
    loop {
        let turn = match step {
            Step::Degree => conversation.degree()?,
            Step::Files => conversation.files()?,
            Step::Facts => conversation.correct()?,
            Step::Questions => talk.series(&mut conversation)?,
            Step::Word => match conversation.last_word()? {
                Word::Write(plan) => return Ok(End::Write(plan)),
                Word::Skip => match conversation.leave(Going::On)? {
                    Some(answers) => return Ok(End::Skip(answers)),
                    None => continue,
                },
                Word::Goes(to) => {
                    conversation.changing = true;
                    step = to;
                    continue;
                }
                Word::Leave => Turn::Leave,
            },
        };
        step = match (turn, step) {
            (Turn::Leave, here) => match conversation.leave(Going::Out)? {
                Some(answers) => return Ok(End::Leave(answers)),
                None => here,
            },
            (Turn::Back, Step::Files) if conversation.degree.is_some() => Step::Degree,
            // Nothing stands before.
            (Turn::Back, here @ (Step::Degree | Step::Files)) => match within {
                true => match conversation.leave(Going::Back)? {
                    Some(answers) => return Ok(End::Back(answers)),
                    None => here,
                },
                false => here,
            },
            (Turn::Back, Step::Questions) | (_, Step::Files) => Step::Facts,
            (Turn::Back, _) | (_, Step::Degree) => Step::Files,
            (_, Step::Facts) => Step::Questions,
            (_, _) => Step::Word,
        };
    }
}

/// The question of `asked`, and the rules that want its answer.
fn rules_of(asked: &Asked) -> (String, BTreeSet<String>) {
    let rules = asked.wanted.iter().map(|(_, rule)| rule.clone());
    (asked.question.id.clone(), rules.filter(|rule| !rule.is_empty()).collect())
}

/// Where the conversation is.
#[derive(Debug, Clone, Copy)]
enum Step {
    Degree,
    Files,
    Facts,
    Questions,
    Word,
}

/// What a person says of the whole plan.
enum Word {
    Write(Plan),
    Goes(Step),
    Skip,
    Leave,
}

struct Conversation<'c, 's> {
    talk: &'c Talk,
    session: &'c mut Session<'s>,
    look: Look,
    /// The questions that were asked and are none of the templates, by name.
    kinds: BTreeMap<String, Question>,
    /// The answers that were known before.
    known: BTreeMap<String, String>,
    /// The rules that want the answer to each question still open.
    wanted: BTreeMap<String, BTreeSet<String>>,
    /// True when more comes after the plan.
    within: bool,
    /// True once the plan was shown, and an answer may have to change.
    changing: bool,
    /// The question about the degree, once it was asked before the others.
    degree: Option<Question>,
}

impl Series for Conversation<'_, '_> {
    fn open(&mut self) -> Result<Vec<(Question, String)>> {
        let (plan, open) = self.session.plan()?;
        let why = |question: &Question| {
            let wanted = plan.unanswered.iter().find(|wanted| wanted.question == *question);
            wanted.map(|wanted| show::wanted(wanted, self.look.lang)).unwrap_or_default()
        };
        for question in &open {
            self.kinds.insert(question.id.clone(), question.clone());
        }
        self.wanted = plan.unanswered.iter().map(rules_of).collect();
        let open = open.into_iter().filter(|question| self.degree.as_ref() != Some(question));
        Ok(open.map(|question| (question.clone(), why(&question))).collect())
    }

    fn evidence(&self, question: &Question) -> Vec<String> {
        let wanted = self.wanted.get(&question.id);
        self.session.evidence(question, wanted.into_iter().flatten(), self.look.lang)
    }

    fn proposed(&self, id: &str) -> Option<String> {
        self.session.answers.proposed(id).map(str::to_string)
    }

    fn give(&mut self, id: &str, answer: String) {
        self.session.answers.given.insert(id.to_string(), answer);
        self.remember();
    }

    fn refuses(&mut self, id: &str) -> Result<Option<Text>> {
        let waiting = text!("vérification de la réponse…", "checking the answer…");
        self.talk.waiting(&waiting, || self.session.refuses(id))
    }

    fn forget(&mut self, id: &str) {
        self.session.answers.given.remove(id);
        self.remember();
    }
}

impl Conversation<'_, '_> {
    /// Has the answers given kept, within a longer conversation, if it is cut off.
    fn remember(&self) {
        if self.within {
            keep_if_cut_off(self.session.root(), self.fresh(), self.look.lang);
        }
    }

    /// The answers given that were not known before.
    fn fresh(&self) -> BTreeMap<String, String> {
        let given = self.session.answers.given.iter();
        let given = given.filter(|(id, answer)| self.known.get(*id) != Some(answer));
        given.map(|(id, answer)| (id.clone(), answer.clone())).collect()
    }

    /// Asks for the degree before anything else: which files are wanted depends on it.
    fn degree(&mut self) -> Result<Turn<()>> {
        if !self.chooses_degree() {
            return Ok(Turn::Given(()));
        }
        let known = self.session.answers.given.remove(DEGREE);
        self.degree = None;
        let open = self.open();
        self.session.answers.given.extend(known.clone().map(|known| (DEGREE.to_string(), known)));
        let open = open?.into_iter().find(|(question, _)| question.id == DEGREE);
        let Some((question, why)) = open else { return Ok(Turn::Given(())) };
        let evidence = self.evidence(&question);
        let turn = self.talk.pose(&why, (&question, &evidence), known)?;
        self.degree = Some(question);
        Ok(match turn {
            Turn::Given(degree) => {
                self.give(DEGREE, degree);
                Turn::Given(())
            }
            Turn::Later => {
                self.forget(DEGREE);
                Turn::Later
            }
            turn => turn.map(drop),
        })
    }

    /// True when the degree is for this person to choose: neither the repository nor an
    /// option told it.
    fn chooses_degree(&self) -> bool {
        let answers = &self.session.answers;
        let told = answers.facts.contains_key(DEGREE) || self.known.contains_key(DEGREE);
        !told && !self.session.flagged.contains(DEGREE)
    }

    /// Lets the person take files off the plan.
    fn files(&mut self) -> Result<Turn<()>> {
        let off = std::mem::take(&mut self.session.without);
        let plan = self.session.drafted()?;
        let look = Look { colours: false, ..self.look };
        let width = show::path_width(&plan);
        let lines: Vec<String> =
            plan.changes.iter().map(|change| show::line(change, width, look)).collect();
        if lines.is_empty() {
            return Ok(Turn::Given(()));
        }
        let ticked: Vec<bool> =
            plan.changes.iter().map(|change| !off.contains(&change.path)).collect();
        let prompt = self.look.lang.pick("Fichiers à écrire", "Files to write");
        let chosen = match self.talk.tick(prompt, &lines, &ticked)? {
            // What comes after the files does not depend on them.
            Turn::Given(chosen) if !chosen.is_empty() || self.within => chosen,
            turn => {
                self.session.without = off;
                return Ok(if turn == Turn::Back { Turn::Back } else { Turn::Leave });
            }
        };
        for (at, change) in plan.changes.iter().enumerate() {
            if !chosen.contains(&at) {
                self.session.without.insert(change.path.clone());
            }
        }
        // What the other files state and ask.
        self.session.plan()?;
        Ok(Turn::Given(()))
    }

    /// The question `id`, of the templates or of publiccode.yml.
    fn question(&self, id: &str) -> Option<Question> {
        questions::get(id).cloned().or_else(|| self.kinds.get(id).cloned())
    }

    /// What the files rest on: each question, and its answer with where it comes from.
    fn rests_on(&self) -> Vec<(String, String)> {
        let (session, lang) = (&*self.session, self.look.lang);
        let typed = lang.pick("votre réponse", "your answer");
        let facts = session.answers.facts.iter();
        let read = facts
            .filter(|(id, _)| {
                session.used.contains(*id) && !session.answers.given.contains_key(*id)
            })
            .map(|(id, fact)| (id, fact.value.as_str(), fact.from.get(lang)));
        let given = session.answers.given.iter();
        let given = given
            .filter(|(id, _)| self.changing || !session.flagged.contains(*id))
            .filter(|(id, _)| self.question(id).is_some())
            .map(|(id, value)| (id, value.as_str(), typed));
        let row = |(id, value, from): (&String, &str, &str)| {
            let question = self.question(id);
            let choice = question.iter().flat_map(|one| &one.choice).find(|one| one.id == value);
            let shown = choice.map_or(value, |choice| lang.pick(&choice.fr, &choice.en));
            let words = question.as_ref().map_or(id.as_str(), |question| question.words(lang));
            (id.clone(), escape(&format!("{words} → {shown} — {from}")))
        };
        read.chain(given).map(row).collect()
    }

    /// Shows what the files rest on, and takes corrections.
    fn correct(&mut self) -> Result<Turn<()>> {
        let mut corrected = false;
        let waiting = text!("vérification de ce qui a été lu…", "checking what was read…");
        self.talk.waiting(&waiting, || self.session.doubt())?;
        loop {
            let known = self.rests_on();
            if known.is_empty() {
                return Ok(Turn::Given(()));
            }
            let lang = self.look.lang;
            let mut items = vec![lang.pick("Tout est juste", "All is right").to_string()];
            items.extend(known.iter().map(|(_, line)| line.clone()));
            items.push(lang.pick("< revenir aux fichiers", "< back to the files").to_string());
            let prompt = match corrected {
                false => lang.pick(
                    "Lu dans le dépôt, ou déjà répondu (choisir une ligne pour la corriger)",
                    "Read in the repository, or answered (choose a line to correct it)",
                ),
                true => lang.pick("Corrigé. Autre chose ?", "Corrected. Anything else?"),
            };
            let at = match self.talk.select(prompt, &items, 0, true)? {
                Turn::Given(0) => return Ok(Turn::Given(())),
                Turn::Given(at) => at,
                Turn::Leave => return Ok(Turn::Leave),
                Turn::Back | Turn::Later => return Ok(Turn::Back),
            };
            let Some((id, _)) = known.get(at - 1) else { return Ok(Turn::Back) };
            let Some(question) = self.question(id) else { continue };
            let erases = question.choice.is_empty();
            if erases {
                self.talk.tell(lang.pick(
                    "Une ligne vidée (Ctrl-U) efface ce qui a été lu ou répondu.",
                    "A line that is emptied (Ctrl-U) erases what was read or answered.",
                ));
            }
            let now = self.session.answers.get(id).map(str::to_string);
            match self.talk.ask(&question, now)? {
                Turn::Given(answer) => {
                    self.give(id, answer);
                    corrected = true;
                    self.session.plan()?;
                }
                Turn::Later if erases => {
                    self.session.answers.facts.remove(id);
                    self.forget(id);
                    corrected = true;
                    self.session.plan()?;
                }
                Turn::Leave => return Ok(Turn::Leave),
                Turn::Later | Turn::Back => {}
            }
        }
    }

    /// Shows the plan, its differences on demand, and asks what to do with it.
    fn last_word(&mut self) -> Result<Word> {
        let waiting = text!("audit de ce qui serait écrit…", "auditing what would be written…");
        let (mut plan, _) = self.talk.waiting(&waiting, || self.session.foreseen())?;
        let lang = self.look.lang;
        self.talk.say(&format!("\n{}", show::plan(&plan, self.look)));
        let writes = !plan.is_empty();
        let ways = [
            (writes, lang.pick("Écrire", "Write")),
            (writes, lang.pick("Voir les différences", "See the differences")),
            (writes, lang.pick("Voir celles d’un fichier", "See those of one file")),
            (true, lang.pick("Changer une réponse", "Change an answer")),
            (true, lang.pick("Choisir les fichiers", "Choose the files")),
            (self.within, lang.pick("Passer à la suite sans écrire", "Go on without writing")),
            (true, lang.pick("Quitter sans rien écrire", "Leave without writing")),
        ];
        let offered: Vec<usize> = (0..ways.len()).filter(|at| ways[*at].0).collect();
        let items: Vec<String> = offered.iter().map(|at| ways[*at].1.to_string()).collect();
        let mut next = usize::from(writes);
        loop {
            let chosen = match self.talk.select("", &items, next, true)? {
                Turn::Given(at) => offered.get(at).copied(),
                Turn::Back => return Ok(Word::Goes(Step::Facts)),
                Turn::Later | Turn::Leave => None,
            };
            // What was looked at is not proposed again.
            next = 0;
            match chosen {
                Some(0) => match self.keeping(&mut plan)? {
                    Turn::Given(()) => return Ok(Word::Write(plan)),
                    Turn::Leave => return Ok(Word::Leave),
                    Turn::Back | Turn::Later => {}
                },
                Some(1) => self.show(&show::differences(&plan, self.look.colours)),
                Some(2) => self.one_file(&plan)?,
                Some(3) => return Ok(Word::Goes(Step::Facts)),
                Some(4) => return Ok(Word::Goes(Step::Files)),
                Some(5) => return Ok(Word::Skip),
                _ => return Ok(Word::Leave),
            }
        }
    }

    /// Asks whether the answers are to be kept with what `plan` writes.
    fn keeping(&self, plan: &mut Plan) -> Result<Turn<()>> {
        if self.answered() == 0 {
            return Ok(Turn::Given(()));
        }
        let prompt = self.look.lang.pick(
            "Garder les réponses dans publiable.toml pour la prochaine fois ?",
            "Keep the answers in publiable.toml for the next time?",
        );
        let turn = self.talk.agree(prompt, true)?;
        if turn == Turn::Given(true) {
            self.session.keep_answers(plan)?;
        }
        Ok(turn.map(|_| ()))
    }

    /// Shows what changes in the file that a person chooses.
    fn one_file(&self, plan: &Plan) -> Result<()> {
        let width = show::path_width(plan);
        let look = Look { colours: false, ..self.look };
        let mut items: Vec<String> =
            plan.changes.iter().map(|change| show::line(change, width, look)).collect();
        items.push(self.look.lang.pick("< revenir au plan", "< back to the plan").to_string());
        let Turn::Given(at) = self.talk.select("", &items, 0, true)? else { return Ok(()) };
        if let Some(change) = plan.changes.get(at) {
            self.show(&show::difference(change, self.look.colours));
        }
        Ok(())
    }

    fn show(&self, page: &str) {
        self.talk.show(&self.session.redacted(page.to_string()));
    }

    /// How many answers were given that were not known before.
    fn answered(&self) -> usize {
        self.fresh().len()
    }

    /// What to write of the answers of a person who leaves; nothing when they stay.
    fn leave(&mut self, going: Going) -> Result<Option<Plan>> {
        Ok(match self.talk.leaving(self.answered(), true, going)? {
            Leaving::Stay => None,
            Leaving::Lose => Some(Plan::default()),
            Leaving::Keep => {
                let mut plan = Plan::default();
                self.session.keep_answers(&mut plan)?;
                Some(plan)
            }
        })
    }
}
