//! The one loop that looks for secrets in a file, whatever the command: its
//! content, whole or window by window, the comments that allow values, its name.
//! `audit` and `secrets scan` can only agree because neither has its own.

use super::allow::{self, Allowance};
use super::{Gap, Level, Looked, Scanner, Settled, Sort, Spotted};
use crate::archive;
use crate::error::told;
use crate::text;
use crate::text::decode;
use crate::text::windows::{Window, Windows};

/// No name shorter than this is the value of a known shape, in bytes.
const SHORTEST_NAMED: usize = 16;

/// What one file holds, and what of it was not looked at.
#[derive(Debug, Clone, Default)]
pub struct Scanned {
    /// Each value at each of its places.
    pub spotted: Vec<Spotted>,
    /// What its comments allow.
    pub allowances: Vec<Allowance>,
    /// What was not looked at.
    pub gaps: Vec<Gap>,
}

/// How a file is named: where it is shown, and where it is judged.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// The path that reports show.
    pub shown: &'a str,
    /// The path that says what the file is for.
    pub path: &'a str,
}

impl Scanner {
    /// Looks at the whole of a file, and at its name. `also` is given each
    /// window with the values seen in it.
    pub fn scan_file(
        &self,
        windows: &mut Windows,
        named: Named<'_>,
        also: &mut dyn FnMut(&Window<'_>, &[Settled]),
    ) -> Scanned {
        let mut scanned = Scanned::default();
        loop {
            match windows.advance() {
                Ok(None) => break,
                Ok(Some(window)) => {
                    let settled = self.scan_window(&window, named, &mut scanned);
                    also(&window, &settled);
                    let spotted = settled.into_iter().map(|one| self.spotted(one, named));
                    scanned.spotted.extend(spotted);
                }
                Err(error) => {
                    let error = told(&error);
                    let reason =
                        text!("lecture interrompue ({error})", "reading stopped ({error})"; error);
                    scanned.gaps.push(Gap::Stopped(reason));
                    break;
                }
            }
        }
        scanned.spotted.extend(self.scan_name(named));
        scanned
    }

    fn scan_window(
        &self,
        window: &Window<'_>,
        Named { path, .. }: Named<'_>,
        scanned: &mut Scanned,
    ) -> Vec<Settled> {
        if !window.whole && window.is_first() && archive::is_archive(window.bytes) {
            scanned.gaps.push(Gap::Closed);
        }
        if window.whole && decode::is_lfs_pointer(window.bytes) {
            scanned.gaps.push(Gap::Elsewhere);
        }
        let Looked { seen: mut settled, gaps } = match window.whole {
            true => self.scan(window.bytes, path),
            false => self.scan_part(window.bytes, path, window.region.clone()),
        };
        scanned.gaps.extend(gaps);
        settled.iter_mut().for_each(|settled| settled.line += window.lines);
        let name = path.rsplit('/').next().unwrap_or_default();
        for mut allowance in allow::in_file(window.bytes, name) {
            allowance.line += window.lines;
            allowance.covered += window.lines;
            // What surrounds a window is in the next one too.
            if window.whole || !scanned.allowances.contains(&allowance) {
                scanned.allowances.push(allowance);
            }
        }
        settled
    }

    /// What was seen in the content of the file called `named`, at its place.
    pub fn spotted(&self, settled: Settled, Named { shown, path }: Named<'_>) -> Spotted {
        let path = settled.sighting.path_in(path);
        let reason = self.reason(&settled.sighting.candidate, &settled.judgement, &path);
        Spotted::in_file(settled, shown, reason)
    }

    /// What the target of a link says, and its name: git keeps both.
    pub fn scan_link(&self, target: &str, named: Named<'_>) -> Vec<Spotted> {
        let settled = self.scan_whole(target.as_bytes(), named.path).seen.into_iter();
        let found = settled.map(|one| self.spotted(one, named));
        found.chain(self.scan_name(named)).collect()
    }

    /// False when the name of a file says no secret: a cheap test before
    /// [`Scanner::scan_name`], for those of a whole history.
    pub(crate) fn may_name(&self, name: &str) -> bool {
        let whole = 0..name.len();
        name.len() >= SHORTEST_NAMED
            && !self.known_shapes(name.as_bytes(), "", std::slice::from_ref(&whole)).is_empty()
    }

    /// The secrets that the path of a file itself says.
    pub fn scan_name(&self, Named { shown, path }: Named<'_>) -> impl Iterator<Item = Spotted> {
        let sure = self.scan_whole(path.as_bytes(), "").seen.into_iter();
        let sure = sure.filter(|settled| settled.level == Level::Report);
        sure.map(move |settled| {
            let mut spotted = self.spotted(settled, Named { shown, path: "" });
            spotted.place.sort = Sort::FileName;
            spotted.place.path = Some(shown.to_string());
            spotted.place.excerpt = None;
            spotted
        })
    }
}
