//! `publiable serve`.

use super::{Global, console, output};
use crate::error::Result;
use crate::exit;
use crate::lang::Lang;
use crate::secrets::Redacted;
use crate::serve::{self, Asked, Ready};
use crate::text;
use clap::Args;
use std::path::PathBuf;

/// Open a page for a person without a terminal, on this machine alone: audits, reports,
/// answers, missing files.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Folders to audit at once; others are chosen in the page.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Port to listen on (default: one that is free).
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// Do not open a browser: write the address alone.
    #[arg(long)]
    no_open: bool,
}

impl Serve {
    /// Serves the pages until Ctrl-C, or until the page is told to stop.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        let asked = Asked {
            folders: self.paths.clone(),
            port: self.port.unwrap_or(0),
            lang,
            stopped: console::interrupted,
        };
        // Ctrl-C ends it at a moment that leaves nothing half written.
        console::uninterrupted(|| serve::run(&asked, &|ready| self.tell(ready, global, lang)))?;
        Ok(exit::SUCCESS)
    }

    /// Writes the address, and opens it in a browser when there is one.
    fn tell(&self, ready: &Ready, global: &Global, lang: Lang) -> Result<()> {
        let address = &ready.address;
        output::print(false, &Redacted::disclosed(&format!("{address}\n")))?;
        let said = match self.no_open {
            true => text!(
                "Ouvrez cette adresse dans un navigateur de cet ordinateur. Elle vaut mot de passe : ne la transmettez pas.",
                "Open this address in a browser of this computer. It stands for a password: do not pass it on."
            ),
            false => match serve::open(ready) {
                true => text!(
                    "Page ouverte dans le navigateur ; sinon, ouvrez-y cette adresse. Elle vaut mot de passe : ne la transmettez pas.",
                    "Page opened in the browser; if it is not, open this address there. It stands for a password: do not pass it on."
                ),
                false => text!(
                    "Aucun navigateur n’a pu être ouvert d’ici : ouvrez cette adresse dans un navigateur de cet ordinateur. Elle vaut mot de passe : ne la transmettez pas.",
                    "No browser could be opened from here: open this address in a browser of this computer. It stands for a password: do not pass it on."
                ),
            },
        };
        let end = text!(
            "Pour arrêter : Ctrl-C, ou « Arrêter » dans la page.",
            "To stop: Ctrl-C, or “Stop” in the page."
        );
        if !global.quiet {
            let said = format!("{}\n{}\n", said.get(lang), end.get(lang));
            output::to_stderr(&said);
        }
        Ok(())
    }
}
