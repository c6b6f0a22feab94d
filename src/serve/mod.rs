//! The page for a person without a terminal: a face of the library, as `cli` is. It
//! answers on this machine alone, to whoever holds the address that the program wrote,
//! and decides nothing: rules, words and files are those of the rooms below.

mod app;
mod call;
mod guard;
mod keys;
mod lock;
mod page;
mod pages;
mod seen;
mod shelf;

use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::text;
use app::App;
use keys::Keys;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How often it is asked whether the program has to stop.
const BEAT: Duration = Duration::from_millis(100);
/// How long answers that were begun are waited for, once it has to.
const GRACE: Duration = Duration::from_secs(2);

/// What is to be served.
#[derive(Debug)]
pub(crate) struct Asked {
    /// Folders to audit at once.
    pub folders: Vec<PathBuf>,
    /// The port; 0 for one that is free.
    pub port: u16,
    /// The language of the first page.
    pub lang: Lang,
    /// True once the program has to stop.
    pub stopped: fn() -> bool,
}

/// The pages, ready to be read.
#[derive(Debug)]
pub(crate) struct Ready {
    /// The address to give to the person: whoever has it is let in.
    pub address: String,
    /// The one to give to a browser: it lets in once, since other users of the machine
    /// see what programs are started with.
    once: String,
}

/// Serves the pages until the person stops them; `tell` is given their address.
pub(crate) fn run(asked: &Asked, tell: &dyn Fn(&Ready) -> Result<()>) -> Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, asked.port));
    let listener = listener.map_err(|error| refused(asked.port, &error))?;
    let port = listener.local_addr().map_err(|error| refused(asked.port, &error))?.port();
    let keys = Keys::new()?;
    let address = |token: &str| format!("http://127.0.0.1:{port}/?token={token}");
    let ready = Ready { address: address(keys.token()), once: address(&keys.once()) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| failed(&error))?;
    let app = Arc::new(App::new(keys, port, asked, runtime.handle().clone()));
    for folder in &asked.folders {
        app.add_folder(folder)?;
    }
    tell(&ready)?;
    let served = runtime.block_on(serve(listener, app.clone()));
    // What is being written is written whole; copies that go on are taken away, and audits
    // abandoned: they leave nothing.
    app.settle();
    runtime.shutdown_timeout(GRACE);
    served.map_err(|error| failed(&error))
}

/// Opens the page in the browser of the person; false when there is none, as on a machine
/// without a screen, where a browser for the terminal would take its place.
pub(crate) fn open(ready: &Ready) -> bool {
    let screen = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let shown = cfg!(any(windows, target_os = "macos"))
        || ["DISPLAY", "WAYLAND_DISPLAY"].into_iter().any(screen);
    shown && ::open::that_detached(&ready.once).is_ok()
}

async fn serve(listener: TcpListener, app: Arc<App>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let served = axum::serve(listener, pages::router(app.clone()));
    let served = served.with_graceful_shutdown(over(app.clone()));
    let cut = async {
        over(app).await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        served = async { served.await } => served,
        () = cut => Ok(()),
    }
}

/// Waits until `app` has to stop.
async fn over(app: Arc<App>) {
    while !app.is_over() {
        tokio::time::sleep(BEAT).await;
    }
}

fn refused(port: u16, error: &io::Error) -> Error {
    let taken = error.kind() == io::ErrorKind::AddrInUse;
    let why = match taken {
        true => text!("un autre programme l’emploie", "another program uses it"),
        false => text!("{error}", "{error}"),
    };
    Error::usage(text!(
        "Le port {port} de cet ordinateur ne peut pas être ouvert ({why}).",
        "Port {port} of this computer cannot be opened ({why}).";
        why
    ))
    .remedy(text!(
        "Donnez-en un autre (--port 8001), ou aucun : publiable serve en choisit un libre.",
        "Give another one (--port 8001), or none: publiable serve chooses one that is free."
    ))
}

fn failed(error: &io::Error) -> Error {
    Error::usage(text!(
        "La page n’a pas pu être servie ({error}).",
        "The page could not be served ({error})."
    ))
    .remedy(text!("Relancez publiable serve.", "Run publiable serve again."))
}
