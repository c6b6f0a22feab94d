//! What each component is needed for, out of what the project asks for and of
//! what components need in turn.

use super::{Component, Scope};
use std::collections::HashMap;

/// Settles the scope and the directness of components that their lock file left
/// open, out of the `roots`: the most demanding way to a component counts.
/// Components that no way leads to keep what they had.
pub fn settle(components: &mut [Component], roots: &[(String, Scope)]) {
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

/// The shortest way from a root to each component, as names: `["a", "b"]` when
/// the project asks for `a`, which needs `b`.
pub fn ways(components: &[&Component], roots: &[String]) -> HashMap<String, Vec<String>> {
    let mut needs: HashMap<&str, Vec<&str>> = HashMap::new();
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
    let way = |name: &str| {
        let mut names = vec![name.to_string()];
        let mut at = name;
        while let Some(Some(above)) = parent.get(at) {
            names.push((*above).to_string());
            at = above;
        }
        names.reverse();
        (name.to_string(), names)
    };
    parent.keys().map(|name| way(name)).collect()
}
