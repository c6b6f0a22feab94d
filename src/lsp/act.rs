//! What a client may do to a document: the repairs of `publiable publiccode fix`, and
//! the order of `publiable publiccode format`.

use super::View;
use super::document::{Document, Kind};
use super::judge::{Fault, diagnosis};
use crate::lang::{Lang, Text};
use crate::publiccode::filling::asks;
use crate::publiccode::repair::{self, Answers, Known, Options};
use crate::publiccode::{Change, Diagnostic, Fix, order};
use crate::render::capital;
use crate::text;
use crate::text::difference::replacements;
use crate::yaml::edit;
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit, WorkspaceEdit,
};
use std::cell::LazyCell;

/// The edits that make `after` of the text of `document`.
fn edits(document: &Document, after: &str) -> Vec<TextEdit> {
    let changed = replacements(&document.text, after).into_iter();
    changed.map(|(lines, text)| TextEdit::new(document.lines(lines), text)).collect()
}

fn action(document: &Document, title: String, kind: CodeActionKind, after: &str) -> CodeAction {
    let text_document = OptionalVersionedTextDocumentIdentifier {
        uri: document.uri.clone(),
        version: Some(document.version),
    };
    let edits = edits(document, after).into_iter().map(OneOf::Left).collect();
    let changes = DocumentChanges::Edits(vec![TextDocumentEdit { text_document, edits }]);
    let edit = WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() };
    CodeAction { title, kind: Some(kind), edit: Some(edit), ..CodeAction::default() }
}

/// What the repair `fix` of `one` does. What the fix says is what a person should do, which
/// is more than a repair that only sets the value aside, or asks for another, does.
fn titled(one: &Diagnostic, fix: &Fix, lang: Lang) -> String {
    let key = &one.path;
    let done = match &fix.change {
        Some(Change::Comment) => {
            text!("Mettre {key} en commentaire", "Comment {key} out")
        }
        Some(Change::Set(value)) if asks(value) => text!(
            "Écrire dans {key} la question à laquelle répondre",
            "Write in {key} the question to answer"
        ),
        _ => return capital(fix.text.get(lang)),
    };
    done.get(lang).to_string()
}

/// The repairs of those `faults` that stand in the range that `params` gives, then those
/// of the whole document that need no answer.
pub(super) fn actions(
    document: &Document,
    faults: &[Fault],
    params: &CodeActionParams,
    view: &View<'_>,
) -> Vec<CodeAction> {
    let wanted = |kind: &CodeActionKind| {
        let only = params.context.only.as_ref();
        only.is_none_or(|only| {
            only.iter().any(|one| {
                kind.as_str()
                    .strip_prefix(one.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        })
    };
    if document.kind() != Kind::Publiccode {
        return Vec::new();
    }
    let Ok(written) = edit::Document::parse(&document.text) else { return Vec::new() };
    let mut found = Vec::new();
    if wanted(&CodeActionKind::QUICKFIX) {
        let range = document.bytes(params.range);
        let touches = |one: &&Fault| one.bytes.start <= range.end && range.start <= one.bytes.end;
        let mask = LazyCell::new(|| view.around.mask(document.text.as_bytes(), document.name()));
        // What is missing is filled with what the repository says.
        let filled = LazyCell::new(|| {
            let known = view.around.known(document.path.as_deref());
            diagnosis(document, &known, view).diagnostics
        });
        for fault in faults.iter().filter(touches) {
            let Some(mut one) = fault.of.as_ref() else { continue };
            let change = one.fix.as_ref().and_then(|fix| fix.change.as_ref());
            if let Some(Change::Insert(_)) = change {
                let same = |other: &&Diagnostic| other.code == one.code && other.path == one.path;
                one = filled.iter().find(same).unwrap_or(one);
            }
            let Some(fix) = one.fix.as_ref() else { continue };
            let Some(after) = repair::alone(&written, one) else { continue };
            let mut title = titled(one, fix, view.lang);
            mask(&mut title);
            let mut one = action(document, title, CodeActionKind::QUICKFIX, &after.text());
            one.is_preferred = fix.safe.then_some(true);
            one.diagnostics = Some(vec![fault.shown(document, view)]);
            found.push(one);
        }
    }
    if wanted(&CodeActionKind::SOURCE_FIX_ALL) {
        let (known, answers) = (Known::default(), Answers::new());
        let options = Options {
            risky: false,
            complete: false,
            known: &known,
            answers: &answers,
            lang: view.lang,
        };
        let done = repair::unasked(&written, repair::repair(&written, &options));
        let (after, count) = (done.document.text(), done.made.len());
        if after != document.text {
            let title: Text = text!(
                count;
                "Faire {count} correction sûre" | "Faire les {count} corrections sûres",
                "Apply {count} safe fix" | "Apply the {count} safe fixes"
            );
            let kind = CodeActionKind::SOURCE_FIX_ALL;
            found.push(action(document, title.get(view.lang).to_string(), kind, &after));
        }
    }
    found
}

/// The edits that put a `publiccode.yml` in the order of the standard; `None` for a
/// document that has none, or that cannot be read.
pub(super) fn format(document: &Document) -> Option<Vec<TextEdit>> {
    let written =
        (document.kind() == Kind::Publiccode).then(|| edit::Document::parse(&document.text));
    let (ordered, ..) = order::canonical(&written?.ok()?);
    Some(edits(document, &ordered.text()))
}
