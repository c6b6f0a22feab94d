//! What each component is needed for, out of what the project asks for and of
//! what components need in turn.

use super::{Component, Scope};
use std::collections::HashMap;

/// Settles the scope and the directness of components that their lock file left
/// open, out of the `roots`: the most demanding way to a component counts.
/// Components that no way leads to keep what they had.
pub(super) fn settle(components: &mut [Component], roots: &[(String, Scope)]) {
    if roots.is_empty() {
        return;
    }
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, component) in components.iter().enumerate() {
        by_name.entry(component.name.clone()).or_default().push(at);
    }
    let mut reached: Vec<Option<Scope>> = vec![None; components.len()];
    let mut ordered: Vec<&(String, Scope)> = roots.iter().collect();
    ordered.sort_by_key(|(_, scope)| *scope);
    for (name, scope) in ordered {
        let mut pending: Vec<usize> = by_name.get(name).cloned().unwrap_or_default();
        while let Some(at) = pending.pop() {
            if reached[at].is_some_and(|known| known <= *scope) {
                continue;
            }
            reached[at] = Some(*scope);
            let needed = components[at].requires.iter().filter_map(|name| by_name.get(name));
            pending.extend(needed.flatten());
        }
    }
    let asked: std::collections::HashSet<&str> =
        roots.iter().map(|(name, _)| name.as_str()).collect();
    for (component, reached) in components.iter_mut().zip(reached) {
        if component.scope == Scope::Unknown {
            component.scope = reached.unwrap_or(Scope::Unknown);
        }
        if component.direct.is_none() {
            component.direct = Some(asked.contains(component.name.as_str()));
        }
    }
}

/// The shortest ways from what the project asks for to its components.
pub struct Ways<'c> {
    parent: HashMap<&'c str, Option<&'c str>>,
}

/// The most components of a way that are told.
const LONGEST: usize = 32;

impl<'c> Ways<'c> {
    /// The ways from `roots` to `components`.
    pub fn new(components: &[&'c Component], roots: &'c [String]) -> Ways<'c> {
        let mut needs: HashMap<&str, Vec<&'c str>> = HashMap::new();
        for component in components {
            let needed = component.requires.iter().map(String::as_str);
            needs.entry(&component.name).or_default().extend(needed);
        }
        let mut parent: HashMap<&str, Option<&str>> = HashMap::new();
        let mut queue: std::collections::VecDeque<&str> = std::collections::VecDeque::new();
        for root in roots {
            if needs.contains_key(root.as_str()) && parent.insert(root, None).is_none() {
                queue.push_back(root);
            }
        }
        while let Some(name) = queue.pop_front() {
            for needed in needs.get(name).into_iter().flatten() {
                if needs.contains_key(needed) && !parent.contains_key(needed) {
                    parent.insert(needed, Some(name));
                    queue.push_back(needed);
                }
            }
        }
        Ways { parent }
    }

    /// The names from a root to `name`: `["a", "b"]` when the project asks for
    /// `a`, which needs `b`; the beginning of a very long way is left out.
    /// `None` when no way leads to it.
    pub fn to<'a>(&'a self, name: &'a str) -> Option<Vec<&'a str>> {
        self.parent.get(name)?;
        let above = |name: &&'a str| self.parent.get(name).copied().flatten();
        let up = std::iter::successors(Some(name), above).take(LONGEST);
        let mut names: Vec<&str> = up.collect();
        names.reverse();
        Some(names)
    }
}
