//! Reads `linguist-vendored`, `linguist-generated` and `linguist-documentation`
//! out of `.gitattributes`, by which a project says whose files it holds.

use super::classify::Class;
use super::content::{Content, decode};
use super::{FileKind, Snapshot};
use globset::{GlobBuilder, GlobMatcher};

struct Attribute {
    matcher: GlobMatcher,
    class: Class,
    set: bool,
}

/// Applies every `.gitattributes` of the snapshot to the class of its files.
/// As in git, the last matching line wins, and deeper files come later.
pub fn apply(snapshot: &mut Snapshot) {
    let mut attributes = Vec::new();
    let reader = snapshot.reader();
    let files = snapshot.files.iter();
    for file in files.filter(|f| f.name() == ".gitattributes" && f.kind == FileKind::Regular) {
        let Ok(read) = reader.read(file) else { continue };
        if let Content::Text(text) = decode(&read.bytes) {
            attributes.extend(text.lines().flat_map(|line| parse(file.folder(), line)));
        }
    }
    drop(reader);
    for file in &mut snapshot.files {
        for attribute in &attributes {
            if attribute.matcher.is_match(&file.path) {
                match (attribute.set, file.class == attribute.class) {
                    (true, _) => file.class = attribute.class,
                    (false, true) => file.class = Class::Own,
                    (false, false) => {}
                }
            }
        }
    }
}

fn parse(folder: &str, line: &str) -> Vec<Attribute> {
    let line = line.trim();
    let mut words = line.split_whitespace();
    let (Some(pattern), false) = (words.next(), line.starts_with('#')) else { return Vec::new() };
    let Some(matcher) = matcher(folder, pattern) else { return Vec::new() };
    words
        .filter_map(|word| {
            let negated = word.starts_with(['-', '!']);
            let (name, value) = word.split_once('=').unwrap_or((word, "true"));
            let class = match name.trim_start_matches(['-', '!']) {
                "linguist-vendored" => Class::Vendored,
                "linguist-generated" => Class::Generated,
                _ => return None,
            };
            let set = !negated && value != "false";
            Some(Attribute { matcher: matcher.clone(), class, set })
        })
        .collect()
}

/// A pattern without a slash matches at any depth, one with a slash from the
/// folder of its file (gitattributes(5)).
fn matcher(folder: &str, pattern: &str) -> Option<GlobMatcher> {
    let base = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let anchored = pattern.trim_end_matches('/').contains('/');
    let pattern = pattern.trim_start_matches('/');
    let glob = if anchored { format!("{base}{pattern}") } else { format!("{base}**/{pattern}") };
    GlobBuilder::new(&glob).literal_separator(true).build().ok().map(|glob| glob.compile_matcher())
}
