//! The questions that no tool can settle, by role: filled in here, or on a form that is
//! handed to who answers and comes back.

use super::super::app::App;
use super::super::call::{Answer, Answered, Call, Refused};
use super::super::page::shown;
use super::super::seen;
use super::super::shelf::Project;
use super::audited;
use crate::config::{Attestation, FILE_NAME, Reply, form};
use crate::decisions::questions::{Context, Open, short, until};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::render::form::{Shape, render};
use crate::rule::Respondent;
use crate::text;
use minijinja::{Value, context};
use std::sync::Arc;

/// What a field about a rule starts with: its answer, its reason, its note.
const ANSWER: &str = "a:";
const REASON: &str = "r:";
const NOTE: &str = "n:";

/// The project that is asked about, with its questions; nothing when there is none.
fn opened(app: &App, call: &Call) -> Result<Option<(Project, Context)>> {
    let Some((project, audited)) = audited(app, call) else { return Ok(None) };
    let context = Context::open(&audited.root, app.lang())?;
    Ok(Some((project, context)))
}

/// Shows who has to answer what.
pub(super) fn roles(app: &Arc<App>, call: &Call) -> Answered {
    let Some((project, context)) = opened(app, call)? else { return Ok(Answer::Missing) };
    Ok(Answer::Page("roles.html", roles_of(&project, &context, None)))
}

fn roles_of(project: &Project, context: &Context, warning: Option<Text>) -> Value {
    let open = context.open_questions(None);
    let role = |who: Respondent| {
        let mine: Vec<&Open> = open.iter().filter(|one| one.who == who).collect();
        let title = |one: &&&Open| {
            let rule = context.audit.catalogue.rules.get(&one.rule);
            rule.map(|rule| context.to_confirm(rule))
        };
        let required = mine.iter().filter(|one| one.required);
        context! {
            role => who.code(),
            function => shown(who.function()),
            required => required.clone().count(),
            optional => mine.len() - required.clone().count(),
            titles => required.filter_map(|one| title(&one)).collect::<Vec<_>>(),
        }
    };
    let asked = |who: &Respondent| open.iter().any(|one| one.who == *who);
    let roles: Vec<Value> = Respondent::ALL.into_iter().filter(asked).map(role).collect();
    context! {
        id => project.id,
        name => project.name(),
        writes => context.can_record().is_ok(),
        roles,
        warning => shown(warning),
        seen => seen_of(context),
    }
}

/// What the pages of questions are made from.
fn seen_of(context: &Context) -> String {
    let text = context.can_record().map(|file| seen::text(&file)).unwrap_or_default();
    seen::of([text.as_bytes()])
}

/// Shows the questions of a role.
pub(super) fn read(app: &Arc<App>, call: &Call) -> Answered {
    let Some((project, context)) = opened(app, call)? else { return Ok(Answer::Missing) };
    let Some(who) = Respondent::named(call.part("role")) else { return Ok(Answer::Missing) };
    context.can_record()?;
    Ok(Answer::Page("questions.html", page((&project, &context), call, who, None)))
}

/// The questions of `who`, with what was filled in already.
fn page(
    (project, context): (&Project, &Context),
    call: &Call,
    who: Respondent,
    warning: Option<Text>,
) -> Value {
    let usual = who.function().get(context.lang()).to_string();
    let role = context.role_of(who).unwrap_or(usual);
    let form = context.form(Some(who), Some(role), None);
    context! {
        id => project.id,
        name => project.name(),
        role => who.code(),
        function => shown(who.function()),
        form => shown(form),
        given => shown(call.given()),
        replies => shown([Reply::Oui, Reply::Non, Reply::SansObjet].map(|one| (one.code(), one.label()))),
        warning => shown(warning),
        seen => seen_of(context),
    }
}

/// Records the answers of a role.
pub(super) fn record(app: &Arc<App>, call: &Call) -> Answered {
    let Some((project, context)) = opened(app, call)? else { return Ok(Answer::Missing) };
    let Some(who) = Respondent::named(call.part("role")) else { return Ok(Answer::Missing) };
    let again = |why: Refused, warning: Text| {
        let page = page((&project, &context), call, who, Some(warning));
        Ok(Answer::Again(why, "questions.html", page))
    };
    // What was answered meanwhile is not asked any more.
    if call.field(seen::FIELD) != Some(&seen_of(&context)) {
        return again(Refused::Stale, seen::stale());
    }
    let answers = match filled(&context, call, who) {
        Ok(answers) => answers,
        Err(warning) => return again(Refused::Wrong, warning),
    };
    if let Err(error) = context.accept(&answers) {
        return again(Refused::Wrong, error.whole());
    }
    match write(app, &project, &context, call, &answers)? {
        Some(done) => Ok(done),
        None => again(Refused::Stale, seen::stale()),
    }
}

/// The answers of the form; why it has to be filled in again.
fn filled(
    context: &Context,
    call: &Call,
    who: Respondent,
) -> std::result::Result<Vec<Attestation>, Text> {
    let line = |name: &str| call.field(name).map(short).transpose();
    let role = line("role")?.ok_or_else(|| {
        text!(
            "Indiquez la fonction de la personne qui répond, sans son nom : rien n’a été enregistré.",
            "Give the function of the person who answers, not their name: nothing was recorded."
        )
    })?;
    let organisation = line("organisation")?;
    let mut answers = Vec::new();
    for one in context.open_questions(Some(who)) {
        let about = |what: &str| format!("{what}{}", one.rule);
        let Some(reply) = call.field(&about(ANSWER)).and_then(Reply::parse) else { continue };
        answers.push(Attestation {
            role: role.clone(),
            organisation: organisation.clone(),
            reason: line(&about(REASON))?.filter(|_| reply == Reply::Oui),
            note: line(&about(NOTE))?,
            ..context.answer(&one.rule, reply)
        });
    }
    match answers.is_empty() {
        true => Err(text!(
            "Aucune réponse n’a été choisie : rien n’a été enregistré.",
            "No answer was chosen: nothing was recorded."
        )),
        false => Ok(answers),
    }
}

/// Records `answers`; nothing when what the page showed has changed.
fn write(
    app: &Arc<App>,
    project: &Project,
    context: &Context,
    call: &Call,
    answers: &[Attestation],
) -> Result<Option<Answer>> {
    let file = context.can_record()?;
    let known = |before: &str| seen::of([before.as_bytes()]);
    let change = |before: &str| context.with(before, answers);
    if !seen::update(app, call, &file, known, change)? {
        return Ok(None);
    }
    let count = answers.len();
    let done = text!(
        count;
        "{count} réponse enregistrée dans {FILE_NAME}." | "{count} réponses enregistrées dans {FILE_NAME}.",
        "{count} answer recorded in {FILE_NAME}." | "{count} answers recorded in {FILE_NAME}."
    );
    Ok(Some(app.wrote(project.id, done)))
}

/// Records the answers of a form that was filled in elsewhere.
pub(super) fn import(app: &Arc<App>, call: &Call) -> Answered {
    let Some((project, context)) = opened(app, call)? else { return Ok(Answer::Missing) };
    let again = |why: Refused, warning: Text| {
        let page = roles_of(&project, &context, Some(warning));
        Ok(Answer::Again(why, "roles.html", page))
    };
    let Some(text) = call.field("filled") else {
        return again(
            Refused::Wrong,
            text!("Donnez le formulaire rempli.", "Give the form that was filled in."),
        );
    };
    let read = form::answers(text, &until).and_then(|answers| {
        context.accept(&answers)?;
        Ok(answers)
    });
    match read {
        Err(error) => again(Refused::Wrong, error.whole()),
        Ok(answers) if answers.is_empty() => again(
            Refused::Wrong,
            text!("Ce formulaire ne porte aucune réponse.", "This form bears no answer."),
        ),
        Ok(answers) => match write(app, &project, &context, call, &answers)? {
            Some(done) => Ok(done),
            None => again(Refused::Stale, seen::stale()),
        },
    }
}

/// The form to hand to who answers.
pub(super) fn form(app: &Arc<App>, call: &Call) -> Answered {
    let Some((_, context)) = opened(app, call)? else { return Ok(Answer::Missing) };
    let (role, extension) = call.part("role").split_once('.').unwrap_or_default();
    let (shape, kind) = match extension {
        "html" => (Shape::Html, "text/html; charset=utf-8"),
        "md" => (Shape::Markdown, "text/markdown; charset=utf-8"),
        _ => return Ok(Answer::Missing),
    };
    let Some(who) = Respondent::named(role) else { return Ok(Answer::Missing) };
    let lang = app.lang();
    let form = context.form(Some(who), Some(who.function().get(lang).to_string()), None);
    let mut bytes = Vec::new();
    render(&form, (shape, lang), &mut bytes).map_err(|_| Error::internal())?;
    Ok(Answer::File { name: format!("attestation-{role}.{extension}"), kind, bytes })
}
