//! `publiable licence list`.

use super::super::print_json;
use crate::cli::Shape;
use crate::error::Result;
use crate::lang::Lang;
use crate::licence::decreed::{self, Decreed};
use crate::licence::expression::Term;
use crate::licence::families;
use crate::text;
use clap::Args;
use serde_json::{Value, json};

/// List the licences that are known, or those of the decree.
#[derive(Debug, Args)]
pub(in crate::cli) struct List {
    /// Only the licences of the list set by decree.
    #[arg(long)]
    decreed: bool,
    /// text or json.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Shape::Text)]
    format: Shape,
}

impl List {
    /// Prints the list.
    pub(super) fn run(&self, lang: Lang) -> Result<u8> {
        match (self.decreed, self.format) {
            (true, Shape::Json) => print_json(&decreed_json()),
            (true, Shape::Text) => super::super::print(&decreed_text(lang)),
            (false, Shape::Json) => print_json(&known_json()),
            (false, Shape::Text) => super::super::print(&known_text(lang)),
        }
    }
}

fn decreed_json() -> Value {
    let origin = decreed::origin();
    json!({
        "as-of": origin.as_of,
        "article": { "name": origin.article, "url": origin.article_url },
        "approval": { "name": origin.approval_article, "url": origin.approval_url },
        "page": origin.page,
        "licences": decreed::list(),
    })
}

fn decreed_text(lang: Lang) -> String {
    let origin = decreed::origin();
    let width = decreed::list().iter().map(|entry| entry.id.len()).max().unwrap_or_default();
    let mut lines = String::new();
    let line = |entry: &Decreed| {
        let uses: Vec<String> =
            entry.uses.iter().map(|one| one.label().get(lang).to_string()).collect();
        let reach = entry.reach.label();
        format!("{:width$}  {} ({}, {})\n", entry.id, entry.name, reach.get(lang), uses.join(", "))
    };
    for entry in decreed::list() {
        lines.push_str(&line(entry));
        if let Some(note) = &entry.note {
            lines.push_str(&format!("{:width$}    {}\n", "", note.get(lang)));
        }
    }
    let (as_of, article, page, approval) =
        (&origin.as_of, &origin.article, &origin.page, &origin.approval_article);
    let end = text!(
        "\n{article}, page au {as_of} : {page}\nUne licence hors de la liste doit être homologuée ({approval}), sauf si un projet existant l’impose.\n",
        "\n{article}, page as of {as_of}: {page}\nA licence outside the list has to be approved ({approval}), unless an existing project imposes it.\n"
    );
    lines.push_str(end.get(lang));
    lines
}

fn known_json() -> Value {
    let entries = families::known().into_iter().map(|(id, family)| {
        let term = Term { id: id.to_string(), exception: None };
        json!({ "id": id, "family": family, "decreed": standing(&term) })
    });
    Value::Array(entries.collect())
}

fn known_text(lang: Lang) -> String {
    let known = families::known();
    let width = known.iter().map(|(id, _)| id.len()).max().unwrap_or_default();
    let mut lines = String::new();
    for (id, family) in known {
        let term = Term { id: id.to_string(), exception: None };
        let decreed = match standing(&term) {
            "listed" | "not-for-code" => lang.pick("décret", "decree"),
            "variant" => {
                lang.pick("famille du décret, autre version", "family of the decree, other version")
            }
            _ => "",
        };
        let line = format!("{id:width$}  {:<44}  {decreed}", family.label().get(lang));
        lines.push_str(line.trim_end());
        lines.push('\n');
    }
    lines
}

fn standing(term: &Term) -> &'static str {
    match decreed::standing(term) {
        decreed::Standing::Listed => "listed",
        decreed::Standing::NotForCode => "not-for-code",
        decreed::Standing::Variant => "variant",
        decreed::Standing::Outside => "outside",
    }
}
