//! What a notice covers.

use super::token::{Token, TokenKind};

/// What a notice covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// The whole, or what is not said otherwise.
    Whole,
    /// The source code.
    Code,
    /// Documentation, pages and texts.
    Documentation,
    /// Data.
    Data,
    /// Pictures, fonts, marks.
    Assets,
    /// The paths named.
    Paths(Vec<String>),
    /// Something of others: a dependency, a model, a contribution.
    Foreign,
}

impl Scope {
    /// True when it covers something of the project that states it.
    pub fn is_own(&self) -> bool {
        *self != Scope::Foreign
    }

    /// True when it covers the project as a whole or its code.
    pub fn is_main(&self) -> bool {
        matches!(self, Scope::Whole | Scope::Code)
    }
}

const CODE: [&str; 16] = [
    "code",
    "codes",
    "source",
    "sources",
    "software",
    "logiciel",
    "logiciels",
    "program",
    "programme",
    "library",
    "application",
    "bibliotheque",
    "scripts",
    "script",
    "plugin",
    "package",
];

const DOCUMENTATION: [&str; 22] = [
    "documentation",
    "documentations",
    "docs",
    "doc",
    "content",
    "contents",
    "contenu",
    "contenus",
    "texts",
    "textes",
    "texte",
    "editorial",
    "pages",
    "articles",
    "documents",
    "guide",
    "tutorials",
    "rapport",
    "rapports",
    "publications",
    "editoriaux",
    "documentaires",
];

const DATA: [&str; 10] = [
    "data", "donnees", "dataset", "datasets", "database", "jeux", "base", "bases", "jeu", "corpus",
];

const ASSETS: [&str; 22] = [
    "images",
    "image",
    "logo",
    "logos",
    "font",
    "fonts",
    "icons",
    "icon",
    "icones",
    "icone",
    "police",
    "polices",
    "pictogrammes",
    "illustrations",
    "media",
    "medias",
    "marque",
    "marques",
    "photos",
    "photographies",
    "artwork",
    "pictures",
];

/// Words that say that something else than the project is spoken of.
const FOREIGN: [&str; 43] = [
    "dependency",
    "dependencies",
    "dependances",
    "dependance",
    "tiers",
    "tierce",
    "tierces",
    "third",
    "contributions",
    "contribution",
    "contributing",
    "contribuant",
    "contribuez",
    "contributor",
    "contributors",
    "contributeur",
    "contributeurs",
    "bundled",
    "includes",
    "inclut",
    "derived",
    "derive",
    "derivee",
    "fork",
    "submodule",
    "upstream",
    "submodules",
    "embarque",
    "vendored",
    "embeds",
    "adapted",
    "copied",
    "inspired",
    "inspire",
    "inspiree",
    "inspirees",
    "come",
    "comes",
    "provient",
    "proviennent",
    "issu",
    "issus",
    "portions",
];

/// What the words around a name say it covers: `before` since the start of the
/// clause, `after` up to the next name.
pub fn of(before: &[Token], after: &[Token]) -> Scope {
    let has = |tokens: &[Token], words: &[&str]| {
        tokens
            .iter()
            .any(|token| token.kind == TokenKind::Word && words.contains(&token.text.as_str()))
    };
    let follows = follows(after);
    let paths = paths(before, follows);
    if has(before, &FOREIGN) || of_the_reader(before) {
        return Scope::Foreign;
    }
    if !paths.is_empty() {
        return Scope::Paths(paths);
    }
    for tokens in [follows, before] {
        let kinds = [
            (has(tokens, &CODE), Scope::Code),
            (has(tokens, &DOCUMENTATION), Scope::Documentation),
            (has(tokens, &DATA), Scope::Data),
            (has(tokens, &ASSETS), Scope::Assets),
        ];
        let said: Vec<Scope> =
            kinds.into_iter().filter(|(said, _)| *said).map(|(_, s)| s).collect();
        match said.as_slice() {
            [] => {}
            [one] => return one.clone(),
            [first, ..] if *first == Scope::Code => return Scope::Whole,
            [first, ..] => return first.clone(),
        }
    }
    Scope::Whole
}

/// Whether something of the reader is spoken of (`your diagrams`), not a choice
/// left to him (`at your option`).
fn of_the_reader(before: &[Token]) -> bool {
    let his = |token: &Token| matches!(token.text.as_str(), "your" | "vos" | "votre");
    let left = |token: &Token| {
        matches!(
            token.text.as_str(),
            "option"
                | "choice"
                | "discretion"
                | "convenience"
                | "choix"
                | "gre"
                | "own"
                | "convenance"
        )
    };
    before.windows(2).any(|pair| his(&pair[0]) && !left(&pair[1]))
}

/// The words that say what a name before them covers: `for the code`, `(data)`,
/// `in front/`.
fn follows(after: &[Token]) -> &[Token] {
    let skip = after
        .iter()
        .take_while(|token| {
            token.kind == TokenKind::Sign && token.text != "(" && token.text != "."
                || matches!(token.text.as_str(), "license" | "applies" | "s" | "applique" | "aux")
        })
        .count();
    let rest = &after[skip..];
    let opens = rest.first().is_some_and(|token| {
        matches!(
            token.text.as_str(),
            "for" | "pour" | "(" | "in" | "dans" | "concernant" | "au" | "a" | "to" | "under"
        ) || token.text == "by"
    });
    let close = rest
        .iter()
        .position(|token| matches!(token.text.as_str(), "." | ";" | "and" | "et" | ","))
        .unwrap_or(rest.len());
    if opens && skip <= 6 { &rest[..close.min(12)] } else { &[] }
}

fn paths(before: &[Token], after: &[Token]) -> Vec<String> {
    // A path that follows "see" is where the text stands, not what it covers.
    let among = |tokens: &[Token]| -> Vec<String> {
        let named = tokens.iter().enumerate().filter(|(at, token)| {
            let told = tokens[..*at].iter().rev().take(3).any(|token| {
                matches!(token.text.as_str(), "see" | "voir" | "cf" | "file" | "fichier" | "(")
            });
            token.kind == TokenKind::Path && !told && !token.text.to_lowercase().contains("licen")
        });
        named.map(|(_, token)| token.text.clone()).collect()
    };
    let found = among(after);
    if found.is_empty() { among(before) } else { found }
}
