//! The contact links that a forge offers to whoever opens an issue
//! (`contact_links` of `.github/ISSUE_TEMPLATE/config.yml`, and its like).

use crate::document::Link;
use crate::project::Project;
use crate::snapshot::File;
use crate::yaml::Yaml;

/// The contact links, with the file that gives each. The text of a link is its name,
/// then what is said of it.
pub(super) fn contact_links<'p>(project: &Project<'p>) -> Vec<(&'p File, Link)> {
    let mut found = Vec::new();
    for file in project.role("issue-chooser") {
        let Some(text) = project.text(file) else { continue };
        let (yaml, _) = Yaml::parse(text);
        let links = yaml.roots().first().and_then(|root| root.get("contact_links"));
        for link in links.map(|links| links.items()).unwrap_or_default() {
            let field = |key: &str| Some(link.get(key)?.text()?.trim());
            let Some(url) = field("url").filter(|url| !url.is_empty()) else { continue };
            let text = [field("name"), field("about")].map(Option::unwrap_or_default).join(" — ");
            let link = Link { url: url.to_string(), text, line: link.line() };
            found.push((file, link));
        }
    }
    found
}
