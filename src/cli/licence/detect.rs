//! `publiable licence detect`.

use crate::error::{Error, Result};
use crate::lang::{Lang, Text};
use crate::licence::expression::Expression;
use crate::licence::identification::{Candidate, Change, Identification, Nature, Verdict};
use crate::licence::identify::identify;
use crate::licence::statements::{Answer, Why};
use crate::project::Project;
use crate::render::escape;
use crate::snapshot::without_history;
use crate::text;
use clap::{Args, ValueEnum};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// What stands for no licence in tab-separated values.
const NONE: &str = "NONE";

/// Bytes of a file that are read.
const LONGEST: u64 = 2 << 20;

/// Say which licence files hold, or repositories are under.
#[derive(Debug, Args)]
pub(in crate::cli) struct Detect {
    /// Files, or folders taken as the roots of projects; - reads standard input.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// text, json, or tsv: path, tab, SPDX expression or NONE.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Shape::Text)]
    format: Shape,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shape {
    Text,
    Json,
    Tsv,
}

/// The answer for one path.
struct Found {
    path: String,
    expression: Option<String>,
    resolved: bool,
    content: Option<String>,
    reason: Text,
    /// What a file's identification rests on; null for a folder.
    detail: Value,
}

impl Detect {
    /// Prints one answer a path, in the order of the arguments.
    pub(super) fn run(&self, lang: Lang) -> Result<u8> {
        let found = self.paths.par_iter().map(|path| look(path)).collect::<Result<Vec<Found>>>()?;
        let text = match self.format {
            Shape::Tsv => found.iter().map(Found::tsv).collect(),
            Shape::Text => found.iter().map(|one| one.line(lang)).collect(),
            Shape::Json => {
                let list: Vec<Value> = found.iter().map(Found::json).collect();
                super::super::json(&list)
            }
        };
        match self.format {
            Shape::Text => super::super::print_page(&text),
            Shape::Json | Shape::Tsv => super::super::print(&text),
        }
    }
}

impl Found {
    fn tsv(&self) -> String {
        format!("{}\t{}\n", escape(&self.path), self.expression.as_deref().unwrap_or(NONE))
    }

    fn line(&self, lang: Lang) -> String {
        let licence =
            self.expression.as_deref().unwrap_or(lang.pick("aucune licence", "no licence"));
        let apart = match &self.content {
            Some(content) => format!("{} {content}", lang.pick(" ; contenus :", "; content:")),
            None => String::new(),
        };
        format!("{}: {licence}{apart} ({})\n", escape(&self.path), self.reason.get(lang))
    }

    fn json(&self) -> Value {
        json!({
            "path": self.path,
            "expression": self.expression,
            "resolved": self.resolved,
            "content": self.content,
            "reason": { "fr": self.reason.fr, "en": self.reason.en },
            "detail": self.detail,
        })
    }
}

fn look(path: &Path) -> Result<Found> {
    if path.is_dir() { root(path) } else { file(path) }
}

fn root(path: &Path) -> Result<Found> {
    let snapshot = without_history(path)?;
    let project = Project::of(&snapshot);
    let answer = &project.licences().answer;
    let licence = answer.licence.as_ref();
    Ok(Found {
        path: path.display().to_string(),
        expression: licence.map(ToString::to_string),
        resolved: licence.is_some_and(|licence| licence.resolved()),
        content: answer.content.as_ref().map(ToString::to_string),
        reason: why(answer),
        detail: Value::Null,
    })
}

fn file(path: &Path) -> Result<Found> {
    let shown = path.display().to_string();
    let bytes = read(path).map_err(|error| {
        Error::usage(text!(
            "{shown} ne peut pas être lu : {error}",
            "{shown} cannot be read: {error}"
        ))
    })?;
    let identification = identify(&bytes);
    let detail = detail(&identification);
    let reason = identification.told();
    let expression = match identification.verdict {
        Verdict::Licence(expression) => Some(expression),
        _ => None,
    };
    Ok(Found {
        path: shown,
        resolved: expression.as_ref().is_some_and(Expression::resolved),
        expression: expression.map(|expression| expression.to_string()),
        content: None,
        reason,
        detail,
    })
}

/// The first bytes of a file, or of standard input; what is longer is no
/// licence.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match path == Path::new("-") {
        true => io::stdin().take(LONGEST).read_to_end(&mut bytes)?,
        false => File::open(path)?.take(LONGEST).read_to_end(&mut bytes)?,
    };
    Ok(bytes)
}

/// What an identification rests on: the pieces of the file, what was changed,
/// the nearest licences.
fn detail(identification: &Identification) -> Value {
    let pieces: Vec<Value> = identification
        .pieces
        .iter()
        .map(|piece| {
            let nature = match piece.nature {
                Nature::Text => "text",
                Nature::Notice => "notice",
                Nature::Tag => "tag",
            };
            json!({ "nature": nature, "expression": piece.expression, "line": piece.line })
        })
        .collect();
    let changes = |list: &[Change]| -> Vec<Value> {
        let change =
            |one: &Change| json!({ "line": one.line, "excerpt": one.excerpt, "added": one.added });
        list.iter().map(change).collect()
    };
    match &identification.verdict {
        Verdict::Licence(_) => {
            let aside = changes(&identification.aside);
            json!({ "verdict": "licence", "aside": aside, "pieces": pieces })
        }
        Verdict::None => json!({ "verdict": "none", "pieces": pieces }),
        Verdict::Modified { nearest, changes: found } => {
            let (changes, nearest) = (changes(found), nearest.to_string());
            json!({ "verdict": "modified", "nearest": nearest, "changes": changes, "pieces": pieces })
        }
        Verdict::Narrowed { line, excerpt } => {
            json!({ "verdict": "narrowed", "line": line, "excerpt": excerpt, "pieces": pieces })
        }
        Verdict::Unknown { candidates } => {
            let near = |one: &Candidate| json!({ "id": one.id, "distance": one.distance });
            let candidates: Vec<Value> = candidates.iter().map(near).collect();
            json!({ "verdict": "unknown", "candidates": candidates, "pieces": pieces })
        }
    }
}

/// What a root's answer rests on, in words.
fn why(answer: &Answer) -> Text {
    let open = answer.licence.as_ref().is_some_and(|licence| !licence.resolved());
    match answer.why {
        Why::Stated(_) if open => text!(
            "rien ne dit si les versions ultérieures sont admises, ou les indications se contredisent",
            "nothing says whether later versions are accepted, or statements contradict each other"
        ),
        why => why.to_text(),
    }
}
