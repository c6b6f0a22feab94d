//! The texts scaffold writes: `templates/<lang>/`, and a folder of one's own
//! that replaces them file by file.

use super::answers::Variables;
use super::{article, bounds};
use crate::config::texts::Template;
use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::text;
use include_dir::{Dir, include_dir};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{Environment, ErrorKind, UndefinedBehavior};
use std::collections::BTreeMap;
use std::sync::Arc;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// Templates, by path under `templates/` (`fr/CONTRIBUTING.md`).
#[derive(Debug, Clone, Default)]
pub(crate) struct Templates {
    own: Arc<BTreeMap<String, Own>>,
}

/// A template that replaces one of ours.
#[derive(Debug, Clone)]
struct Own {
    /// Where it was read, for errors.
    place: String,
    source: String,
}

impl Templates {
    /// Adds `templates`, each in place of ours and of those added before; one
    /// that replaces none of ours is refused.
    pub(crate) fn with(self, templates: Vec<Template>) -> Result<Templates> {
        let mut own = (*self.own).clone();
        for Template { place, name, text } in templates {
            if EMBEDDED.get_file(&name).is_none() {
                return Err(unknown(&place, &name));
            }
            if let Some((line, sign)) = bounds::refused(&text) {
                return Err(refused(&place, line, &sign));
            }
            own.insert(name, Own { place, source: text });
        }
        Ok(Templates { own: Arc::new(own) })
    }

    /// Renders the template `name` in `lang`.
    pub(crate) fn render(
        &self,
        name: &str,
        lang: Lang,
        variables: &Arc<Variables>,
    ) -> Result<String> {
        let name = format!("{}/{name}", lang.code());
        let environment = self.environment(variables);
        let mut page = bounds::Page::default();
        let rendered = environment.get_template(&name).and_then(|template| {
            let given = Value::from_dyn_object(variables.clone());
            template.render_captured_to(given, &mut page).map(drop)
        });
        rendered.map_err(|error| self.explain(&name, &error))?;
        Ok(page.text())
    }

    fn environment(&self, variables: &Arc<Variables>) -> Environment<'static> {
        let longest = self.own.values().map(|own| own.source.len()).max().unwrap_or_default();
        let mut environment = bounds::environment(longest);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_syntax(syntax());
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        let own = self.own.clone();
        environment.set_loader(move |name| Ok(source(&own, name)));
        let known = variables.clone();
        environment.add_function("known", move |id: &str| known.knows(id));
        let known = variables.clone();
        environment.add_function("has", move |id: &str| known.has(id));
        let lang = variables.lang();
        environment.add_function("article", move |name: &str| article::before(name, lang));
        environment
    }

    fn explain(&self, name: &str, error: &minijinja::Error) -> Error {
        let place =
            self.own.get(name).map_or_else(|| format!("templates/{name}"), |own| own.place.clone());
        let line = error.line().map(|line| format!(":{line}")).unwrap_or_default();
        let detail = match error.kind() {
            ErrorKind::UndefinedError => "undefined variable".to_string(),
            _ => error.detail().unwrap_or("syntax error").to_string(),
        };
        Error::usage(text!(
            "{place}{line} : le gabarit ne peut pas être rendu ({detail}).",
            "{place}{line}: the template cannot be rendered ({detail})."
        ))
        .remedy(text!(
            "Les variables et la syntaxe : docs/scaffold.md.",
            "Variables and syntax: docs/scaffold.en.md."
        ))
    }
}

/// The text of the template `name`.
fn source(own: &BTreeMap<String, Own>, name: &str) -> Option<String> {
    let own = own.get(name).map(|own| own.source.as_str());
    own.or_else(|| EMBEDDED.get_file(name)?.contents_utf8()).map(str::to_string)
}

/// A line that holds only a tag leaves no trace.
fn syntax() -> SyntaxConfig {
    SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()
        .expect("default delimiters")
}

fn refused(place: &str, line: usize, sign: &str) -> Error {
    Error::usage(text!(
        "{place}:{line} : « {sign} » n’est pas accepté dans un gabarit.",
        "{place}:{line}: “{sign}” is not accepted in a template."
    ))
    .remedy(text!(
        "Un gabarit affiche, teste et parcourt les variables : docs/scaffold.md.",
        "A template shows, tests and walks through variables: docs/scaffold.en.md."
    ))
}

fn unknown(place: &str, name: &str) -> Error {
    let names = names();
    let near = crate::rule::locate::nearest(name, names.iter().map(String::as_str));
    let near = near.map(|near| format!(" → {near} ?")).unwrap_or_default();
    Error::usage(text!(
        "{place} ne remplace aucun gabarit.{near}",
        "{place} replaces no template.{near}"
    ))
    .remedy(text!(
        "Les gabarits s’appellent fr/NOM ou en/NOM : publiable scaffold --list.",
        "Templates are called fr/NAME or en/NAME: publiable scaffold --list."
    ))
}

/// The names of every template, sorted.
pub(crate) fn names() -> Vec<String> {
    let mut names: Vec<String> = ["fr", "en"]
        .into_iter()
        .filter_map(|lang| EMBEDDED.get_dir(lang))
        .flat_map(files)
        .collect();
    names.sort();
    names
}

fn files(dir: &Dir<'_>) -> Vec<String> {
    let own = dir.files().map(|file| file.path().to_string_lossy().replace('\\', "/"));
    own.chain(dir.dirs().flat_map(files)).collect()
}
