//! From bytes to a text, and from a text to a tree: what stops a reader before it
//! sees any key.

use super::keys::Judge;
use super::view::Lines;
use super::{Files, Options, messages};
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Change, Diagnostic, Fix, Severity, Span};
use crate::publiccode::filling::Filling;
use crate::publiccode::path::Path;
use crate::publiccode::standard::version;
use crate::text;
use crate::yaml::edit::Value;
use crate::yaml::{Node, Range, Style, Type, Yaml};
use std::borrow::Cow;
use std::collections::HashMap;

/// The text of `bytes` after its byte order mark; `None` when it is not UTF-8.
/// Offsets are counted from there.
pub(super) fn text<'b>(bytes: &'b [u8], out: &mut Vec<Diagnostic>) -> Option<&'b str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(marked(text, out)),
        Err(error) => {
            let valid = std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok()?;
            let message = text!(
                "octet qui n’est pas de l’UTF-8 (le fichier est sans doute en ISO-8859-1 ou en UTF-16)",
                "byte that is not UTF-8 (the file is probably in ISO-8859-1 or UTF-16)"
            );
            let fix = Fix::advice(text!(
                "enregistrer le fichier en UTF-8, par exemple : iconv -f ISO-8859-1 -t UTF-8",
                "save the file as UTF-8, for instance: iconv -f ISO-8859-1 -t UTF-8"
            ));
            let at = Range { start: valid.len(), end: valid.len() };
            let mut found = Diagnostic::new(Code::Encoding, Severity::Error, &Path::top(), message);
            found.value = Some(Lines::new(valid).span(at));
            let found = found.fix(fix).reference(Severity::Error);
            out.push(found);
            None
        }
    }
}

fn marked<'b>(text: &'b str, out: &mut Vec<Diagnostic>) -> &'b str {
    let Some(rest) = text.strip_prefix('\u{feff}') else { return text };
    let message = text!(
        "le fichier commence par une marque d’ordre des octets (BOM)",
        "the file starts with a byte order mark (BOM)"
    );
    let fix = Fix {
        text: text!(
            "enregistrer le fichier en UTF-8 sans BOM",
            "save the file as UTF-8 without BOM"
        ),
        change: Some(Change::Remove),
        safe: true,
    };
    let found =
        Diagnostic::new(Code::ByteOrderMark, Severity::Warning, &Path::top(), message).fix(fix);
    out.push(found.reference(Severity::Error));
    rest
}

const VERSION_KEY: &str = "publiccodeYmlVersion";

/// Every finding of `lines`, in no order.
pub(super) fn judge(
    lines: &Lines<'_>,
    options: Options,
    files: &dyn Files,
    filling: &Filling<'_>,
) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let clean = without_controls(lines, &mut out);
    let lines = &Lines::new(&clean);
    let (yaml, error) = Yaml::parse(lines.text);
    if let Some(error) = error {
        out.push(messages::malformed(lines, &error));
        return out;
    }
    if let Some(offset) = tab(lines.text) {
        out.push(tabbed(lines, offset));
    }
    if yaml.documents() > 1 {
        out.push(several(lines));
    }
    let root = yaml.roots().first().copied().filter(|root| root.is_map());
    let Some(root) = root.filter(|root| !root.own_entries().is_empty()) else {
        out.push(no_data(lines, yaml.roots().first().copied()));
        return out;
    };
    duplicates(lines, root, &mut out);
    version(lines, root, options, &mut out);
    let mut judge = Judge::new(lines, root, options, files, filling);
    judge.file();
    out.append(&mut judge.out);
    if yaml.exhausted() {
        let message = text!(
            "les alias multiplient le fichier au-delà du raisonnable : il n’est pas lu jusqu’au bout",
            "aliases multiply the file beyond reason: it is not read to its end"
        );
        let found = Diagnostic::new(Code::TooBig, Severity::Error, &Path::top(), message);
        out.push(found.reference(Severity::Error));
    }
    out
}

/// The text with a space in place of each control character: the reference
/// parser reads them, YAML forbids them.
fn without_controls<'t>(lines: &Lines<'t>, out: &mut Vec<Diagnostic>) -> Cow<'t, str> {
    let forbidden = |c: char| c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r');
    let Some(at) = lines.text.find(forbidden) else { return Cow::Borrowed(lines.text) };
    let code = lines.text.as_bytes().get(at).copied().unwrap_or_default();
    let message = text!(
        "caractère de contrôle U+{code:04X} dans le texte",
        "control character U+{code:04X} in the text"
    );
    let mut found = Diagnostic::new(Code::ControlCharacter, Severity::Error, &Path::top(), message);
    found.value = Some(lines.span(Range { start: at, end: at + 1 }));
    let fix = text!("retirer ce caractère", "remove this character");
    out.push(found.fix(Fix::advice(fix)));
    Cow::Owned(lines.text.replace(forbidden, " "))
}

/// Where a tab indents a key or an item.
fn tab(text: &str) -> Option<usize> {
    // Inside a block scalar a tab is text: only what precedes any key is sure.
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() && !line.starts_with('#') {
            return line.starts_with('\t').then_some(offset);
        }
        offset += line.len();
    }
    None
}

fn tabbed(lines: &Lines<'_>, offset: usize) -> Diagnostic {
    let span = lines.span(Range { start: offset, end: offset + 1 });
    let mut found = Diagnostic::new(Code::Tab, Severity::Error, &Path::top(), messages::tab());
    found.value = Some(span);
    found.fix(messages::spaces()).reference(Severity::Error)
}

fn several(lines: &Lines<'_>) -> Diagnostic {
    let message = text!(
        "plusieurs documents YAML dans un même fichier",
        "several YAML documents in one file"
    );
    let mut found = Diagnostic::new(Code::SeveralDocuments, Severity::Error, &Path::top(), message);
    found.value = second_document(lines);
    let fix = Fix::advice(text!(
        "retirer le séparateur « --- » et ce qui le suit, ou réunir les clés",
        "remove the “---” separator and what follows it, or bring the keys together"
    ));
    found.fix(fix).reference(Severity::Error)
}

/// The last `---` that starts a line: that of the first document is before any key.
fn second_document(lines: &Lines<'_>) -> Option<Span> {
    let at = lines.text.rfind("\n---").map(|at| at + 1)?;
    Some(lines.span(Range { start: at, end: at + 3 }))
}

fn no_data(lines: &Lines<'_>, root: Option<Node<'_>>) -> Diagnostic {
    let message = match root {
        Some(root) if root.is_list() => text!(
            "le fichier est une liste ; le standard attend des clés (name:, url:…)",
            "the file is a list; the standard expects keys (name:, url:…)"
        ),
        Some(_) => text!("le fichier ne contient aucune clé", "the file holds no key"),
        None if lines.text.trim().is_empty() => text!("le fichier est vide", "the file is empty"),
        None => text!("le fichier ne contient aucune clé", "the file holds no key"),
    };
    let fix = Fix::advice(text!(
        "créer un fichier complet : publiable publiccode new",
        "create a complete file: publiable publiccode new"
    ));
    let mut found = Diagnostic::new(Code::NoData, Severity::Error, &Path::top(), message);
    found.value = Some(lines.at(1, 1));
    found.fix(fix).reference(Severity::Error)
}

/// Keys written twice in the same mapping, anywhere.
fn duplicates(lines: &Lines<'_>, root: Node<'_>, out: &mut Vec<Diagnostic>) {
    let mut waiting = vec![(root, Path::top())];
    while let Some((node, path)) = waiting.pop() {
        if node.is_alias() {
            continue;
        }
        for (index, item) in node.items().into_iter().enumerate() {
            waiting.push((item, path.index(index)));
        }
        let mut first: HashMap<&str, (usize, Node<'_>, Node<'_>)> = HashMap::new();
        for (at, (key, value)) in node.own_entries().into_iter().enumerate() {
            let Some(name) = key.text() else { continue };
            let below = path.key(name);
            if let Some((rank, before, had)) = first.insert(name, (at, key, value)) {
                let useless = match () {
                    () if value.is_empty() || value.means(had) => Some(at),
                    () if had.is_empty() => Some(rank),
                    () => None,
                };
                out.push(duplicate(lines, (before, key), &below, useless));
            }
            waiting.push((value, below));
        }
    }
}

/// The key at `path` written twice; the entry of rank `useless` says nothing more.
fn duplicate(
    lines: &Lines<'_>,
    (first, second): (Node<'_>, Node<'_>),
    path: &Path,
    useless: Option<usize>,
) -> Diagnostic {
    let name = path.last();
    let (line, span) = (lines.span(first.range()).start.line, lines.span(second.range()));
    let message = text!(
        "clé « {name} » déjà donnée à la ligne {line}",
        "key “{name}” already given at line {line}"
    );
    let mut found = Diagnostic::new(Code::DuplicateKey, Severity::Error, path, message);
    found.key = Some(span);
    let text = text!("ne garder que l’une des deux", "keep only one of the two");
    let fix = match useless {
        Some(rank) => Fix::safe(text, Change::RemoveTwin(rank)),
        None => Fix::advice(text),
    };
    found.fix(fix).reference(Severity::Error)
}

/// The version of the standard, which decides whether the rest is read.
fn version(lines: &Lines<'_>, root: Node<'_>, options: Options, out: &mut Vec<Diagnostic>) {
    let path = Path::top().key(VERSION_KEY);
    let set = || Change::Set(Value::text(version::RECOMMENDED));
    let quote = || {
        text!(
            "écrire publiccodeYmlVersion: \"0\", qui désigne toujours la dernière version",
            "write publiccodeYmlVersion: \"0\", which always stands for the latest version"
        )
    };
    // Its absence is that of any mandatory key.
    let Some((key, value)) = root.entry(VERSION_KEY) else { return };
    let spans = (lines.span(key.range()), lines.span(value.range()));
    let new = |code, severity, message| {
        let mut found = Diagnostic::new(code, severity, &path, message);
        (found.key, found.value, found.on_value) = (Some(spans.0), Some(spans.1), true);
        found
    };
    let text = value.text().unwrap_or_default();
    let quoted = matches!(value.style(), Some(Style::Plain | Style::Single | Style::Double));
    if value.scalar_type() != Some(Type::Str) || !quoted {
        let message = match value.scalar_type() {
            Some(Type::Number) => text!(
                "« {text} » sans guillemets est un nombre ; la version est un texte",
                "“{text}” without quotes is a number; the version is a text"
            ),
            Some(Type::Null) => {
                text!("la version du standard est vide", "the version of the standard is empty")
            }
            _ => text!(
                "la version du standard doit être un texte",
                "the version of the standard must be a text"
            ),
        };
        let fix = Fix::safe(quote(), set());
        let found = new(Code::WrongType, Severity::Error, message).fix(fix);
        out.push(found.reference(Severity::Error));
    } else if options.preview && version::PREVIEW.contains(&text) {
    } else if !version::supported(text) {
        let known = version::KNOWN_TO_STANDARD_ONLY.contains(&text);
        let message = match known {
            true => text!(
                "version « {text} » : le standard l’a publiée, mais l’analyseur de référence ne la connaît pas",
                "version “{text}”: the standard published it, but the reference parser does not know it"
            ),
            false => text!(
                "« {text} » n’est pas une version du standard (ce n’est pas celle du logiciel)",
                "“{text}” is not a version of the standard (it is not that of the software)"
            ),
        };
        let severity = if known { Severity::Warning } else { Severity::Error };
        let fix = match of_software(text) && root.entry("softwareVersion").is_none() {
            true => Fix::doubtful(
                text!(
                    "c’est sans doute la version du logiciel : la donner à softwareVersion",
                    "it is probably the version of the software: give it to softwareVersion"
                ),
                Change::Rename("softwareVersion".to_string()),
            ),
            false => Fix { safe: !of_software(text), ..Fix::safe(quote(), set()) },
        };
        let found = new(Code::UnsupportedVersion, severity, message).fix(fix);
        out.push(found.reference(Severity::Error));
    } else if version::outdated(text) {
        let latest = version::LATEST;
        let message = text!(
            "version {text} du standard : la dernière est la {latest}",
            "version {text} of the standard: the latest is {latest}"
        );
        let fix = Fix::safe(quote(), set());
        let found = new(Code::OutdatedVersion, Severity::Warning, message).fix(fix);
        out.push(found.reference(Severity::Warning));
    }
}

/// True for what is no version of the standard, past or to come. The first one
/// gave an address: `http://w3id.org/publiccode/version/0.1`.
fn of_software(text: &str) -> bool {
    let bare = text.trim().trim_start_matches(['v', 'V']).trim_end_matches('/');
    let bare = bare.rsplit('/').next().unwrap_or(bare);
    let known = version::supported(bare)
        || version::KNOWN_TO_STANDARD_ONLY.contains(&bare)
        || version::PREVIEW.contains(&bare)
        || bare.parse::<f64>().is_ok_and(|number| number < 1.0);
    !known && !bare.is_empty()
}
