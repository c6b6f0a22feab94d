//! The texts scaffold writes: `templates/<lang>/`, and a folder of one's own
//! that replaces them file by file.

use super::answers::Variables;
use super::article;
use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::text;
use include_dir::{Dir, include_dir};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{Environment, ErrorKind, UndefinedBehavior};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// Largest template of a folder of one's own, in bytes.
const LARGEST: u64 = 1 << 20;

/// Templates, by path under `templates/` (`fr/CONTRIBUTING.md`).
#[derive(Debug, Clone, Default)]
pub struct Templates {
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
    /// Adds the files of `folder`, laid out as ours (`fr/README.md`); a file
    /// that replaces none of ours is refused.
    pub fn with_folder(self, folder: &Path) -> Result<Templates> {
        let mut own = (*self.own).clone();
        for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
            let entry = entry.map_err(|error| unreadable(folder, &error.to_string()))?;
            if !entry.file_type().is_file() {
                continue;
            }
            let path = entry.path();
            let name = path.strip_prefix(folder).unwrap_or(path);
            let name = name.to_string_lossy().replace('\\', "/");
            if EMBEDDED.get_file(&name).is_none() {
                return Err(unknown(path, &name));
            }
            let size = entry.metadata().map_or(0, |metadata| metadata.len());
            if size > LARGEST {
                return Err(unreadable(path, "> 1 MiB"));
            }
            let source = std::fs::read_to_string(path)
                .map_err(|error| unreadable(path, &error.to_string()))?;
            own.insert(name, Own { place: path.display().to_string(), source });
        }
        Ok(Templates { own: Arc::new(own) })
    }

    /// True when there is a template `name` in `lang`.
    pub fn has(&self, name: &str, lang: Lang) -> bool {
        EMBEDDED.get_file(format!("{}/{name}", lang.code())).is_some()
    }

    /// Renders the template `name` in `lang`.
    pub fn render(&self, name: &str, lang: Lang, variables: &Arc<Variables>) -> Result<String> {
        let name = format!("{}/{name}", lang.code());
        let environment = self.environment(variables);
        let rendered = environment
            .get_template(&name)
            .and_then(|template| template.render(Value::from_dyn_object(variables.clone())));
        rendered.map_err(|error| self.explain(&name, &error))
    }

    fn environment(&self, variables: &Arc<Variables>) -> Environment<'static> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_syntax(syntax());
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        environment.set_fuel(Some(1_000_000));
        let own = self.own.clone();
        environment.set_loader(move |name| Ok(source(&own, name)));
        let known = variables.clone();
        environment.add_function("known", move |id: &str| known.knows(id));
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

fn unknown(path: &Path, name: &str) -> Error {
    let shown = path.display();
    let names = names();
    let near = crate::rule::locate::nearest(name, names.iter().map(String::as_str));
    let near = near.map(|near| format!(" → {near} ?")).unwrap_or_default();
    Error::usage(text!(
        "{shown} ne remplace aucun gabarit.{near}",
        "{shown} replaces no template.{near}"
    ))
    .remedy(text!(
        "Les gabarits s’appellent fr/NOM ou en/NOM : publiable scaffold --list.",
        "Templates are called fr/NAME or en/NAME: publiable scaffold --list."
    ))
}

fn unreadable(path: &Path, why: &str) -> Error {
    let shown = path.display();
    Error::usage(text!("{shown} n’a pas pu être lu ({why}).", "{shown} could not be read ({why})."))
        .remedy(text!("Vérifiez --templates.", "Check --templates."))
}

/// The names of every template, sorted.
pub fn names() -> Vec<String> {
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
