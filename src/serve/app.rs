//! What the pages share: who is let in, the projects, the audits that go on.

use super::Asked;
use super::call::Answer;
use super::keys::Keys;
use super::lock::held;
use super::shelf::{self, Audited, Draft, Place, Project, Shelf};
use crate::audit::{Options, audit_telling};
use crate::error::{Error, Result};
use crate::fleet::fetch;
use crate::lang::{Lang, Text};
use crate::snapshot::cache::Cache;
use crate::text;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

/// Audits at once: each takes every processor when it can.
const AT_ONCE: usize = 2;

/// What the pages share.
pub(super) struct App {
    /// Who is let in.
    pub keys: Keys,
    /// The port it listens on.
    pub port: u16,
    lang: Mutex<Lang>,
    shelf: Mutex<Shelf>,
    writing: Mutex<()>,
    turns: Semaphore,
    runtime: Handle,
    stopped: fn() -> bool,
    over: AtomicBool,
}

impl App {
    /// Nothing yet.
    pub(super) fn new(keys: Keys, port: u16, asked: &Asked, runtime: Handle) -> App {
        App {
            keys,
            port,
            lang: Mutex::new(asked.lang),
            shelf: Mutex::default(),
            writing: Mutex::default(),
            turns: Semaphore::new(AT_ONCE),
            runtime,
            stopped: asked.stopped,
            over: AtomicBool::new(false),
        }
    }

    /// The language of the pages.
    pub(super) fn lang(&self) -> Lang {
        *held(&self.lang)
    }

    /// Changes it.
    pub(super) fn speak(&self, lang: Lang) {
        *held(&self.lang) = lang;
    }

    /// Every project, as it is now.
    pub(super) fn projects(&self) -> Vec<Project> {
        held(&self.shelf).all().to_vec()
    }

    /// The project numbered `id`, as it is now.
    pub(super) fn project(&self, id: usize) -> Option<Project> {
        held(&self.shelf).get(id).cloned()
    }

    /// Takes the project numbered `id` off.
    pub(super) fn remove(&self, id: usize) {
        held(&self.shelf).remove(id);
    }

    /// Says what was done to the project numbered `id`.
    pub(super) fn did(&self, id: usize, done: Option<Text>) {
        held(&self.shelf).did(id, done);
    }

    /// Keeps what is wanted of the files of the project numbered `id`.
    pub(super) fn draw(&self, id: usize, draft: Draft) {
        held(&self.shelf).draw(id, draft);
    }

    /// Says that something was written, and audits the project numbered `id` again.
    pub(super) fn wrote(self: &Arc<App>, id: usize, done: Text) -> Answer {
        self.did(id, Some(done));
        self.begin(id, true);
        Answer::To(format!("/p/{id}"))
    }

    /// Adds the folder at `path` and audits it; answers its number.
    pub(super) fn add_folder(self: &Arc<App>, path: &Path) -> Result<usize> {
        let place = shelf::folder(path).map_err(|error| shelf::unreadable(path, &error))?;
        Ok(self.add(place))
    }

    /// Adds what is at `place` and audits it, unless it is there; answers its number.
    pub(super) fn add(self: &Arc<App>, place: Place) -> usize {
        let (id, new) = held(&self.shelf).add(place);
        if new {
            self.audit(id);
        }
        id
    }

    /// Audits the project numbered `id`, unless an audit of it goes on.
    pub(super) fn audit(self: &Arc<App>, id: usize) {
        self.begin(id, false);
    }

    /// Audits the project numbered `id`; `anew`, even while an audit of it goes on, which
    /// may have read it before what was written since.
    fn begin(self: &Arc<App>, id: usize, anew: bool) {
        let waits = text!("en attente de son tour…", "waiting for its turn…");
        let Some((place, round)) = held(&self.shelf).begin(id, waits, anew) else { return };
        let app = self.clone();
        self.runtime.spawn(async move {
            let (own, audit) = (app.clone(), (id, round));
            let Ok(_turn) = app.turns.acquire().await else { return };
            if !held(&app.shelf).awaits(audit) {
                return;
            }
            let read = move || own.read(&place, audit);
            let result = tokio::task::spawn_blocking(read).await;
            let result = result.unwrap_or_else(|_| Err(Error::internal()));
            held(&app.shelf).end(audit, result);
        });
    }

    fn read(&self, place: &Place, audit: (usize, usize)) -> Result<Audited> {
        let tell = |said: &Text| held(&self.shelf).tell(audit, said);
        let root = match place {
            Place::Folder(folder) => folder.clone(),
            Place::Address(address) => {
                tell(&text!("copie de {address}…", "copying {address}…"));
                // Nobody waits any more for what was begun anew, or taken off the list.
                fetch::kept(address, &|| self.is_over() || !held(&self.shelf).awaits(audit))?
            }
        };
        let options =
            Options { lang: Some(self.lang()), cache: Cache::usual_folder(), ..Options::default() };
        let report = audit_telling(&root, &options, &tell)?;
        Ok(Audited { report, root })
    }

    /// Waits for its turn to write; the others wait while what it gives lives.
    pub(super) fn writing(&self) -> MutexGuard<'_, ()> {
        held(&self.writing)
    }

    /// Waits for what is being written, and lets nothing be written any more.
    pub(super) fn settle(&self) {
        self.stop();
        std::mem::forget(self.writing());
    }

    /// Asks for the end.
    pub(super) fn stop(&self) {
        self.over.store(true, Ordering::SeqCst);
    }

    /// True once the end was asked for.
    pub(super) fn is_over(&self) -> bool {
        self.over.load(Ordering::SeqCst) || (self.stopped)()
    }
}
