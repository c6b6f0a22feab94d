//! The scan for a person: what was found, file by file, then one conclusion.

use super::super::Style;
use super::super::terminal::page::{Ink, Page};
use super::Asked;
use crate::lang::Text;
use crate::secrets::inventory::{Inventory, Remark, Told, heading};
use crate::secrets::{Level, Place};
use crate::text;
use crate::text::show;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Places named on the line that tells where else a value is.
const ALSO: usize = 3;

/// Writes `inventory` in `style`.
pub(super) fn render(
    inventory: &Inventory,
    asked: Asked,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page::new(style, out);
    let open = inventory.at(asked.level).filter(|told| told.allowed.is_none());
    let mut groups: BTreeMap<(&str, String), Vec<(&Place, &Told)>> = BTreeMap::new();
    for told in open {
        let shown = if asked.all_places { usize::MAX } else { 1 };
        for place in told.detection.places.iter().take(shown) {
            let title = heading(place).get(style.lang).to_string();
            let path = place.path.as_deref().unwrap_or_default();
            groups.entry((path, title)).or_default().push((place, told));
        }
    }
    for ((_, title), mut entries) in groups {
        entries.sort_by_key(|(place, told)| {
            (place.line, place.column, &place.commit, &told.detection.fingerprint.0)
        });
        let title = page.ink(Ink::Bold, &title);
        page.line(0, &title)?;
        for (place, told) in entries {
            detection(&mut page, place, told, asked)?;
        }
        page.gap()?;
    }
    remarks(&mut page, &inventory.unseen, Ink::Red, &text!("non lu", "not read"))?;
    remarks(&mut page, &inventory.remarks, Ink::Yellow, &text!("note", "note"))?;
    conclusion(&mut page, inventory, asked)
}

fn detection(page: &mut Page<'_>, place: &Place, told: &Told, asked: Asked) -> io::Result<()> {
    let detection = &told.detection;
    let ink = match detection.level {
        Level::Report => Ink::Red,
        Level::Review => Ink::Yellow,
        Level::Information => Ink::Dim,
    };
    let label = detection.level.label();
    let at = page.ink(Ink::Blue, &at(page, place));
    let label = page.ink(ink, page.say(&label));
    let name = page.ink(Ink::Bold, page.say(&told.name));
    let pattern = page.ink(Ink::Dim, &format!("({})", detection.pattern));
    let sure = detection.certainty.with(detection.percent());
    let sure = text!("cas {sure}", "{sure}"; sure);
    let sure = page.ink(Ink::Dim, page.say(&sure));
    page.line(2, &format!("{at}  {label}  {name} {pattern}, {sure}"))?;
    if let Some(excerpt) = &place.excerpt {
        page.source(6, Some(place.line), excerpt)?;
    }
    if let Some(secret) = &told.revealed {
        let label = text!("valeur\u{a0}: ", "value: ");
        let clear = String::from_utf8_lossy(secret.expose()).into_owned();
        page.paragraph(6, "", Ink::Red, &format!("{}{clear}", page.say(&label)))?;
    }
    page.paragraph(6, "", Ink::Plain, page.say(&detection.reason).to_string().as_str())?;
    if detection.level == Level::Report
        && let Some(revoke) = &told.revoke
    {
        page.paragraph(6, "→", Ink::Blue, page.say(revoke).to_string().as_str())?;
    }
    if !asked.all_places {
        elsewhere(page, &detection.places)?;
    }
    let fingerprint = &detection.fingerprint.0;
    let line = text!("empreinte {fingerprint}", "fingerprint {fingerprint}");
    page.paragraph(6, "", Ink::Dim, page.say(&line).to_string().as_str())
}

/// `path:line:column`, with the commit for a place in the history.
fn at(page: &Page<'_>, place: &Place) -> String {
    let mut shown = heading(place).get(page.lang()).to_string();
    shown.push_str(&format!(":{}:{}", place.line, place.column));
    if let (Some(commit), Some(_)) = (&place.commit, &place.path) {
        shown.push_str(&format!(" @ {}", show::short_id(commit)));
        if let Some(date) = &place.date {
            shown.push_str(&format!(" ({})", show::day(date)));
        }
    }
    shown
}

fn elsewhere(page: &mut Page<'_>, places: &[Place]) -> io::Result<()> {
    let others = places.get(1..).unwrap_or_default();
    if others.is_empty() {
        return Ok(());
    }
    let shown: Vec<String> = others.iter().take(ALSO).map(|place| at(page, place)).collect();
    let list = shown.join(", ");
    let line = match others.len().saturating_sub(ALSO) {
        0 => text!("aussi\u{a0}: {list}", "also: {list}"),
        more => text!(
            "aussi\u{a0}: {list} et {more} de plus (--all-places)",
            "also: {list} and {more} more (--all-places)"
        ),
    };
    page.paragraph(6, "", Ink::Dim, page.say(&line).to_string().as_str())
}

fn remarks(page: &mut Page<'_>, list: &[Remark], ink: Ink, label: &Text) -> io::Result<()> {
    if list.is_empty() {
        return Ok(());
    }
    let separator = page.lang().pick("\u{a0}: ", ": ");
    let label = page.say(label).to_string();
    for remark in list {
        let message = page.say(&remark.message).to_string();
        let said = match remark.path.as_str() {
            "" => message,
            path => format!("{path}{separator}{message}"),
        };
        page.paragraph(0, "", ink, &format!("{label}{separator}{said}"))?;
    }
    page.gap()
}

/// One line: what is to deal with, what is folded, what was not seen.
fn conclusion(page: &mut Page<'_>, inventory: &Inventory, asked: Asked) -> io::Result<()> {
    let counts = inventory.counts();
    let files = inventory.files;
    let mut parts: Vec<Text> = vec![match counts.report {
        0 => text!("rien à traiter", "nothing to deal with"),
        1 => text!("1 valeur à traiter", "1 value to deal with"),
        n => text!("{n} valeurs à traiter", "{n} values to deal with"),
    }];
    let folded = |level: Level, word: &str| match asked.level <= level {
        true => (String::new(), String::new()),
        false => (format!("\u{a0}: --level {word}"), format!(": --level {word}")),
    };
    if counts.review > 0 {
        let (n, (fr, en)) = (counts.review, folded(Level::Review, "review"));
        parts.push(match n {
            1 => text!("1 valeur à relire{fr}", "1 value to review{en}"),
            _ => text!("{n} valeurs à relire{fr}", "{n} values to review{en}"),
        });
    }
    if counts.information > 0 {
        let (n, (fr, en)) = (counts.information, folded(Level::Information, "all"));
        parts.push(match n {
            1 => text!("1 information{fr}", "1 for information{en}"),
            _ => text!("{n} informations{fr}", "{n} for information{en}"),
        });
    }
    if counts.allowed > 0 {
        let n = counts.allowed;
        parts.push(match n {
            1 => text!("1 acceptée", "1 allowed"),
            _ => text!("{n} acceptées", "{n} allowed"),
        });
    }
    if !inventory.unseen.is_empty() {
        let n = inventory.unseen.len();
        parts.push(text!("analyse incomplète ({n})", "incomplete scan ({n})"));
    }
    let ink = match (counts.report, inventory.unseen.len()) {
        (0, 0) => Ink::Green,
        (0, _) => Ink::Yellow,
        _ => Ink::Red,
    };
    let separator = page.lang().pick("\u{a0}; ", "; ");
    let parts: Vec<&str> = parts.iter().map(|part| page.say(part)).collect();
    let read = text!(files; "{files} fichier lu" | "{files} fichiers lus", "{files} file read" | "{files} files read");
    let line = format!("{} — {}", parts.join(separator), page.say(&read));
    page.paragraph(0, "", ink, &line)
}
