//! The single reading of every file.

use super::reuse::carries_header;
use crate::lang::Text;
use crate::licence::banner::{self, Banner};
use crate::licence::reuse::Header;
use crate::licence::statements::header;
use crate::office::{self, Traces};
use crate::secrets::allow::Allowance;
use crate::secrets::files::{self, Sensitive};
use crate::secrets::tables::{self, PeopleTable};
use crate::secrets::{Gap, Named, Scanner, Settled, Spotted, personal};
use crate::snapshot::read::{HEAD, Reader};
use crate::snapshot::survey::executable_file;
use crate::snapshot::{File, FileKind};
use crate::text::decode::{self, Content, PROBE};
use crate::text::source::takes_comments;
use crate::text::windows::Window;
use std::borrow::Cow;

/// What one reading of a file taught.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The decoded text, for the files whose text was asked for.
    pub text: Option<String>,
    /// True when the content is not text.
    pub binary: bool,
    /// The kind of executable it is, if any.
    pub executable: Option<&'static str>,
    /// True for a Git LFS pointer.
    pub lfs_pointer: bool,
    /// True when the source declares tests beside the code it tests (Rust
    /// `#[test]`, Python doctests, Elixir `doctest`).
    pub inline_tests: bool,
    /// Why the file could not be read.
    pub error: Option<Text>,
    /// True when its text was asked for and is too large to be kept.
    pub partial: bool,
    /// What makes the file sensitive by nature, if anything does.
    pub sensitive: Option<Sensitive>,
    /// The table about people that it holds, if any.
    pub people: Option<PeopleTable>,
    /// What an office document keeps besides what it shows.
    pub traces: Option<Traces>,
    /// The secrets and personal data seen in it, judged.
    pub spotted: Vec<Spotted>,
    /// What its text states of its licensing.
    pub header: Header,
    /// What its comments allow.
    pub allowances: Vec<Allowance>,
    /// Why not all of it could be looked into, for an archive or compressed content.
    pub unopened: Option<Text>,
    /// What the head of a source file says of its rights.
    pub banner: Option<Banner>,
    /// The head of a source file that may state a licence.
    pub licence_head: Option<String>,
}

/// Reads a file; its text is kept when `keep` says so, and `scanner` examines it
/// when there is one.
pub(super) fn read(
    reader: &Reader<'_>,
    scanner: Option<&Scanner>,
    file: &File,
    keep: bool,
) -> Facts {
    let named = Named { shown: &file.path, path: &file.path };
    match (&file.kind, scanner) {
        (FileKind::Regular, _) => {}
        (FileKind::Symlink(target), Some(scanner)) => {
            return Facts { spotted: scanner.scan_link(target, named), ..Facts::default() };
        }
        _ => return Facts::default(),
    }
    let unreadable = |error| Facts { error: Some(error), ..Facts::default() };
    let Some(scanner) = scanner else {
        return match reader.read(file) {
            Ok(read) => read_text(file, &read.bytes, keep, read.complete),
            Err(error) => unreadable(error),
        };
    };
    let mut windows = match reader.open(file) {
        Ok(windows) => windows,
        Err(error) => return unreadable(error),
    };
    let mut facts = Facts::default();
    let mut learn_from_first = |window: &Window<'_>, _: &[Settled]| {
        if window.is_first() {
            facts = learn(file, window, keep);
        }
    };
    let scanned = scanner.scan_file(&mut windows, named, &mut learn_from_first);
    for gap in &scanned.gaps {
        match gap {
            Gap::Stopped(error) => facts.error = Some(error.clone()),
            gap => {
                facts.unopened.get_or_insert_with(|| gap.text());
            }
        }
    }
    Facts { spotted: scanned.spotted, allowances: scanned.allowances, ..facts }
}

/// What the first window of a file teaches: all of it, unless it is very large.
fn learn(file: &File, window: &Window<'_>, keep: bool) -> Facts {
    let bytes = match window.whole {
        true => window.bytes,
        false => &window.bytes[..window.bytes.len().min(HEAD as usize)],
    };
    Facts {
        sensitive: files::judge(&file.path, file.size, bytes),
        people: tables::people(file.name(), bytes),
        traces: office::traces(file.name(), bytes, personal::is_marking),
        banner: takes_comments(&file.extension()).then(|| banner::read(bytes)).flatten(),
        ..read_text(file, bytes, keep, window.whole)
    }
}

/// The head of one of the project's own sources, when it may state a licence.
fn licence_head(file: &File, bytes: &[u8]) -> Option<String> {
    let own = file.is_own();
    own.then(|| header::head(&file.path, bytes)).flatten().map(Cow::into_owned)
}

/// What the content of a file says without being examined; `bytes` are all of it
/// when it is `complete`.
fn read_text(file: &File, bytes: &[u8], keep: bool, complete: bool) -> Facts {
    let mut facts = Facts {
        executable: executable_file(&file.path, bytes),
        lfs_pointer: decode::is_lfs_pointer(bytes),
        partial: keep && !complete,
        header: match carries_header(file) {
            true => Header::read(bytes),
            false => Header::default(),
        },
        licence_head: licence_head(file, bytes),
        ..Facts::default()
    };
    let keep = keep && complete;
    let source = matches!(file.extension().as_str(), "rs" | "py" | "ex" | "exs");
    if !keep && !source {
        facts.binary = bytes[..bytes.len().min(PROBE)].contains(&0);
        return facts;
    }
    match decode::decode(bytes) {
        Content::Binary => facts.binary = true,
        Content::Text(text) => {
            facts.inline_tests = source && has_inline_tests(&file.extension(), &text);
            facts.text = keep.then(|| text.into_owned());
        }
    }
    facts
}

fn has_inline_tests(extension: &str, text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_start);
    match extension {
        "rs" => lines.any(|line| {
            line.starts_with("#[test]")
                || line.starts_with("#[cfg(test)]")
                || line.contains("::test]")
        }),
        "py" => lines.any(|line| line.starts_with(">>> ")),
        _ => lines.any(|line| line.starts_with("doctest ") || line.starts_with("iex> ")),
    }
}
