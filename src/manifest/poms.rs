//! The POMs of a repository together: what a project inherits from its parents,
//! and takes from the bills of versions that stand in the repository.

use super::bills;
use super::xml::{child, children, xml};
use roxmltree::Node;
use std::collections::HashMap;

/// The most parents that are followed.
const GENERATIONS: usize = 16;
/// The most times that what a property holds is looked up in turn.
const TURNS: usize = 8;

/// What one POM hands down.
#[derive(Debug, Default)]
struct Pom {
    /// The path of its parent, when that is in the repository.
    parent: Option<String>,
    /// Its group, artifact and version, as it or its mention of its parent says.
    group: Option<String>,
    artifact: Option<String>,
    version: Option<String>,
    parent_version: Option<String>,
    /// True when it states its group itself.
    owns_group: bool,
    properties: HashMap<String, String>,
    /// Versions of what it manages, by `group:artifact`, as written.
    managed: HashMap<String, String>,
    /// Bills of versions that it takes over, by `group:artifact`, with their versions, as
    /// written; its parent comes last.
    bills: Vec<(String, Option<String>)>,
}

/// The POMs of a repository, by their paths.
#[derive(Debug, Default)]
pub(super) struct Poms {
    poms: HashMap<String, Pom>,
}

impl Poms {
    /// Reads those among `files` (path and text).
    pub(super) fn of<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Poms {
        let mut poms = Poms::default();
        for (path, text) in files {
            if let Ok(document) = xml(text) {
                poms.poms.insert(path.to_string(), Pom::of(path, document.root_element()));
            }
        }
        poms
    }

    /// The POM at `path` and its parents, from it up.
    fn chain(&self, path: &str) -> Vec<&Pom> {
        let next = |pom: &&Pom| self.poms.get(pom.parent.as_deref()?);
        std::iter::successors(self.poms.get(path), next).take(GENERATIONS).collect()
    }

    /// Whether `artifact` of `group` is another module of the project at `path`: of its group,
    /// which a parent outside the repository shares with others.
    pub(super) fn is_module(&self, path: &str, group: &str, artifact: &str) -> bool {
        let owned = || self.chain(path).iter().any(|pom| pom.owns_group);
        self.group(path).as_deref() == Some(group)
            && (owned() || self.at(&format!("{group}:{artifact}")).is_some())
    }

    /// The group of the project at `path`.
    fn group(&self, path: &str) -> Option<String> {
        let chain = self.chain(path);
        Some(self.filled(&chain, chain.first()?.group.as_deref()?))
    }

    /// `value` with the properties that the POM at `path` sees in place of their
    /// names.
    pub(super) fn value(&self, path: &str, value: &str) -> String {
        self.filled(&self.chain(path), value)
    }

    /// The version that the POM at `path` is told to take of `name`.
    pub(super) fn version(&self, path: &str, name: &str) -> Option<String> {
        let chain = self.chain(path);
        let own = chain
            .iter()
            .find_map(|pom| Some(self.filled(&chain, self.managed(&chain, pom, name)?)));
        let bills = || chain.iter().flat_map(|pom| &pom.bills);
        let imported = || {
            let mut bills = bills().filter_map(|(bill, _)| self.at(&self.filled(&chain, bill)));
            bills.find_map(|at| {
                let chain = self.chain(at);
                let found = chain.iter().find_map(|pom| self.managed(&chain, pom, name))?;
                Some(self.filled(&chain, found))
            })
        };
        // One that is not in the repository may say the version of a whole group.
        let of_group = || {
            let (group, _) = name.split_once(':')?;
            let (_, version) = bills()
                .find(|(bill, _)| bills::group_of(&self.filled(&chain, bill)) == Some(group))?;
            Some(self.filled(&chain, version.as_deref()?))
        };
        own.or_else(imported).or_else(of_group)
    }

    fn managed<'p>(&self, chain: &[&Pom], pom: &'p Pom, name: &str) -> Option<&'p str> {
        let direct = pom.managed.get(name).map(String::as_str);
        direct.or_else(|| {
            let mut all = pom.managed.iter().filter(|(key, _)| key.contains("${"));
            all.find(|(key, _)| self.filled(chain, key) == name)
                .map(|(_, version)| version.as_str())
        })
    }

    /// The path of the POM of `name`.
    fn at(&self, name: &str) -> Option<&str> {
        let (group, artifact) = name.split_once(':')?;
        let mut fitting = self.poms.iter().filter(|(path, pom)| {
            pom.artifact.as_deref() == Some(artifact) && self.group(path).as_deref() == Some(group)
        });
        fitting.next().map(|(path, _)| path.as_str())
    }

    fn filled(&self, chain: &[&Pom], value: &str) -> String {
        let mut whole = value.to_string();
        for _ in 0..TURNS {
            let Some(start) = whole.find("${") else { break };
            let Some(length) = whole[start..].find('}') else { break };
            let Some(found) = property(chain, &whole[start + 2..start + length]) else { break };
            if whole.len() + found.len() > 1_000 {
                break;
            }
            whole.replace_range(start..=start + length, &found);
        }
        whole
    }
}

fn property(chain: &[&Pom], name: &str) -> Option<String> {
    let own = chain.iter().find_map(|pom| pom.properties.get(name).cloned());
    own.or_else(|| {
        let first = chain.first()?;
        match name {
            "project.version" | "pom.version" | "version" => first.version.clone(),
            "project.groupId" | "pom.groupId" | "groupId" => first.group.clone(),
            "project.artifactId" => first.artifact.clone(),
            "project.parent.version" | "parent.version" => first.parent_version.clone(),
            _ => None,
        }
    })
}

impl Pom {
    fn of(path: &str, project: Node<'_, '_>) -> Pom {
        let parent = project.children().find(|node| node.tag_name().name() == "parent");
        let owned = |node: Node<'_, '_>, name: &str| child(node, name).map(str::to_string);
        let inherited = |name: &str| owned(project, name).or_else(|| owned(parent?, name));
        let mut pom = Pom {
            parent: parent.and_then(|parent| above(path, parent)),
            group: inherited("groupId"),
            artifact: owned(project, "artifactId"),
            version: inherited("version"),
            parent_version: parent.and_then(|parent| owned(parent, "version")),
            owns_group: child(project, "groupId").is_some(),
            ..Pom::default()
        };
        for property in children(project, "properties") {
            let value = property.text().map(str::trim).unwrap_or_default();
            pom.properties.insert(property.tag_name().name().to_string(), value.to_string());
        }
        let management = children(project, "dependencyManagement");
        for node in management.flat_map(|list| list.children()).filter(Node::is_element) {
            let (Some(group), Some(artifact)) = (child(node, "groupId"), child(node, "artifactId"))
            else {
                continue;
            };
            let name = format!("{group}:{artifact}");
            if child(node, "scope") == Some("import") {
                pom.bills.push((name, owned(node, "version")));
            } else if let Some(version) = child(node, "version") {
                pom.managed.insert(name, version.to_string());
            }
        }
        if let Some(parent) = parent
            && let (Some(group), Some(artifact)) =
                (child(parent, "groupId"), child(parent, "artifactId"))
        {
            pom.bills.push((format!("{group}:{artifact}"), pom.parent_version.clone()));
        }
        pom
    }
}

/// The path of the parent of the POM at `path`.
fn above(path: &str, parent: Node<'_, '_>) -> Option<String> {
    let stated = parent.children().find(|node| node.tag_name().name() == "relativePath");
    let relative = match stated {
        Some(node) => node.text().map(str::trim).filter(|text| !text.is_empty())?,
        None => "../pom.xml",
    };
    let mut folders: Vec<&str> = path.split('/').collect();
    folders.pop();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                folders.pop()?;
            }
            name => folders.push(name),
        }
    }
    let whole = folders.join("/");
    Some(if whole.ends_with(".xml") {
        whole
    } else {
        format!("{whole}/pom.xml").trim_start_matches('/').to_string()
    })
}
