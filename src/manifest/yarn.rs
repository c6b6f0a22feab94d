//! `yarn.lock`, of Yarn 1 and of later versions: blocks of indented lines.

use super::source::{digest, integrity};
use super::{Component, Ecosystem, Listing, Malformed};
use crate::text;

/// Reads `yarn.lock`.
pub(super) fn read(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let mut listing = Listing::default();
    let mut block: Option<Block> = None;
    for (at, line) in text.lines().enumerate() {
        let number = at + 1;
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        if !line.starts_with(' ') {
            listing.components.extend(block.take().and_then(Block::component));
            let Some(header) = trimmed.strip_suffix(':') else {
                let column = line.chars().count();
                let wanted = text!(
                    "une ligne finissant par « : » était attendue",
                    "a line that ends with “:” was expected"
                );
                return Err(Malformed::at(number, column, wanted));
            };
            block = Some(Block::new(header, number));
            continue;
        }
        match &mut block {
            Some(block) => block.line(line),
            None => {
                let stray = text!(
                    "une ligne en retrait hors de tout bloc",
                    "an indented line outside of any block"
                );
                return Err(Malformed::at(number, 1, stray));
            }
        }
    }
    listing.components.extend(block.and_then(Block::component));
    Ok(listing)
}

/// The lines of one package.
struct Block {
    name: String,
    /// True when it stands for no package from outside.
    local: bool,
    component: Component,
    in_dependencies: bool,
}

impl Block {
    fn new(header: &str, line: usize) -> Block {
        let first = header.split(", ").next().unwrap_or(header).trim_matches('"');
        let name = package_of(first).to_string();
        let range = &first[name.len().min(first.len())..];
        let local = header == "__metadata"
            || ["@workspace:", "@link:", "@portal:", "@file:"]
                .iter()
                .any(|mark| range.starts_with(mark));
        let component = Component::new(Ecosystem::Npm, name.clone(), line);
        Block { name, local, component, in_dependencies: false }
    }

    fn line(&mut self, line: &str) {
        let indent = line.len() - line.trim_start().len();
        let (key, value) = pair(line.trim());
        if indent > 2 {
            if self.in_dependencies {
                self.component.requires.push(key.to_string());
            }
            return;
        }
        self.in_dependencies =
            value.is_empty() && matches!(key, "dependencies" | "optionalDependencies");
        match key {
            "version" => self.component.version = Some(value.to_string()),
            "integrity" => self.component.checksum = integrity(value),
            // Yarn 1 may only have the digest of the address; that of later
            // versions is of Yarn’s own archive.
            "resolved" if self.component.checksum.is_none() => {
                self.component.checksum = value
                    .rsplit_once('#')
                    .and_then(|(_, hex)| digest(hex))
                    .filter(|c| c.algorithm == "SHA-1");
            }
            "resolution" => {
                // An alias: the resolution names the real package.
                self.name = package_of(value).to_string();
                self.local |= value.contains("@workspace:");
            }
            _ => {}
        }
    }

    fn component(self) -> Option<Component> {
        let known = !self.local && self.component.version.is_some() && !self.name.is_empty();
        known.then_some(Component { name: self.name, ..self.component })
    }
}

/// The package that `@scope/name@range` is about; `alias@npm:name@range` is
/// about `name`.
fn package_of(descriptor: &str) -> &str {
    let after_scope = usize::from(descriptor.starts_with('@'));
    let Some(at) = descriptor[after_scope..].find('@') else { return descriptor };
    let (name, range) = descriptor.split_at(at + after_scope);
    match range.strip_prefix("@npm:") {
        Some(target)
            if target[usize::from(target.starts_with('@')).min(target.len())..].contains('@') =>
        {
            package_of(target)
        }
        _ => name,
    }
}

/// `key value`, `"key" "value"`, `key: value`.
fn pair(line: &str) -> (&str, &str) {
    let (key, value) = match line.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
        Some((key, rest)) => (key, rest.trim_start_matches(':')),
        None => match line.split_once([' ', ':']) {
            Some((key, value)) => (key, value),
            None => (line, ""),
        },
    };
    (key.trim_end_matches(':'), value.trim().trim_matches('"'))
}
