//! Runs the engine over files, standard input or what is staged, and brings
//! together what is seen.

use crate::error::Result;
use crate::lang::Text;
use crate::project::{self, PastFile};
use crate::secrets::allow::{self, Allowance};
use crate::secrets::import::{Exceptions, Sighted};
use crate::secrets::inventory::Remark;
use crate::secrets::{
    Found, Ledger, Looked, Named, Place, Scanner, Settled, Spotted, gather, merge,
};
use crate::snapshot::targets::{Target, Targets};
use crate::snapshot::{self, Staged, staged};
use crate::text::windows::{Window, Windows};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What was seen, not joined yet.
#[derive(Default)]
pub(super) struct Seen {
    /// Each value at each place.
    pub spotted: Vec<Spotted>,
    /// The allowances of each file.
    pub allowances: Vec<(String, Vec<Allowance>)>,
    /// What could not be read.
    pub unseen: Vec<Remark>,
    /// What the reader should know besides.
    pub remarks: Vec<Remark>,
    /// What the exceptions of another tool cover: the place of each value, and
    /// what covers it.
    pub covered: Vec<(Place, String)>,
    /// The files of the history that are sensitive by nature.
    pub sensitive: Vec<PastFile>,
    /// What was found in the history, with the paths as they are in it.
    pub past: Vec<Found>,
    /// Number of files read.
    pub files: usize,
}

/// How to look.
#[derive(Clone, Copy)]
pub(super) struct Looking<'a> {
    /// The engine.
    pub scanner: &'a Scanner,
    /// The exceptions of another tool, to say what they cover.
    pub exceptions: Option<&'a Exceptions>,
}

impl Seen {
    /// One detection for each value, with `allowed` settled unless `honour` is
    /// false; what allowances do not do is added to the remarks.
    pub(super) fn gather(&mut self, honour: bool) -> Vec<Found> {
        let mut found = gather(std::mem::take(&mut self.spotted));
        if honour {
            let mut ledger = Ledger::default();
            for (path, allowances) in std::mem::take(&mut self.allowances) {
                ledger.add(&path, allowances);
            }
            ledger.settle(&mut found);
            self.remarks.extend(ledger.leftovers().into_iter().map(|left| Remark {
                path: format!("{}:{}", left.path, left.line),
                message: left.reason,
            }));
        }
        merge(found, std::mem::take(&mut self.past))
    }

    /// Adds what the history that `options` name holds; answers the root of its
    /// repository, which the paths start from.
    pub(super) fn add_history(
        &mut self,
        options: &snapshot::Options,
        scanner: &Scanner,
    ) -> Result<PathBuf> {
        let prepared = snapshot::prepare(options)?;
        let (snapshot, past, found) = project::examine(prepared, scanner, &|_| ());
        self.past = found;
        self.sensitive = past.files;
        let gaps = snapshot.gaps().into_iter();
        self.unseen.extend(gaps.map(|message| Remark { path: String::new(), message }));
        Ok(snapshot.root)
    }

    /// Notes what `exceptions` cover of what the history holds. The lines of
    /// past versions are not kept: what reads comments covers nothing there.
    pub(super) fn compare_past(&mut self, exceptions: Option<&Exceptions>) {
        let Some(exceptions) = exceptions else { return };
        for found in &self.past {
            for place in &found.detection.places {
                let sighted = Sighted {
                    pattern: &found.detection.pattern,
                    path: place.path.as_deref().unwrap_or_default(),
                    line: place.line,
                    commit: place.commit.as_deref(),
                    secret: found.secret.expose(),
                    source: b"",
                    above: b"",
                };
                let cover = exceptions.covers(&sighted);
                self.covered.extend(cover.map(|cover| (place.clone(), cover)));
            }
        }
    }

    /// Shows the paths of the history as those of the files are: after `prefix`,
    /// the folder that the caller named.
    pub(super) fn show_past_below(&mut self, prefix: &str) {
        let places = self.past.iter_mut().flat_map(|found| &mut found.detection.places);
        for path in places.filter_map(|place| place.path.as_mut()) {
            path.insert_str(0, prefix);
        }
    }

    fn merge(mut self, other: Seen) -> Seen {
        self.spotted.extend(other.spotted);
        self.allowances.extend(other.allowances);
        self.unseen.extend(other.unseen);
        self.remarks.extend(other.remarks);
        self.covered.extend(other.covered);
        self.files += other.files;
        self
    }
}

/// Looks at every file of `targets`, in parallel.
pub(super) fn files(looking: Looking<'_>, targets: &Targets) -> Seen {
    let one = |target: &Target| match targets.open(target) {
        Ok(windows) => {
            let named = Named { shown: &target.shown, path: &target.path };
            looking.stream(windows, named, &target.inside)
        }
        Err(reason) => unread(&target.shown, reason),
    };
    let seen: Vec<Seen> = targets.files.par_iter().map(one).collect();
    let mut seen = seen.into_iter().fold(Seen::default(), Seen::merge);
    for skipped in &targets.skipped {
        let remark = Remark { path: skipped.path.clone(), message: skipped.reason.clone() };
        if skipped.incomplete { seen.unseen.push(remark) } else { seen.remarks.push(remark) }
    }
    seen
}

/// Looks at a stream shown as `name`, whose last part tells its format.
pub(super) fn stream(looking: Looking<'_>, source: impl Read + 'static, name: &str) -> Seen {
    looking.stream(Windows::stream(source), Named { shown: name, path: name }, name)
}

/// Looks at what the index of the repository of `folder` would add to HEAD: a
/// value that the same file holds in HEAD already is left out.
pub(super) fn index(looking: Looking<'_>, folder: &Path) -> Result<Seen> {
    let mut seen = Seen::default();
    staged(folder, &mut |change: Staged| {
        let path = &change.path;
        let bytes = match &change.new {
            Ok(bytes) => bytes,
            Err(reason) => return seen.unseen.push(remark(path, reason.clone())),
        };
        let identity = |settled: &Settled| {
            let candidate = &settled.sighting.candidate;
            (candidate.pattern, candidate.secret.fingerprint(candidate.pattern))
        };
        let old = looking.scanner.scan(&change.old, path).seen;
        let known: BTreeSet<_> = old.iter().map(identity).collect();
        let Looked { seen: mut new, gaps } = looking.scanner.scan(bytes, path);
        seen.unseen.extend(gaps.iter().map(|gap| remark(path, gap.text())));
        new.retain(|settled| !known.contains(&identity(settled)));
        let named = Named { shown: path, path };
        seen.spotted.extend(new.into_iter().map(|one| looking.scanner.spotted(one, named)));
        seen.spotted.extend(looking.scanner.scan_name(named));
        // A value that was there already is not looked for: neither is what allows it.
        let name = path.rsplit('/').next().unwrap_or_default();
        let own = allow::in_file(bytes, name)
            .into_iter()
            .filter(|allowance| seen.spotted.iter().any(|one| one.place.line == allowance.covered));
        seen.allowances.push((path.clone(), own.collect()));
        seen.files += 1;
    })?;
    Ok(seen)
}

fn remark(path: &str, message: Text) -> Remark {
    Remark { path: path.to_string(), message }
}

fn unread(path: &str, reason: Text) -> Seen {
    Seen { unseen: vec![remark(path, reason)], ..Seen::default() }
}

impl Looking<'_> {
    /// Looks at the file `named`, known to other tools as `inside`.
    fn stream(&self, mut windows: Windows, named: Named<'_>, inside: &str) -> Seen {
        let mut covered = Vec::new();
        let mut compare = |window: &Window<'_>, settled: &[Settled]| {
            if let Some(exceptions) = self.exceptions {
                covered.extend(self.compare(exceptions, window, settled, (named.shown, inside)));
            }
        };
        let scanned = self.scanner.scan_file(&mut windows, named, &mut compare);
        let unseen = scanned.gaps.iter().map(|gap| remark(named.shown, gap.text()));
        Seen {
            spotted: scanned.spotted,
            allowances: vec![(named.shown.to_string(), scanned.allowances)],
            unseen: unseen.collect(),
            covered,
            files: 1,
            ..Seen::default()
        }
    }

    /// Which of `settled` the exceptions of another tool cover.
    fn compare(
        &self,
        exceptions: &Exceptions,
        window: &Window<'_>,
        settled: &[Settled],
        (shown, inside): (&str, &str),
    ) -> Vec<(Place, String)> {
        let lines: Vec<&[u8]> = match settled.is_empty() {
            true => return Vec::new(),
            false => window.bytes.split(|byte| *byte == b'\n').collect(),
        };
        let covers = settled.iter().filter_map(|one| {
            let candidate = &one.sighting.candidate;
            let at = one.line.saturating_sub(window.lines + 1);
            let line = |at: usize| lines.get(at).copied().unwrap_or_default();
            let sighted = Sighted {
                pattern: candidate.pattern,
                path: inside,
                line: one.line,
                commit: None,
                secret: candidate.secret.expose(),
                source: line(at),
                above: if at == 0 { b"" } else { line(at - 1) },
            };
            let cover = exceptions.covers(&sighted)?;
            let spotted = self.scanner.spotted(one.clone(), Named { shown, path: inside });
            Some((spotted.place, cover))
        });
        covers.collect()
    }
}
