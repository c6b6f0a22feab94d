//! Conda: `environment.yml`.

use super::pub_dev::for_root;
use super::requirements::requirement;
use super::{Component, Ecosystem, Listing, Malformed, Scope};

/// Reads `environment.yml`: packages of Conda, and those of `pip:`.
pub(super) fn environment(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let mut listing = Listing::default();
    for_root(text, |root| {
        let Some(list) = root.get("dependencies").filter(|list| list.is_list()) else { return };
        for item in list.items() {
            if let Some(written) = item.text() {
                listing.components.extend(package(written, item.line()));
            }
            for asked in item.get("pip").map(|list| list.items()).unwrap_or_default() {
                let named = asked.text().and_then(requirement);
                let Some((name, version)) = named else { continue };
                let mut component = Component::new(Ecosystem::Python, name, asked.line());
                (component.version, component.direct) = (version, Some(true));
                listing.components.push(component);
            }
        }
    })?;
    Ok(listing)
}

/// `channel::name=version=build`. Python and pip install the others.
fn package(written: &str, line: usize) -> Option<Component> {
    let name = written.rsplit("::").next().unwrap_or(written).trim();
    let end = name.find(['=', '<', '>', '!', ' ', '~', '[']).unwrap_or(name.len());
    let (name, wanted) = name.split_at(end);
    if name.is_empty() || matches!(name, "python" | "pip") {
        return None;
    }
    let mut component = Component::new(Ecosystem::Conda, name, line);
    let version = wanted.strip_prefix("==").or(wanted.strip_prefix('='));
    let version = version.and_then(|version| version.split('=').next()).map(str::trim);
    let exact =
        |version: &&str| !version.is_empty() && !version.contains(['*', ',', '<', '>', ' ', '|']);
    component.version = version.filter(exact).map(str::to_string);
    (component.scope, component.direct) = (Scope::Unknown, Some(true));
    Some(component)
}
