//! Servers that a project talks to by means that no manifest tells: settings that bear their
//! name, the address given to a plug-in, what the code imports.

use super::Sink;
use super::software::{Sign, Strength, TABLES, normal_package};
use crate::text::line;
use regex::Regex;
use std::sync::LazyLock;

/// What the settings and the code of the file of `sink` say, whose text is `text`.
pub(super) fn read(text: &str, sink: &mut Sink<'_>) {
    let before = sink.hits.len();
    named(text, sink);
    plugins(text, sink);
    imports(text, sink);
    let mut folders = sink.path.split('/').rev().skip(1);
    if is_test(sink.path)
        || folders.any(|one| ["test", "tests", "spec", "__tests__"].contains(&one))
    {
        // What tests talk to may be made up.
        sink.doubt(before);
    }
}

/// Settings of addresses that bear the name of a software: `matomo-api-uri`, `matomoSiteUrl`.
struct Named {
    setting: Regex,
    /// The software of each name, in lower case.
    signs: Vec<(String, Sign)>,
}

static NAMED: LazyLock<Option<Named>> = LazyLock::new(|| {
    // Who talks to what stands in for a software does not know which of both is there.
    let stood = |sign: &Sign| TABLES.stand_ins.iter().any(|(of, _)| *of == sign.software);
    let prefixes = TABLES.of("text").iter().filter(|sign| {
        sign.strength == Strength::Setting && sign.value.ends_with('_') && !stood(sign)
    });
    let signs = prefixes.chain(TABLES.of("named"));
    let signs = signs.map(|sign| (sign.value.trim_end_matches('_').to_ascii_lowercase(), *sign));
    let signs: Vec<(String, Sign)> = signs.collect();
    let names = || signs.iter().map(|(name, _)| name.as_str());
    let parted = names().map(|name| regex::escape(name).replace('_', "[-_.]"));
    let parted = parted.collect::<Vec<_>>().join("|");
    // In one word: `matomoUrl`, and no longer word that starts so.
    let joined = names().filter(|name| name.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let joined =
        joined.map(|name| format!("[{}{}]{}", &name[..1], name[..1].to_uppercase(), &name[1..]));
    let joined = joined.collect::<Vec<_>>().join("|");
    let setting = format!(
        r"(?:(?i:({parted})(?:[-_.][a-z0-9]{{1,12}}){{0,3}}?[-_.](?:base)?(?:url|uri|endpoint|host|server|address))|({joined})(?:[A-Z][a-z]{{1,11}}){{0,3}}?(?:Ur[li]|UR[LI]|Endpoint|Host|Server|Address))\b"
    );
    Some(Named { setting: Regex::new(&setting).ok()?, signs })
});

/// Keeps the settings that bear the name of a software: certain with the address, as much
/// as what the code that writes after it says, probable without.
fn named(text: &str, sink: &mut Sink<'_>) {
    // Most texts have none, which one passage tells.
    let Some(named) = NAMED.as_ref().filter(|named| named.setting.is_match(text)) else { return };
    let mut start = 0;
    for (at, whole) in text.split_inclusive('\n').enumerate() {
        let (from, line) = (start, whole.trim_end());
        start += whole.len();
        if line.len() > 2000 || is_remark(line) {
            continue;
        }
        for found in named.setting.captures_iter(line) {
            let whole = found.get(0).map_or(0..0, |all| all.range());
            let before = line[..whole.start].chars().next_back();
            let Some(written) = found.get(1).or(found.get(2)) else { continue };
            let name = written.as_str().to_ascii_lowercase().replace(['-', '.'], "_");
            let sign = named.signs.iter().find(|(known, _)| *known == name);
            let Some((_, sign)) = sign.filter(|_| !before.is_some_and(char::is_alphanumeric))
            else {
                continue;
            };
            let rest = line[whole.end..].trim_start_matches(['"', '\'', ']', ')', ' ', '\t']);
            let value = rest.strip_prefix("=>").or(rest.strip_prefix(['=', ':', ',']));
            let value = value.map(|value| value.trim_start_matches(['"', '\'', '`', ' ', '\t']));
            let told =
                value.is_some_and(|it| it.starts_with("http://") || it.starts_with("https://"));
            // `${…_URL}/path`: the code calls it itself.
            let path = line[whole.end..].trim_start_matches(['}', ')']);
            let called = path.len() < line[whole.end..].len() && path.starts_with('/');
            let strength = match (told, called) {
                (true, _) => Strength::Is,
                (_, true) => Strength::Client,
                _ if is_given(text, from + written.start(), from + written.end() + 1) => {
                    Strength::Setting
                }
                _ => continue,
            };
            let sign = Sign { strength, ..*sign };
            sink.sign(&sign, at + 1, &line[whole], None);
        }
    }
}

/// How many lines below its name the address that a plug-in is given may stand.
const BELOW: usize = 8;

/// The address that a file of settings gives to a plug-in that talks to a software.
fn plugins(text: &str, sink: &mut Sink<'_>) {
    let name = sink.path.rsplit('/').next().unwrap_or(sink.path);
    let code = [".js", ".ts", ".mjs", ".cjs", ".mts"].iter().any(|end| name.ends_with(end));
    if !(code && name.contains("config")) {
        return;
    }
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        for word in line.split(['"', '\'', '`']).skip(1).step_by(2) {
            let signs = TABLES.exact("npm", word).iter();
            let told = || lines[at..].iter().take(BELOW).any(|line| line.contains("://"));
            for sign in signs.filter(|sign| sign.strength == Strength::Client && told()) {
                let setting = Sign { strength: Strength::Setting, ..*sign };
                sink.sign(&setting, at + 1, word, None);
            }
        }
    }
}

/// The libraries that a Python file imports: the project calls them itself, whatever else
/// brings them.
fn imports(text: &str, sink: &mut Sink<'_>) {
    if !sink.path.ends_with(".py") || sink.path.split('/').any(|part| part.starts_with("test")) {
        return;
    }
    for (at, line) in text.lines().enumerate() {
        let line = line.trim_start();
        let Some(rest) = line.strip_prefix("import ").or(line.strip_prefix("from ")) else {
            continue;
        };
        let module = rest.split([' ', '.', ',', ';']).next().unwrap_or_default();
        let signs = TABLES.exact("pypi", &normal_package("pypi", module)).iter();
        for sign in signs.filter(|sign| sign.strength == Strength::Client) {
            sink.sign(sign, at + 1, module, None);
        }
    }
}

/// True for a file of tests, whose addresses may be made up: `config.test.ts`.
pub(super) fn is_test(path: &str) -> bool {
    path.rsplit('/').next().unwrap_or(path).split('.').any(|part| part == "test" || part == "spec")
}

/// True for a line that is a remark: it tells of a use, and is none.
pub(super) fn is_remark(line: &str) -> bool {
    ["//", "#", "*", "/*", "--", "<!--"].iter().any(|mark| line.trim_start().starts_with(mark))
}

/// True when the variable whose name goes on after `start..end` is one of the environment:
/// it is read from there, or given there.
pub(super) fn is_given(text: &str, start: usize, end: usize) -> bool {
    let name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let rest = &text[end..];
    let named = rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    let after = rest.trim_start_matches(name);
    let before = text[line::start(text, start)..start].trim_end_matches(name);
    let read = before.to_ascii_lowercase();
    let read = ["env", "config", "settings", "${"].iter().any(|word| read.contains(word));
    let given = before.trim_matches(|c: char| c.is_whitespace() || "-\"'".contains(c));
    let given = ["", "export", "ARG", "ENV", "-e"].contains(&given) || given.ends_with('{');
    named && (read || given && after.trim_start_matches(['"', '\'']).starts_with(['=', ':']))
}
