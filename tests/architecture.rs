//! The rooms of `src/`, what each may use, and the circles between files. What a
//! file names is read from its `crate::`, `super::` and `self::` paths and those of
//! its own modules, in `use` trees and elsewhere; its tests may use anything.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

/// Every room, from the door down, and the rooms it uses. A room uses none that
/// stands above it.
const ROOMS: [(&str, &str); 38] = [
    ("lib", ""),
    (
        "testing",
        "audit budget config error exit finding lang licence manifest publiccode render report rule \
         scaffold secrets snapshot text yaml",
    ),
    (
        "cli",
        "lsp serve decisions commons fleet registry render scaffold audit report project config rule \
         publiccode licence secrets manifest snapshot yaml archive budget finding clock error lang exit text",
    ),
    ("lsp", "render audit config rule publiccode licence secrets yaml error lang text"),
    (
        "serve",
        "decisions fleet render scaffold audit report config rule secrets snapshot finding clock error \
         lang text",
    ),
    (
        "decisions",
        "render scaffold audit report config rule snapshot finding clock error lang text",
    ),
    ("commons", "fleet render signs project manifest snapshot clock error lang text"),
    (
        "fleet",
        "render audit report accounts signs project rule publiccode secrets manifest snapshot yaml budget \
         finding clock error hosts lang text",
    ),
    ("registry", "manifest hosts lang text"),
    ("render", "report score rule publiccode licence secrets manifest yaml finding lang text"),
    (
        "scaffold",
        "audit report project config rule publiccode licence secrets manifest \
         document snapshot yaml finding error lang exit text",
    ),
    (
        "audit",
        "report checks score project config rule secrets snapshot budget finding clock error \
         lang text",
    ),
    ("report", "score config rule secrets finding lang exit text"),
    (
        "checks",
        "score accounts project config rule publiccode licence secrets manifest \
         pipeline document snapshot office yaml archive finding clock lang text",
    ),
    ("score", "project config licence snapshot finding clock lang text"),
    ("signs", "project publiccode manifest pipeline snapshot yaml text"),
    (
        "project",
        "accounts config rule publiccode licence secrets manifest pipeline document \
         snapshot office archive finding lang text",
    ),
    ("accounts", "snapshot"),
    ("config", "rule snapshot finding error lang text"),
    ("publiccode", "licence snapshot yaml finding lang text"),
    ("licence", "manifest office lang text"),
    ("secrets", "rule pipeline office archive budget finding error lang text"),
    ("manifest", "yaml lang text"),
    ("pipeline", "yaml lang"),
    ("document", "text"),
    ("rule", "finding error lang text"),
    ("snapshot", "archive error lang text"),
    ("office", "archive text"),
    ("yaml", "lang text"),
    ("archive", "lang text"),
    ("budget", "error text"),
    ("finding", "lang text"),
    ("clock", "error text"),
    ("error", "lang exit"),
    ("hosts", ""),
    ("lang", ""),
    ("exit", ""),
    ("text", ""),
];

/// Rooms that touch neither the disk nor standard output.
const PURE: [&str; 10] = [
    "document",
    "pipeline",
    "checks",
    "render",
    "report",
    "project",
    "publiccode",
    "secrets",
    "licence",
    "manifest",
];

type ModulePath = Vec<String>;

/// A source file of the library.
struct Source {
    /// From `src/`.
    file: String,
    module: ModulePath,
    /// Absolute paths of what it names, its re-exports apart.
    named: BTreeSet<ModulePath>,
    /// What it re-exports: the name it gives, and where that stands.
    exported: BTreeMap<String, ModulePath>,
    code: Vec<String>,
}

/// The words and signs of `text`: comments are left out, and a literal is `""`.
fn tokens(text: &str) -> Vec<String> {
    let (bytes, mut at, mut found) = (text.as_bytes(), 0, Vec::new());
    let ident = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
    while at < bytes.len() {
        let rest = &text[at..];
        let end =
            |sign: &str, from: usize| rest[from..].find(sign).map_or(rest.len(), |i| from + i);
        if rest.starts_with("//") {
            at += end("\n", 0);
        } else if rest.starts_with("/*") {
            at += end("*/", 2) + 2;
        } else if let Some(marks) = raw_string(rest) {
            let close = format!("\"{}", "#".repeat(marks.1));
            at += end(&close, marks.0) + close.len();
            found.push("\"\"".to_string());
        } else if bytes[at] == b'"' {
            at += 1;
            while at < bytes.len() && bytes[at] != b'"' {
                at += 1 + usize::from(bytes[at] == b'\\');
            }
            at += 1;
            found.push("\"\"".to_string());
        } else if bytes[at] == b'\'' {
            at += character(rest);
        } else if ident(bytes[at]) {
            let length = rest.bytes().position(|byte| !ident(byte)).unwrap_or(rest.len());
            found.push(rest[..length].to_string());
            at += length;
        } else if rest.starts_with("::") {
            found.push("::".to_string());
            at += 2;
        } else {
            if !bytes[at].is_ascii_whitespace() {
                found.push(char::from(bytes[at]).to_string());
            }
            at += 1;
        }
    }
    found
}

/// Where the text of a raw string that starts here starts, and how many `#` it has.
fn raw_string(rest: &str) -> Option<(usize, usize)> {
    let after = rest.strip_prefix('b').unwrap_or(rest).strip_prefix('r')?;
    let marks = after.bytes().take_while(|byte| *byte == b'#').count();
    let start = rest.len() - after.len() + marks + 1;
    after[marks..].starts_with('"').then_some((start, marks))
}

/// The length of the character, or of the tick of a lifetime, that starts here.
fn character(rest: &str) -> usize {
    let mut characters = rest.char_indices().skip(1);
    match (characters.next(), characters.next()) {
        (Some((_, '\\')), _) => rest[3..].find('\'').map_or(rest.len(), |at| at + 4),
        (_, Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

/// `tokens` without what is compiled for the tests alone.
fn without_tests(tokens: Vec<String>) -> Vec<String> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let (mut kept, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        if !tokens[at..].iter().zip(MARK).all(|(token, mark)| token == mark) {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        let mut depth = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            depth += i32::from(token == "{") - i32::from(token == "}");
            if depth == 0 && (token == "}" || token == ";") {
                break;
            }
        }
    }
    kept
}

/// Reads the path or the tree that starts at `at`, after what `before` leads to,
/// and answers where it ends; each leaf goes to `paths` with the name it is given.
fn tree(
    tokens: &[String],
    mut at: usize,
    mut before: ModulePath,
    paths: &mut Vec<(ModulePath, String)>,
) -> usize {
    let word = |token: &str| token.starts_with(|c: char| c.is_alphabetic() || c == '_');
    loop {
        match tokens.get(at).map(String::as_str) {
            Some("{") => {
                at += 1;
                while tokens.get(at).is_some_and(|token| token != "}") {
                    at = tree(tokens, at, before.clone(), paths);
                    at += usize::from(tokens.get(at).is_some_and(|token| token == ","));
                }
                return at + 1;
            }
            Some("self") if !before.is_empty() => at += 1,
            Some("super") => {
                before.pop();
                at += 1;
            }
            Some(token) if word(token) => {
                before.push(token.to_string());
                at += 1;
            }
            Some("*") => at += 1,
            _ => return at + 1,
        }
        if tokens.get(at).is_some_and(|token| token == "::") {
            at += 1;
            continue;
        }
        let renamed = tokens.get(at).is_some_and(|token| token == "as");
        let name = if renamed { tokens.get(at + 1) } else { before.last() };
        let name = name.cloned().unwrap_or_default();
        paths.push((before, name));
        return at + 2 * usize::from(renamed);
    }
}

fn module_of(file: &str) -> ModulePath {
    let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').filter(|part| *part != "lib").map(str::to_string).collect()
}

fn read(file: String, text: &str) -> Source {
    let module = module_of(&file);
    let code = without_tests(tokens(text));
    let declared: BTreeSet<&str> = code
        .windows(3)
        .filter(|three| three[0] == "mod" && three[2] == ";")
        .map(|three| three[1].as_str())
        .collect();
    let mut source = Source {
        file,
        module,
        named: BTreeSet::new(),
        exported: BTreeMap::new(),
        code: Vec::new(),
    };
    let (mut at, mut exports) = (0, false);
    while at < code.len() {
        let token = code[at].as_str();
        let follows = code.get(at + 1).is_some_and(|next| next == "::");
        let first = at == 0 || code[at - 1] != "::";
        let base = match token {
            "crate" => Some((Vec::new(), at + 2)),
            "self" => Some((source.module.clone(), at + 2)),
            "super" => Some((source.module.clone(), at)),
            child if declared.contains(child) => Some((source.module.clone(), at)),
            _ => None,
        };
        exports = match token {
            "use" => at > 0 && (code[at - 1] == "pub" || code[at - 1] == ")"),
            ";" => false,
            _ => exports,
        };
        let Some((base, start)) = base.filter(|_| follows && first) else {
            at += 1;
            continue;
        };
        let mut paths = Vec::new();
        at = tree(&code, start, base, &mut paths).max(at + 1);
        for (path, name) in paths {
            if exports {
                source.exported.insert(name, path);
            } else {
                source.named.insert(path);
            }
        }
    }
    source.code = code;
    source
}

fn sources() -> &'static [Source] {
    static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(read_all);
    &SOURCES
}

fn read_all() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let entries = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter();
    let files = entries.map(|entry| entry.expect("entry").into_path()).filter_map(|path| {
        let file = path.strip_prefix(&root).ok()?.to_str()?.to_string();
        let of_tests = file.split('/').any(|part| part == "tests" || part == "tests.rs");
        let wanted = file.ends_with(".rs") && file != "main.rs" && !of_tests;
        wanted.then(|| read(file, &std::fs::read_to_string(&path).expect("readable")))
    });
    files.collect()
}

fn room(module: &[String]) -> &str {
    module.first().map_or("lib", String::as_str)
}

/// The files each file uses, its own parents apart: a module and what it is made of
/// are one.
fn arrows(sources: &[Source]) -> BTreeMap<&str, BTreeSet<&str>> {
    let by_module: BTreeMap<&[String], &Source> =
        sources.iter().map(|source| (source.module.as_slice(), source)).collect();
    let holder = |path: &[String]| {
        let mut path = path.to_vec();
        for _ in 0..8 {
            let depth =
                (0..=path.len()).rev().find(|depth| by_module.contains_key(&path[..*depth]))?;
            let source = by_module[&path[..depth]];
            match path.get(depth).and_then(|name| source.exported.get(name)) {
                Some(target) if *target != path => path = target.clone(),
                _ => return Some(source),
            }
        }
        None
    };
    let of = |source: &Source| {
        let used = source.named.iter().filter_map(|path| holder(path));
        let used = used.filter(|used| !source.module.starts_with(&used.module));
        used.map(|used| used.file.as_str()).collect()
    };
    sources.iter().map(|source| (source.file.as_str(), of(source))).collect()
}

/// The arrows that are part of a circle.
fn circles<'s>(arrows: &BTreeMap<&'s str, BTreeSet<&'s str>>) -> BTreeSet<(&'s str, &'s str)> {
    // What leads nowhere is in none.
    let mut arrows = arrows.clone();
    loop {
        let files: BTreeSet<&str> = arrows.keys().copied().collect();
        arrows.values_mut().for_each(|used| used.retain(|file| files.contains(file)));
        arrows.retain(|_, used| !used.is_empty());
        if arrows.len() == files.len() {
            break;
        }
    }
    let leads_to = |start: &str, goal: &str| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![start]);
        while let Some(file) = next.pop() {
            if file == goal {
                return true;
            }
            if seen.insert(file) {
                next.extend(arrows.get(file).into_iter().flatten());
            }
        }
        false
    };
    let all = arrows.iter().flat_map(|(from, used)| used.iter().map(|to| (*from, *to)));
    all.filter(|(from, to)| leads_to(to, from)).collect()
}

#[test]
fn every_room_is_listed_from_the_door_down() {
    let sources = sources();
    let standing: BTreeSet<&str> = sources.iter().map(|source| room(&source.module)).collect();
    let listed: BTreeSet<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    assert_eq!(standing, listed, "the rooms of src/, and those listed here");
    for (at, (room, uses)) in ROOMS.iter().enumerate() {
        for used in uses.split_whitespace() {
            let below = ROOMS[at + 1..].iter().any(|(other, _)| *other == used);
            assert!(below, "{room} is listed as using {used}, which is not below");
        }
    }
}

#[test]
fn a_room_uses_what_it_may() {
    let mut refused = BTreeSet::new();
    for source in sources() {
        let from = room(&source.module);
        let allowed = ROOMS.iter().find(|(room, _)| *room == from).map_or("", |(_, uses)| uses);
        for path in source.named.iter().chain(source.exported.values()) {
            let to = room(path);
            let known = ROOMS.iter().any(|(room, _)| *room == to);
            let allowed = to == from || allowed.split_whitespace().any(|room| room == to);
            if known && from != "lib" && !allowed {
                refused.insert(format!("{} may not use {}", source.file, path.join("::")));
            }
        }
    }
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn files_make_no_circle() {
    let found = circles(&arrows(sources()));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn only_the_outer_rooms_touch_the_outside_world() {
    for source in sources() {
        if !PURE.contains(&room(&source.module)) {
            continue;
        }
        for words in [
            &["std", "::", "fs"][..],
            &["println"],
            &["std", "::", "env"],
            &["std", "::", "process"],
            &["File", "::", "open"],
        ] {
            let found = source.code.windows(words.len()).any(|window| window == words);
            assert!(!found, "{} must not use {}", source.file, words.concat());
        }
    }
}

/// The files that write on standard output or standard error: the door, which takes
/// `Redacted` alone; the wire of an editor, whose words are; the pipe to the program
/// that started a reader, whose answers are.
const DOORS: [&str; 3] = ["cli/output/mod.rs", "cli/lsp.rs", "fleet/reading.rs"];

#[test]
fn what_is_printed_leaves_by_one_door() {
    for source in sources() {
        for stream in ["stdout", "stderr"] {
            let words = ["io", "::", stream, "(", ")"];
            let asked = ["io", "::", stream, "(", ")", ".", "is_terminal"];
            let opened = source.code.windows(words.len()).filter(|window| *window == words).count();
            let only = source.code.windows(asked.len()).filter(|window| *window == asked).count();
            let door = DOORS.contains(&source.file.as_str());
            assert!(door || opened == only, "{} must print through cli/output", source.file);
        }
    }
}

#[test]
fn registries_are_asked_by_one_command_alone() {
    for source in sources() {
        let own = room(&source.module) == "registry";
        let asks = source.named.iter().any(|path| room(path) == "registry");
        let resolves = source.file == "cli/licence/resolve.rs";
        assert!(!asks || own || resolves, "{} must not ask registries", source.file);
        let speaks = source.code.iter().any(|word| word == "ureq" || word == "TcpStream");
        assert!(!speaks || source.file == "registry/client.rs", "{} uses the network", source.file);
    }
}

#[test]
fn paths_are_read_in_every_form() {
    let text = r##"
        //! crate::comment::never
        mod child;
        #[cfg(test)]
        mod tests { use crate::tested::thing; }
        use crate::a::{self, b::{C, d}, e as f};
        use super::sibling::Thing;
        pub(crate) use self::child::Exported as Shown;
        fn f<'a>(x: &'a str) -> char {
            let _ = "crate::string::never\"";
            let _ = r#"crate::raw::never"#;
            child::run(crate::macros::call!(x, crate::inside::one()));
            '"'
        }
    "##;
    let source = read("room/file.rs".to_string(), text);
    let named: Vec<String> = source.named.iter().map(|path| path.join("::")).collect();
    let expected = [
        "a",
        "a::b::C",
        "a::b::d",
        "a::e",
        "inside::one",
        "macros::call",
        "room::file::child::run",
        "room::sibling::Thing",
    ];
    assert_eq!(named, expected);
    assert_eq!(source.exported["Shown"].join("::"), "room::file::child::Exported");
}
