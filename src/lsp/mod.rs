//! The language server: what the commands say of a file, while it is typed. Like the
//! command line it is a face of the library: its rules, repairs, pages and words are
//! those of the rooms below, and what stands around a file on the disk is given to it.

mod act;
mod complete;
mod document;
mod hover;
mod judge;
#[cfg(test)]
mod tests;
mod wire;

use crate::error::{Error, Result};
use crate::lang::{Lang, Text};
use crate::publiccode::Files;
use crate::publiccode::repair::Known;
use crate::rule::RuleSet;
use crate::text;
use document::{Document, Units};
use judge::Fault;
use lsp_server::{ErrorCode, Message, Notification, Request, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidCloseTextDocument, DidOpenTextDocument, DidSaveTextDocument, Exit,
    Notification as _, PublishDiagnostics,
};
use lsp_types::request::{
    CodeActionRequest, Completion, Formatting, HoverRequest, Initialize, Request as _, Shutdown,
};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionParams, CompletionOptions, CompletionParams,
    Diagnostic, DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DocumentFormattingParams, HoverParams, HoverProviderCapability, InitializeParams,
    InitializeResult, OneOf, PositionEncodingKind, PublishDiagnosticsParams, ServerCapabilities,
    ServerInfo, TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, Uri,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, TryRecvError};
use wire::Incoming;

/// Messages read ahead of those that are answered.
const AHEAD: usize = 64;

/// What stands around an open file, which the command line reads. There is no path for
/// a document that is no file of this machine.
pub(crate) trait Around {
    /// The files beside it.
    fn files(&self, path: Option<&Path>) -> Box<dyn Files>;
    /// What the repository says of the software.
    fn known(&self, path: Option<&Path>) -> Known;
    /// What masks, in what is said of `text`, the secrets that it holds.
    fn mask(&self, text: &[u8], name: &str) -> Box<dyn Fn(&mut String)>;
    /// The rules, with those that a `publiable.toml` extends.
    fn rules(&self, path: Option<&Path>, extends: &[String]) -> Result<Arc<RuleSet>>;
    /// A file was saved: what was read of the disk may have changed.
    fn saved(&self);
}

/// What the server speaks and judges by.
pub(crate) struct Settings<'a> {
    /// The language that was asked for, whatever that of the client is.
    pub asked: Option<Lang>,
    /// The language when neither anybody nor the client says one.
    pub usual: Lang,
    /// The day expiries are counted to.
    pub today: jiff::civil::Date,
    /// The rules of the catalogue.
    pub rules: Arc<RuleSet>,
    /// What stands around files.
    pub around: &'a dyn Around,
}

/// What a document is looked at with.
struct View<'a> {
    lang: Lang,
    today: jiff::civil::Date,
    rules: &'a RuleSet,
    around: &'a dyn Around,
}

/// Answers the messages of `input` on `output` until the client leaves: true when it
/// asked the server to stop before, as the protocol requires.
pub(crate) fn serve<I, O>(mut input: I, output: &mut O, settings: &Settings<'_>) -> bool
where
    I: BufRead + Send + 'static,
    O: Write,
{
    let (sender, receiver) = mpsc::sync_channel(AHEAD);
    std::thread::spawn(move || {
        while let Some(read) = wire::read(&mut input) {
            if sender.send(read).is_err() {
                break;
            }
        }
    });
    let view = View {
        lang: settings.asked.unwrap_or(settings.usual),
        today: settings.today,
        rules: &settings.rules,
        around: settings.around,
    };
    let (state, units, open) = (State::Waiting, Units::Utf16, BTreeMap::new());
    let mut server = Server { settings, view, state, units, open, output };
    // An error of output is a client that went away.
    let _ = server.listen(&receiver);
    server.state == State::Stopped
}

/// Where a server is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// `initialize` was not received yet.
    Waiting,
    Serving,
    /// `shutdown` was received.
    Stopped,
}

/// An open document and what was found in it; nothing since it changed.
struct Open {
    document: Document,
    faults: Option<Vec<Fault>>,
    /// True once the client was told of them: who hovers asks for them before.
    told: bool,
}

impl Open {
    fn new(document: Document) -> Open {
        Open { document, faults: None, told: false }
    }

    /// What was found may hold no more.
    fn forget(&mut self) {
        self.faults = None;
        self.told = false;
    }

    fn faults(&mut self, view: &View<'_>) -> (&Document, &[Fault]) {
        let found = self.faults.get_or_insert_with(|| judge::faults(&self.document, view));
        (&self.document, found)
    }

    /// The same for the client.
    fn shown(&mut self, view: &View<'_>) -> Vec<Diagnostic> {
        let (document, faults) = self.faults(view);
        faults.iter().map(|fault| fault.shown(document, view)).collect()
    }
}

struct Server<'a, O> {
    settings: &'a Settings<'a>,
    view: View<'a>,
    state: State,
    units: Units,
    open: BTreeMap<String, Open>,
    output: &'a mut O,
}

/// Why a request is not answered.
type Refusal = (ErrorCode, Text);

impl<O: Write> Server<'_, O> {
    /// Answers what comes; what is wrong in a document is told once nothing waits, so
    /// that a fast hand is followed.
    fn listen(&mut self, receiver: &Receiver<Incoming>) -> std::io::Result<()> {
        loop {
            let next = match receiver.try_recv() {
                Ok(read) => Some(read),
                Err(TryRecvError::Disconnected) => None,
                Err(TryRecvError::Empty) => {
                    self.tell()?;
                    receiver.recv().ok()
                }
            };
            match next {
                None => return self.tell(),
                Some(Incoming::Message(Message::Notification(one)))
                    if one.method == Exit::METHOD =>
                {
                    return Ok(());
                }
                Some(Incoming::Message(Message::Notification(one))) => self.notified(one)?,
                Some(Incoming::Message(Message::Request(one))) => self.requested(one)?,
                // Nothing is asked of the client.
                Some(Incoming::Message(Message::Response(_))) => {}
                Some(Incoming::Wrong(id, code, why)) => {
                    let why = why.get(self.view.lang);
                    wire::refuse(self.output, (&id, code, why))?;
                }
            }
        }
    }

    fn requested(&mut self, request: Request) -> std::io::Result<()> {
        let id = request.id.clone();
        // A defect of the program costs one answer, not the session.
        let answer = catch_unwind(AssertUnwindSafe(|| self.answer(request)));
        let answer =
            answer.unwrap_or_else(|_| Err((ErrorCode::InternalError, Error::internal().message)));
        let response = match answer {
            Ok(result) => Response { id, response_result: Ok(result) },
            Err((code, why)) => {
                Response::new_err(id, code as i32, why.get(self.view.lang).to_string())
            }
        };
        Message::from(response).write(self.output)
    }

    fn answer(&mut self, request: Request) -> std::result::Result<Value, Refusal> {
        let method = request.method.as_str();
        match (self.state, method) {
            (State::Waiting, Initialize::METHOD) => {
                let params = params(request.params)?;
                Ok(value(self.initialize(&params)))
            }
            (State::Waiting, _) => {
                let why = text!("initialize est attendu d’abord", "initialize is expected first");
                Err((ErrorCode::ServerNotInitialized, why))
            }
            (State::Stopped, _) | (_, Initialize::METHOD) => {
                let why = text!(
                    "« {method} » n’est pas attendu maintenant",
                    "“{method}” is not expected now"
                );
                Err((ErrorCode::InvalidRequest, why))
            }
            (State::Serving, Shutdown::METHOD) => {
                self.state = State::Stopped;
                Ok(Value::Null)
            }
            (State::Serving, HoverRequest::METHOD) => {
                let params: HoverParams = params(request.params)?;
                let at = params.text_document_position_params;
                let view = &self.view;
                let found = self.open.get_mut(at.text_document.uri.as_str()).and_then(|open| {
                    let (document, faults) = open.faults(view);
                    hover::page(document, at.position, faults, view)
                });
                Ok(value(found))
            }
            (State::Serving, Completion::METHOD) => {
                let params: CompletionParams = params(request.params)?;
                let at = params.text_document_position;
                let document = self.document(&at.text_document.uri);
                let found = document.map(|one| complete::items(one, at.position, &self.view));
                Ok(value(found.unwrap_or_default()))
            }
            (State::Serving, CodeActionRequest::METHOD) => {
                let params: CodeActionParams = params(request.params)?;
                let view = &self.view;
                let found = self.open.get_mut(params.text_document.uri.as_str()).map(|open| {
                    let (document, faults) = open.faults(view);
                    act::actions(document, faults, &params, view)
                });
                Ok(value(found.unwrap_or_default()))
            }
            (State::Serving, Formatting::METHOD) => {
                let params: DocumentFormattingParams = params(request.params)?;
                Ok(value(self.document(&params.text_document.uri).and_then(act::format)))
            }
            (State::Serving, _) => {
                let why = text!("« {method} » n’est pas connu", "“{method}” is not known");
                Err((ErrorCode::MethodNotFound, why))
            }
        }
    }

    /// The open document at `uri`.
    fn document(&self, uri: &Uri) -> Option<&Document> {
        self.open.get(uri.as_str()).map(|open| &open.document)
    }

    fn initialize(&mut self, params: &InitializeParams) -> InitializeResult {
        self.state = State::Serving;
        let theirs = params.locale.as_deref().and_then(Lang::from_tag);
        self.view.lang = self.settings.asked.or(theirs).unwrap_or(self.settings.usual);
        let general = params.capabilities.general.as_ref();
        let known = general.and_then(|general| general.position_encodings.as_deref());
        let utf8 = known.is_some_and(|known| known.contains(&PositionEncodingKind::UTF8));
        self.units = if utf8 { Units::Utf8 } else { Units::Utf16 };
        let encoding = match self.units {
            Units::Utf8 => PositionEncodingKind::UTF8,
            Units::Utf16 => PositionEncodingKind::UTF16,
        };
        let sync = TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(true.into()),
            ..TextDocumentSyncOptions::default()
        };
        let triggers = [":", " ", "-", "\"", "["].map(str::to_string);
        let kinds = vec![CodeActionKind::QUICKFIX, CodeActionKind::SOURCE_FIX_ALL];
        let actions =
            CodeActionOptions { code_action_kinds: Some(kinds), ..CodeActionOptions::default() };
        InitializeResult {
            capabilities: ServerCapabilities {
                position_encoding: Some(encoding),
                text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
                hover_provider: Some(HoverProviderCapability::Simple(true)),
                completion_provider: Some(CompletionOptions {
                    trigger_characters: Some(triggers.to_vec()),
                    ..CompletionOptions::default()
                }),
                code_action_provider: Some(actions.into()),
                document_formatting_provider: Some(OneOf::Left(true)),
                ..ServerCapabilities::default()
            },
            server_info: Some(ServerInfo {
                name: env!("CARGO_PKG_NAME").to_string(),
                version: Some(env!("CARGO_PKG_VERSION").to_string()),
            }),
        }
    }

    /// What a client tells: nothing is answered, not even to what cannot be read.
    fn notified(&mut self, one: Notification) -> std::io::Result<()> {
        if self.state != State::Serving {
            return Ok(());
        }
        match one.method.as_str() {
            DidOpenTextDocument::METHOD => {
                let Ok(read) = params::<DidOpenTextDocumentParams>(one.params) else {
                    return Ok(());
                };
                let uri = read.text_document.uri.as_str().to_string();
                let document = Document::open(read.text_document, self.units, self.view.rules);
                if let Some(document) = document {
                    self.open.insert(uri, Open::new(document));
                }
            }
            DidChangeTextDocument::METHOD => {
                let Ok(read) = params::<DidChangeTextDocumentParams>(one.params) else {
                    return Ok(());
                };
                if let Some(open) = self.open.get_mut(read.text_document.uri.as_str()) {
                    open.document.change(read.text_document.version, read.content_changes);
                    open.forget();
                }
            }
            DidSaveTextDocument::METHOD => {
                // The files beside may be those that a document cites.
                self.view.around.saved();
                self.open.values_mut().for_each(Open::forget);
            }
            DidCloseTextDocument::METHOD => {
                let Ok(read) = params::<DidCloseTextDocumentParams>(one.params) else {
                    return Ok(());
                };
                let uri = read.text_document.uri;
                if self.open.remove(uri.as_str()).is_some() {
                    self.publish(PublishDiagnosticsParams::new(uri, Vec::new(), None))?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Tells what is wrong in the documents that changed.
    fn tell(&mut self) -> std::io::Result<()> {
        let view = &self.view;
        let mut told = Vec::new();
        for open in self.open.values_mut().filter(|open| !open.told) {
            let judged = catch_unwind(AssertUnwindSafe(|| open.shown(view)));
            // A document without any fault would pass for one that is right.
            let found = judged.unwrap_or_else(|_| {
                open.faults = Some(vec![judge::unjudged(view)]);
                open.shown(view)
            });
            let (uri, version) = (open.document.uri.clone(), open.document.version);
            open.told = true;
            told.push(PublishDiagnosticsParams::new(uri, found, Some(version)));
        }
        told.into_iter().try_for_each(|one| self.publish(one))
    }

    fn publish(&mut self, params: PublishDiagnosticsParams) -> std::io::Result<()> {
        let method = PublishDiagnostics::METHOD.to_string();
        Message::from(Notification { method, params: value(params) }).write(self.output)
    }
}

/// What a message holds, read as what its method wants.
fn params<P: DeserializeOwned>(params: Value) -> std::result::Result<P, Refusal> {
    serde_json::from_value(params).map_err(|error| {
        let why = text!("paramètres incorrects : {error}", "wrong parameters: {error}");
        (ErrorCode::InvalidParams, why)
    })
}

fn value(answer: impl Serialize) -> Value {
    serde_json::to_value(answer).unwrap_or_default()
}
