//! What a dump of a database in SQL holds: its tables, and how many rows of each. The
//! structure of a database and the ledger of its migrations are nobody's data; rows of
//! reference are told from those of people by the names of tables and columns.

use super::HEAD;
use crate::lang::{Text, list as enumerated};
use crate::secrets::Level;
use crate::secrets::lists::{Names, list};
use crate::text;
use std::sync::LazyLock;

/// What programs write at the head of a dump.
static PROGRAMS: Names = LazyLock::new(|| list("dump.heads"));
/// Tables in which a framework notes the migrations that were run, and what extensions bring.
static LEDGERS: Names = LazyLock::new(|| list("dump.ledgers"));
/// Words of the names of tables and columns that hold people or what they know.
static PEOPLE: Names = LazyLock::new(|| list("dump.people"));

/// So many rows in a file that no program of dumps wrote are asked about.
const MANY: usize = 50;
/// Tables named in a message.
const NAMED: usize = 3;
/// A longer name is not shown.
const LONGEST: usize = 40;

/// The rows of the tables that are neither ledgers nor empty.
#[derive(Debug, Default)]
struct Data<'a> {
    tables: Vec<&'a str>,
    rows: usize,
    /// True when one is filled by `COPY`.
    copied: bool,
    /// True when a name says that people are in it.
    people: bool,
}

/// How loudly the dump that starts with `text` is told, and why.
pub(super) fn judge(text: &str) -> Option<(Level, Text)> {
    let data = Data::read(text);
    if data.rows == 0 {
        return None;
    }
    // What stands beyond the head was not read.
    let whole = text.len() < HEAD;
    let program = PROGRAMS.iter().any(|mark| text.contains(mark));
    let level = match program {
        true if data.people || !whole => Level::Report,
        false if !data.copied && !data.people && data.rows < MANY => return None,
        _ => Level::Review,
    };
    Some((level, data.told(whole)))
}

impl<'a> Data<'a> {
    fn read(text: &'a str) -> Data<'a> {
        let mut data = Data::default();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let Some((words, copied)) = filled(line) else { continue };
            let name = table(words);
            let rows = match copied {
                true => lines.by_ref().take_while(|line| !line.starts_with("\\.")).count(),
                false => inserted(words, &mut lines),
            };
            if rows > 0 && !LEDGERS.contains(&name.to_lowercase().as_str()) {
                data.add(name, columns(words), rows, copied);
            }
        }
        data
    }

    fn add(&mut self, name: &'a str, columns: &str, rows: usize, copied: bool) {
        self.rows += rows;
        self.copied |= copied;
        self.people |= speaks_of_people(name) || speaks_of_people(columns);
        if !self.tables.contains(&name) {
            self.tables.push(name);
        }
    }

    fn told(&self, whole: bool) -> Text {
        let shown = |name: &&&str| {
            let plain = |c: char| c.is_alphanumeric() || "_.-$".contains(c);
            name.len() <= LONGEST && name.chars().all(plain)
        };
        let (rows, tables) = (self.rows, self.tables.len());
        let names = self.tables.iter().filter(shown).take(NAMED);
        let names: Vec<Text> = names.map(|name| Text::same(*name)).collect();
        let named = match tables - names.len() {
            _ if names.is_empty() => Text::same(""),
            0 => {
                let names = enumerated(&names);
                text!(" ({names})", " ({names})"; names)
            }
            _ => {
                let names: Vec<&str> = names.iter().map(|name| name.en.as_str()).collect();
                Text::same(format!(" ({}…)", names.join(", ")))
            }
        };
        let least = match whole {
            true => Text::same(""),
            false => text!("au moins ", "at least "),
        };
        let rows = text!(rows; "{least}{rows} ligne de données" | "{least}{rows} lignes de données",
            "{least}{rows} row of data" | "{least}{rows} rows of data"; least);
        let asked = match self.people {
            true => text!(
                " ; d’après les noms, des données de personnes ou d’accès",
                "; by the names, data about people or accesses"
            ),
            false => text!(" : réelles, ou de référence ?", ": real, or of reference?"),
        };
        text!(tables; "{rows} dans {tables} table{named}{asked}" | "{rows} dans {tables} tables{named}{asked}",
            "{rows} in {tables} table{named}{asked}" | "{rows} in {tables} tables{named}{asked}";
            rows, named, asked)
    }
}

/// What follows the verb of a statement that fills a table, and whether it is `COPY`.
fn filled(line: &str) -> Option<(&str, bool)> {
    let after = |verb: &str| {
        let start = line.trim_start().get(..verb.len())?;
        start.eq_ignore_ascii_case(verb).then(|| &line.trim_start()[verb.len()..])
    };
    if let Some(rest) = after("COPY ").filter(|rest| rest.contains(" FROM stdin")) {
        return Some((rest, true));
    }
    let verbs = ["INSERT INTO ", "INSERT IGNORE INTO ", "REPLACE INTO "];
    verbs.into_iter().find_map(after).map(|rest| (rest, false))
}

/// The name of the table that `words` begin with, without its schema or its quotes.
fn table(words: &str) -> &str {
    let end = words.find([' ', '(', '\t']).unwrap_or(words.len());
    let name = &words[..end];
    name.rsplit('.').next().unwrap_or(name).trim_matches(['"', '`', '[', ']', '\''])
}

/// The columns that `words` list after the table.
fn columns(words: &str) -> &str {
    let list = words.split_once('(').and_then(|(before, rest)| {
        let values = before.to_ascii_uppercase().contains("VALUES");
        (!values).then(|| rest.split(')').next().unwrap_or_default())
    });
    list.unwrap_or_default()
}

/// The rows of an `INSERT` whose first line holds `words`: the lists of values, up to the
/// semicolon that ends it.
fn inserted<'a>(words: &str, lines: &mut impl Iterator<Item = &'a str>) -> usize {
    let mut rows = 1;
    let mut line = words;
    loop {
        let trimmed = line.trim_end();
        rows +=
            ["),(", "), ("].iter().map(|between| trimmed.matches(between).count()).sum::<usize>();
        if trimmed.ends_with(';') {
            return rows;
        }
        rows += usize::from(trimmed.ends_with("),"));
        match lines.next() {
            Some(next) => line = next,
            None => return rows,
        }
    }
}

/// Whether a word of `names` is one of people or of accesses.
fn speaks_of_people(names: &str) -> bool {
    let folded = crate::text::fold::folded(names);
    folded.split(|c: char| !c.is_alphabetic()).any(|word| {
        let one = word.strip_suffix('s').unwrap_or(word);
        PEOPLE.contains(&word) || PEOPLE.contains(&one)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "-- PostgreSQL database dump\n";

    fn told(text: &str) -> Option<(Level, String)> {
        judge(text).map(|(level, text)| (level, text.en))
    }

    #[test]
    fn the_ledger_of_migrations_is_no_data() {
        let rails = format!(
            "{HEADER}CREATE TABLE a (b int);\n\
             INSERT INTO \"schema_migrations\" (version) VALUES\n('2024'),\n('2025');\n"
        );
        assert_eq!(told(&rails), None);
        let flyway = format!("{HEADER}COPY public.flyway_schema_history (a) FROM stdin;\n1\n\\.\n");
        assert_eq!(told(&flyway), None);
        assert_eq!(told(&format!("{HEADER}COPY public.agents (a) FROM stdin;\n\\.\n")), None);
    }

    #[test]
    fn rows_are_counted_and_people_are_known_by_names() {
        let reference = format!(
            "{HEADER}INSERT INTO public.regions (id, label) VALUES (1, 'a'), (2, 'b');\n\
             INSERT INTO themes VALUES (1,'c');\n"
        );
        let said = "3 rows of data in 2 tables (regions and themes): real, or of reference?";
        assert_eq!(told(&reference), Some((Level::Review, said.to_owned())));
        let people =
            format!("{HEADER}COPY public.contacts (id, email) FROM stdin;\n1\tx\n2\ty\n\\.\n");
        let said =
            "2 rows of data in 1 table (contacts); by the names, data about people or accesses";
        assert_eq!(told(&people), Some((Level::Report, said.to_owned())));
        let hidden = "COPY public.t (a, adresse_mail) FROM stdin;\n1\tx\n\\.\n";
        assert_eq!(told(hidden).map(|(level, _)| level), Some(Level::Review));
    }

    #[test]
    fn a_migration_of_a_few_rows_is_none() {
        assert_eq!(told("INSERT INTO roles VALUES ('admin');"), None);
        let many: String =
            (0..MANY).map(|n| format!("insert into communes values ({n});\n")).collect();
        assert_eq!(told(&many).map(|(level, _)| level), Some(Level::Review));
    }

    #[test]
    fn what_is_longer_than_what_is_read_is_a_whole_database() {
        let long = format!("{HEADER}COPY t (a) FROM stdin;\n{}", "x\n".repeat(HEAD));
        let (level, said) = told(&long[..HEAD]).expect("told");
        assert!(level == Level::Report && said.starts_with("at least "), "{said}");
    }

    #[test]
    fn a_name_that_is_none_is_not_shown() {
        let odd = format!("{HEADER}INSERT INTO \"a\u{1b}[31m\" VALUES (1);\n");
        assert_eq!(told(&odd).map(|(_, said)| said.contains('\u{1b}')), Some(false));
    }
}
