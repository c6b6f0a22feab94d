//! Patterns of paths that the audited repository wrote: bounded, since each may be hostile.

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use std::collections::{BTreeSet, HashMap};

/// A longer pattern of paths is refused, in bytes.
const LONGEST_GLOB: usize = 1000;
/// So is one with more of these braces, each of which doubles what is compiled.
const MOST_BRACES: usize = 16;

/// The files that `pattern`, which the audited repository wrote, names: `*` goes
/// through folders unless `separated`. `None` for one that is wrong or unbounded.
pub(crate) fn glob(pattern: &str, separated: bool) -> Option<GlobSet> {
    set([parsed(pattern, separated)?])
}

fn parsed(pattern: &str, separated: bool) -> Option<Glob> {
    let braces = pattern.bytes().filter(|byte| *byte == b'{').count();
    if pattern.len() > LONGEST_GLOB || braces > MOST_BRACES {
        return None;
    }
    GlobBuilder::new(pattern).literal_separator(separated).build().ok()
}

/// A set is built without the panic of a single matcher on what is too large.
fn set(globs: impl IntoIterator<Item = Glob>) -> Option<GlobSet> {
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        set.add(glob);
    }
    set.build().ok()
}

/// The files that many patterns name, each as [`glob`] reads it without separators or as a plain
/// path: one look at a path, however many they are.
#[derive(Clone, Default)]
pub(crate) struct Globs {
    plain: HashMap<String, Vec<usize>>,
    sets: Vec<(GlobSet, Vec<usize>)>,
}

impl Globs {
    /// Compiles `patterns`, which [`Globs::matches`] counts from 0. One that is wrong names the
    /// file called so alone.
    pub(crate) fn of<'p>(patterns: impl Iterator<Item = &'p str>) -> Globs {
        let mut found = Globs::default();
        let mut globs = Vec::new();
        for (at, pattern) in patterns.enumerate() {
            found.plain.entry(pattern.to_owned()).or_default().push(at);
            let is_plain = !pattern.contains(['*', '?', '[', '{', '\\']);
            globs.extend(parsed(pattern, false).filter(|_| !is_plain).map(|glob| (at, glob)));
        }
        let compiled = |part: &[(usize, Glob)]| {
            let (at, globs): (Vec<usize>, Vec<Glob>) = part.iter().cloned().unzip();
            Some((set(globs)?, at))
        };
        // One that is too large by itself must not take the others with it.
        found.sets = match compiled(&globs) {
            Some(whole) => vec![whole],
            None => globs.chunks(1).filter_map(compiled).collect(),
        };
        found
    }

    /// The numbers of the patterns that name `path`, in order.
    pub(crate) fn matches(&self, path: &str) -> BTreeSet<usize> {
        let plain = self.plain.get(path).into_iter().flatten().copied();
        let sets =
            self.sets.iter().flat_map(|(set, at)| set.matches(path).into_iter().map(|n| at[n]));
        plain.chain(sets).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_patterns_say_what_each_says_alone() {
        let wrong = "a[";
        let large = format!("{}/**", "{a,b}".repeat(MOST_BRACES + 1));
        let patterns = ["data/a.csv", "data/*.csv", "d?ta/**", wrong, "data/a.csv", "*", &large];
        let all = Globs::of(patterns.iter().copied());
        for path in ["data/a.csv", "data/x/b.csv", "dota/c", wrong, "e", &large] {
            let alone = |pattern: &&str| {
                **pattern == *path || glob(pattern, false).is_some_and(|set| set.is_match(path))
            };
            let expected = (0..patterns.len()).filter(|at| alone(&patterns[*at])).collect();
            assert_eq!(all.matches(path), expected, "{path}");
        }
    }

    #[test]
    fn one_pattern_too_large_leaves_the_others() {
        let large = "{a,b}".repeat(MOST_BRACES);
        let all = Globs::of([large.as_str(), "data/*.csv"].into_iter());
        assert_eq!(all.matches("data/a.csv"), BTreeSet::from([1]));
    }
}
