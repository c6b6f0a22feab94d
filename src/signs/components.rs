//! Packages that lock files and manifests list.

use super::software::{Strength, TABLES, normal_name, normal_package};
use super::{Hit, Sink, Target};
use crate::manifest::{Ecosystem, Inventory, Listed};

/// The signs of the components of `inventory`.
pub(super) fn read(inventory: &Inventory) -> Vec<Hit> {
    inventory.listed.iter().flat_map(component).collect()
}

fn component(listed: &Listed) -> Vec<Hit> {
    let component = &listed.component;
    let (kind, name) = (component.ecosystem.code(), component.name.as_str());
    let mut sink = Sink::new(&listed.path);
    let normal = normal_package(kind, name);
    // A major version is part of the path of a Go module.
    let bare = match normal.rsplit_once("/v") {
        Some((bare, major)) if major.bytes().all(|byte| byte.is_ascii_digit()) => bare,
        _ => &normal,
    };
    let what = component.label();
    // The version of a chart is not that of what it installs.
    let version = |is: bool| component.version.clone().filter(|_| is && kind != "helm");
    let mut signs = TABLES.exact(kind, &normal);
    if signs.is_empty() {
        signs = TABLES.exact(kind, bare);
    }
    for sign in signs {
        sink.sign(sign, component.line, &what, version(sign.strength == Strength::Is));
    }
    if sink.hits.is_empty() {
        address(&mut sink, listed, bare);
    }
    if sink.hits.is_empty() && component.direct != Some(false) {
        let last = name.rsplit(['/', ':']).next().unwrap_or(name);
        let name = normal_name(name);
        // A package that bears the name of a software of another registry is not it.
        let other = TABLES.named(&name).is_some_and(|key| TABLES.is_elsewhere(key, kind));
        if last.len() == component.name.len() && !other {
            let target = Target::Name(name);
            sink.push((target, Strength::Hint), component.line, (kind, &what), None);
            sink.doubt(0);
        }
    }
    if component.direct == Some(false) {
        sink.doubt(0);
    }
    sink.hits
}

/// What a name that is an address says: a Go module, a package of Packagist.
fn address(sink: &mut Sink<'_>, listed: &Listed, name: &str) {
    let line = listed.component.line;
    match listed.component.ecosystem {
        Ecosystem::Go => {
            let repository: Vec<&str> = name.splitn(4, '/').take(3).collect();
            // A module of the software is often the library that talks to it.
            sink.address(&repository.join("/"), line, Strength::Client);
        }
        Ecosystem::Composer => {
            sink.address(&format!("github.com/{name}"), line, Strength::Is);
        }
        Ecosystem::Swift => {
            sink.address(name, line, Strength::Is);
        }
        _ => {}
    }
}
