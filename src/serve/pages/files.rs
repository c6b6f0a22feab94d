//! The files that are missing: what they ask, what would be written, then writing it.

use super::super::app::App;
use super::super::call::{Answer, Answered, Call, Refused};
use super::super::page::shown;
use super::super::seen;
use super::super::shelf::{Audited, Draft, Project};
use super::audited;
use crate::audit::{Audit, Options};
use crate::error::Result;
use crate::lang::{Lang, Text};
use crate::scaffold::apply;
use crate::scaffold::change::{Change, Plan};
use crate::scaffold::plan::Scope;
use crate::scaffold::questions::{self, Kind, PUBLICCODE_PREFIX, Question};
use crate::scaffold::session::{Session, has_files};
use crate::scaffold::template::Templates;
use crate::snapshot::cache::Cache;
use crate::text;
use minijinja::{Value, context};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the field of a question starts with.
const QUESTION: &str = "q:";

/// Why each answer cannot be taken, by question.
type Wrong = BTreeMap<String, Text>;

/// What a form was refused for.
#[derive(Default)]
struct Warned {
    warning: Option<Text>,
    wrong: Wrong,
}

/// A plan and all that it rests on, while `then` looks at it.
fn planned<T>(
    audited: &Audited,
    draft: &Draft,
    lang: Lang,
    then: impl FnOnce(&mut Session<'_>, Plan, Vec<Question>) -> Result<T>,
) -> Result<T> {
    let options = Options { lang: Some(lang), cache: Cache::usual_folder(), ..Options::default() };
    let audit = Audit::open(&audited.root, &options)?;
    has_files(&audit.snapshot)?;
    let templates = Templates::default().with(audit.templates.clone())?;
    let scope = Scope { all: draft.all, ..Scope::default() };
    let given: Vec<(String, String)> = draft.answers.clone().into_iter().collect();
    let mut session = Session::new(&audit, (templates, scope), (Vec::new(), lang), &given)?;
    session.without.clone_from(&draft.without);
    let (plan, open) = session.foreseen()?;
    then(&mut session, plan, open)
}

/// What `plan` is known by.
fn seen_of(plan: &Plan) -> String {
    let parts = plan.changes.iter().flat_map(|change| {
        let before: &[u8] = change.before.as_deref().unwrap_or(b"\0");
        [change.path.as_bytes(), before, &change.after]
    });
    seen::of(parts)
}

/// Shows the plan.
pub(super) fn read(app: &Arc<App>, call: &Call) -> Answered {
    let Some((project, audited)) = audited(app, call) else { return Ok(Answer::Missing) };
    let draft = &project.draft;
    let page = planned(&audited, draft, app.lang(), |session, plan, open| {
        Ok(page(&project, draft, (session, &plan, &open), app.lang(), &Warned::default()))
    })?;
    Ok(Answer::Page("files.html", page))
}

fn page(
    project: &Project,
    draft: &Draft,
    (session, plan, open): (&Session<'_>, &Plan, &[Question]),
    lang: Lang,
    warned: &Warned,
) -> Value {
    let wanted = |question: &Question| {
        let asked = plan.unanswered.iter().find(|asked| asked.question == *question);
        asked.map(|asked| &asked.wanted)
    };
    let asked = |question: &Question| {
        let waiting = wanted(question);
        // Where nothing waits for the answer, the texts do without.
        let optional = question.optional || waiting.is_none();
        let question = &Question { optional, ..question.clone() };
        let wanted = waiting.into_iter().flatten();
        let rules: BTreeSet<String> = wanted.clone().map(|(_, rule)| rule.clone()).collect();
        let paths: BTreeSet<&str> = wanted.map(|(path, _)| path.as_str()).collect();
        let evidence = session.evidence(question, rules.iter(), lang);
        question_of(question, (session, draft, warned), (evidence, paths), lang)
    };
    let questions: Vec<Value> = open.iter().map(asked).collect();
    let is_open = |id: &str| open.iter().any(|question| question.id == id);
    let given = draft.answers.keys().filter(|id| !is_open(id)).map(|id| {
        let question = questions::get(id).cloned().unwrap_or_else(|| value_of(id));
        question_of(&question, (session, draft, warned), (Vec::new(), BTreeSet::new()), lang)
    });
    let given: Vec<Value> = given.collect();
    let facts =
        session.answers.facts.iter().filter(|(id, _)| {
            session.used.contains(*id) && !session.answers.given.contains_key(*id)
        });
    let facts = facts.filter_map(|(id, fact)| {
        let question = questions::get(id)?;
        Some(context! {
            field => format!("{QUESTION}{id}"),
            words => question.words(lang),
            value => fact.value.as_str(),
            from => shown(&fact.from),
        })
    });
    let facts: Vec<Value> = facts.collect();
    let files: Vec<Value> = plan.changes.iter().map(|change| file(session, change, lang)).collect();
    let verdict = plan.verdicts.map(|(_, after)| after.label());
    context! {
        id => project.id,
        name => project.name(),
        questions,
        given,
        facts,
        files,
        off => shown(&draft.without),
        all => draft.all,
        lighter => plan.lighter.len(),
        held => shown(plan.held.iter().map(|held| (&held.path, &held.why)).collect::<Vec<_>>()),
        verdict => shown(verdict),
        warning => shown(&warned.warning),
        seen => seen_of(plan),
    }
}

/// The question about a key of publiccode.yml that was answered.
fn value_of(id: &str) -> Question {
    let key = id.strip_prefix(PUBLICCODE_PREFIX).unwrap_or(id);
    Question {
        id: id.to_string(),
        kind: Kind::Value,
        fr: key.to_string(),
        en: key.to_string(),
        optional: true,
        hint: None,
        evidence: Vec::new(),
        rule: None,
        spelled: false,
        default: None,
        like: None,
        choice: Vec::new(),
    }
}

fn question_of(
    question: &Question,
    (session, draft, warned): (&Session<'_>, &Draft, &Warned),
    (evidence, paths): (Vec<String>, BTreeSet<&str>),
    lang: Lang,
) -> Value {
    let id = question.id.as_str();
    let given = draft.answers.get(id).map(String::as_str);
    let choice = question.choice.iter();
    let choice: Vec<(&str, &str)> =
        choice.map(|one| (one.id.as_str(), lang.pick(one.fr.as_str(), &one.en))).collect();
    context! {
        field => format!("{QUESTION}{id}"),
        words => question.words(lang),
        hint => question.hint(lang),
        optional => question.optional,
        kind => match question.kind { Kind::Email => "email", Kind::Url => "url", _ => "text" },
        choice => shown(choice),
        value => given.or_else(|| session.answers.proposed(id)),
        wrong => shown(warned.wrong.get(id)),
        evidence,
        paths => shown(paths),
    }
}

fn file(session: &Session<'_>, change: &Change, lang: Lang) -> Value {
    let diff = session.redacted(change.unified());
    // The names of the file stand above it already.
    let lines = diff.lines().skip_while(|line| line.starts_with("---") || line.starts_with("+++"));
    let line = |line: &str| {
        let kind = match line.bytes().next() {
            Some(b'+') => "add",
            Some(b'-') => "del",
            Some(b'@') => "at",
            _ => "",
        };
        (kind, line.to_string())
    };
    context! {
        path => change.path.as_str(),
        new => change.creates(),
        added => change.added(),
        brings => change.brings.get(lang),
        left => change.questions(),
        diff => lines.map(line).collect::<Vec<_>>(),
    }
}

/// Keeps the answers, takes files off or back, or writes the plan.
pub(super) fn act(app: &Arc<App>, call: &Call) -> Answered {
    let Some((project, audited)) = audited(app, call) else { return Ok(Answer::Missing) };
    match call.field("do") {
        Some("write") => write(app, call, &project, &audited),
        Some("back") => {
            let mut draft = project.draft.clone();
            draft.without.clear();
            app.draw(project.id, draft);
            Ok(Answer::To(call.path.clone()))
        }
        _ => answer(app, call, &project, &audited),
    }
}

/// Keeps the answers that may be taken.
fn answer(app: &Arc<App>, call: &Call, project: &Project, audited: &Audited) -> Answered {
    let (lang, draft) = (app.lang(), &project.draft);
    planned(audited, draft, lang, |session, plan, open| {
        let mut next = Draft { all: call.field("all").is_some(), ..draft.clone() };
        let mut wrong = Wrong::new();
        let fields = call.form.iter().flatten();
        for (name, value) in fields.filter(|(_, value)| !value.trim().is_empty()) {
            let Some(id) = name.strip_prefix(QUESTION) else { continue };
            let asked = open.iter().find(|question| question.id == id);
            let question = asked.or_else(|| questions::get(id)).cloned();
            let known = draft.answers.contains_key(id);
            let Some(question) = question.or_else(|| known.then(|| value_of(id))) else { continue };
            match question.accept(value) {
                Ok(answer) => drop(next.answers.insert(id.to_string(), answer)),
                Err(why) => {
                    next.answers.insert(id.to_string(), value.clone());
                    wrong.insert(id.to_string(), why);
                }
            }
        }
        let emptied = |id: &str| {
            let field = format!("{QUESTION}{id}");
            call.form
                .iter()
                .flatten()
                .any(|(name, value)| *name == field && value.trim().is_empty())
        };
        next.answers.retain(|id, _| !emptied(id));
        if wrong.is_empty() {
            app.draw(project.id, next);
            return Ok(Answer::To(call.path.clone()));
        }
        let count = wrong.len();
        let warning = Some(text!(
            count;
            "{count} réponse est à corriger : elle n’a pas été prise."
                | "{count} réponses sont à corriger : elles n’ont pas été prises.",
            "{count} answer is to be corrected: it was not taken."
                | "{count} answers are to be corrected: they were not taken."
        ));
        let warned = Warned { warning, wrong };
        let page = page(project, &next, (session, &plan, &open), lang, &warned);
        Ok(Answer::Again(Refused::Wrong, "files.html", page))
    })
}

/// Writes the plan, provided it is the one that was shown.
fn write(app: &Arc<App>, call: &Call, project: &Project, audited: &Audited) -> Answered {
    let (lang, draft) = (app.lang(), &project.draft);
    planned(audited, draft, lang, |session, mut plan, open| {
        let again = |why: Refused, session: &Session<'_>, plan: &Plan, warning: Text| {
            let warned = Warned { warning: Some(warning), ..Warned::default() };
            let page = page(project, draft, (session, plan, &open), lang, &warned);
            Ok(Answer::Again(why, "files.html", page))
        };
        if call.field(seen::FIELD) != Some(&seen_of(&plan)) {
            return again(Refused::Stale, session, &plan, seen::stale());
        }
        let wanted: BTreeSet<&str> = call.fields("file").collect();
        if wanted.is_empty() || plan.is_empty() {
            let none = text!(
                "Aucun fichier n’est coché : rien n’a été écrit.",
                "No file is ticked: nothing was written."
            );
            return again(Refused::Wrong, session, &plan, none);
        }
        let off = plan.changes.iter().map(|change| &change.path);
        let off: BTreeSet<String> =
            off.filter(|path| !wanted.contains(path.as_str())).cloned().collect();
        if !off.is_empty() {
            // What the other files state and ask may differ: it is shown first.
            let mut next = draft.clone();
            next.without.extend(off);
            app.draw(project.id, next);
            return Ok(Answer::To(call.path.clone()));
        }
        if call.field("keep").is_some() {
            session.keep_answers(&mut plan)?;
        }
        let alone = app.writing();
        apply::apply(session.root(), &plan.changes, &|| false)?;
        drop(alone);
        app.draw(project.id, Draft::default());
        let count = plan.changes.len();
        let done = text!(
            count;
            "{count} fichier écrit. Il reste à l’enregistrer dans git."
                | "{count} fichiers écrits. Il reste à les enregistrer dans git.",
            "{count} file written. It is still to be recorded in git."
                | "{count} files written. They are still to be recorded in git."
        );
        Ok(app.wrote(project.id, done))
    })
}
