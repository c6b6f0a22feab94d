//! What other scanners were told to ignore: gitleaks and detect-secrets. It is
//! never applied as it stands, since the project wrote it for itself: `publiable
//! secrets import` proposes a settled finding, by fingerprint, for what it still
//! covers.

mod comments;
mod detect_secrets;
mod gitleaks;

pub(crate) use detect_secrets::Baseline;
pub(crate) use gitleaks::{Allowlists, Ignored};

use crate::lang::Text;
use crate::text;

/// A value where it was found: what the other tools compare with their lists.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sighted<'a> {
    /// Id of the pattern that found it.
    pub pattern: &'a str,
    /// Path from the root, with `/`.
    pub path: &'a str,
    /// Line, counted from 1.
    pub line: usize,
    /// The commit, for a place in the history.
    pub commit: Option<&'a str>,
    /// The value in clear.
    pub secret: &'a [u8],
    /// The line in clear.
    pub source: &'a [u8],
    /// The line above, in clear; empty on the first line.
    pub above: &'a [u8],
}

/// The names of the files that say what to ignore, at the root of a project.
pub(crate) const FILES: [&str; 3] = [".gitleaksignore", ".gitleaks.toml", ".secrets.baseline"];

/// Everything that a project told other scanners to ignore.
#[derive(Debug, Default)]
pub(crate) struct Exceptions {
    ignored: Ignored,
    allowlists: Allowlists,
    baseline: Baseline,
    /// What could not be read, one sentence each.
    pub unread: Vec<Text>,
}

impl Exceptions {
    /// Reads the files of [`FILES`] that `read` gives the text of.
    pub(crate) fn load(read: impl Fn(&str) -> Option<String>) -> Exceptions {
        let mut found = Exceptions::default();
        let [ignored, allowlists, baseline] = FILES;
        if let Some(text) = read(ignored) {
            found.ignored = Ignored::parse(&text);
        }
        let mut refuse = |file: &str, why: String| {
            found.unread.push(text!("{file} : {why}", "{file}: {why}"));
        };
        if let Some(text) = read(allowlists) {
            let (read, refused) = Allowlists::parse(&text);
            found.allowlists = read;
            refused.into_iter().for_each(|why| refuse(allowlists, why));
        }
        if let Some(text) = read(baseline) {
            match Baseline::parse(&text) {
                Ok(read) => found.baseline = read,
                Err(why) => refuse(baseline, why),
            }
        }
        found
    }

    /// What covers `sighted`, if anything does: the file or the comment, to be
    /// told in the note of the settled finding.
    pub(crate) fn covers(&self, sighted: &Sighted<'_>) -> Option<String> {
        if let Some(comment) = comments::covers(sighted) {
            return Some(format!("{comment}, {}", sighted.path));
        }
        if self.ignored.covers(sighted) {
            return Some(FILES[0].to_string());
        }
        if let Some(list) = self.allowlists.covers(sighted) {
            return Some(format!("{} ({list})", FILES[1]));
        }
        self.baseline.covers(sighted).then(|| FILES[2].to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tool_s_own_words_are_understood() {
        let exceptions = Exceptions::load(|file| match file {
            ".gitleaksignore" => Some("a.env:generic-api-key:3\n".into()),
            ".gitleaks.toml" => Some("[allowlist]\npaths = ['''^fixtures/''']\n".into()),
            _ => None,
        });
        let sighted = |path, line| Sighted {
            pattern: "password",
            path,
            line,
            commit: None,
            secret: b"v",
            source: b"k = v",
            above: b"",
        };
        assert_eq!(exceptions.covers(&sighted("a.env", 3)).as_deref(), Some(".gitleaksignore"));
        let listed = exceptions.covers(&sighted("fixtures/b", 1));
        assert_eq!(listed.as_deref(), Some(".gitleaks.toml (allowlist)"));
        assert_eq!(exceptions.covers(&sighted("b.env", 3)), None);
    }

    #[test]
    fn a_file_that_cannot_be_read_is_told() {
        let exceptions = Exceptions::load(|file| (file != ".gitleaksignore").then(|| "[[".into()));
        assert_eq!(exceptions.unread.len(), 2, "{:?}", exceptions.unread);
    }
}
