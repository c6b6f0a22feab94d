//! What a dump of a database in SQL holds: its tables, and how many rows of each. The
//! structure of a database and the ledger of its migrations are nobody's data; rows of
//! reference (roles, countries, parameters) are told from those of people, of accounts and
//! of what opens them by the names of tables and columns.

use crate::lang::{Text, list as enumerated};
use crate::secrets::Level;
use crate::secrets::generic::words;
use crate::secrets::lists::{Names, list};
use crate::text;
use crate::text::fold::folded;
use std::iter::Peekable;
use std::sync::LazyLock;

/// What programs write at the head of a dump.
static PROGRAMS: Names = LazyLock::new(|| list("dump.heads"));
/// Tables in which a framework notes the migrations that were run, and what extensions bring.
static LEDGERS: Names = LazyLock::new(|| list("dump.ledgers"));
/// Words of the names of tables whose rows are people or accounts.
static PEOPLE: Names = LazyLock::new(|| list("dump.people"));
/// Words of the names of columns that tell how to reach somebody.
static PERSONAL: Names = LazyLock::new(|| list("dump.personal"));
/// Words of the names of columns that describe people alone.
static IDENTITY: Names = LazyLock::new(|| list("dump.identity"));
/// Words of the names of tables and columns that hold what opens something.
static ACCESS: Names = LazyLock::new(|| list("dump.access"));
/// First or last words of names that say something of people, rather than who they are.
static ABOUT: Names = LazyLock::new(|| list("dump.about"));
/// The same for last words alone.
static ABOUT_LAST: Names = LazyLock::new(|| list("dump.about-last"));
/// Words of which the names of tables of reference are made.
static REFERENCE: Names = LazyLock::new(|| list("dump.reference"));

/// So many rows in a file that no program of dumps wrote are asked about.
const MANY: usize = 50;
/// Tables named in a message.
const NAMED: usize = 3;
/// Letters of the prefix of a table, at most: `ref_pays`, `t_services`.
const PREFIX: usize = 3;
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

/// How loudly the dump that starts with `text`, or is all of it when it is `whole`, is
/// told, and why.
pub(super) fn judge(text: &str, whole: bool) -> Option<(Level, Text)> {
    let data = Data::read(text);
    if data.rows == 0 {
        return None;
    }
    let program = PROGRAMS.iter().any(|mark| text.contains(mark));
    let level = match program {
        true if data.people || !whole => Level::Report,
        // A migration gives a few rows, of accounts too.
        false if !data.copied && data.rows < MANY => return None,
        _ => Level::Review,
    };
    Some((level, data.told(whole)))
}

impl<'a> Data<'a> {
    fn read(text: &'a str) -> Data<'a> {
        let mut data = Data::default();
        let mut lines = text.lines().peekable();
        // The tables whose columns speak of people, as they were created.
        let mut created: Vec<&str> = Vec::new();
        // A dump often gives one row a statement.
        let mut last = ("", "", false);
        while let Some(line) = lines.next() {
            if let Some(name) = creates(line) {
                let mut columns = Vec::new();
                while let Some(line) = lines.next_if(|next| !is_statement(next)) {
                    columns.extend(word(line).map(|(column, _)| column));
                    if line.starts_with(')') {
                        break;
                    }
                }
                if describe(name, columns) {
                    created.push(name);
                }
                continue;
            }
            let Some(filled) = filled(line) else { continue };
            // The name may stand on the next line.
            let words = match filled.words {
                "" => lines.next().unwrap_or_default().trim_start(),
                words => words,
            };
            let (name, columns) = (table(words), columns(words));
            let rows = match filled.copied {
                true => lines.by_ref().take_while(|line| !line.starts_with("\\.")).count(),
                false => inserted(words, &mut lines),
            };
            if (last.0, last.1) != (name, columns) {
                last = (name, columns, created.contains(&name) || of_people(name, columns));
            }
            let people = last.2;
            if rows > 0 && (people || !LEDGERS.contains(&name.to_lowercase().as_str())) {
                data.add(name, people, rows, filled.copied);
            }
        }
        data
    }

    fn add(&mut self, name: &'a str, people: bool, rows: usize, copied: bool) {
        self.rows += rows;
        self.copied |= copied;
        self.people |= people;
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
                " ; d’après les noms, des données personnelles ou des accès",
                "; by the names, personal data or credentials"
            ),
            false => text!(" : réelles, ou de référence ?", ": real or reference data?"),
        };
        text!(tables; "{rows} dans {tables} table{named}{asked}" | "{rows} dans {tables} tables{named}{asked}",
            "{rows} in {tables} table{named}{asked}" | "{rows} in {tables} tables{named}{asked}";
            rows, named, asked)
    }
}

/// A statement that fills a table.
struct Filled<'a> {
    /// What follows the verb.
    words: &'a str,
    /// True for `COPY`.
    copied: bool,
}

/// The statement that fills a table and starts on `line`: `COPY … FROM stdin`, `INSERT INTO`
/// with the options of each dialect, `REPLACE`.
fn filled(line: &str) -> Option<Filled<'_>> {
    let (verb, words) = word(line)?;
    if verb.eq_ignore_ascii_case("COPY") && words.contains(" FROM stdin") {
        return Some(Filled { words, copied: true });
    }
    if !["INSERT", "REPLACE"].iter().any(|known| verb.eq_ignore_ascii_case(known)) {
        return None;
    }
    let words = after(words, &["INTO", "IGNORE", "DELAYED", "LOW_PRIORITY"]);
    Some(Filled { words, copied: false })
}

/// The table that a `CREATE TABLE` on `line` makes.
fn creates(line: &str) -> Option<&str> {
    let (verb, rest) = word(line)?;
    let (kind, rest) = word(rest)?;
    if !verb.eq_ignore_ascii_case("CREATE") || !kind.eq_ignore_ascii_case("TABLE") {
        return None;
    }
    let rest = after(rest, &["IF", "NOT", "EXISTS"]);
    // One written on one line has no line of columns.
    (!rest.trim_end().ends_with(';')).then(|| table(rest))
}

/// True for the start of a statement that fills or makes a table.
fn is_statement(line: &str) -> bool {
    filled(line).is_some() || creates(line).is_some()
}

/// `text` after those of `options` that it starts with.
fn after<'a>(mut text: &'a str, options: &[&str]) -> &'a str {
    while let Some((option, rest)) = word(text)
        && options.iter().any(|known| option.eq_ignore_ascii_case(known))
    {
        text = rest;
    }
    text
}

/// The first word of `text`, and what follows it.
fn word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (end > 0).then(|| (&text[..end], text[end..].trim_start()))
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
/// semicolon that ends it or the statement that follows; none when it copies them from
/// another table (`INSERT … SELECT`).
fn inserted<'a>(words: &str, lines: &mut Peekable<impl Iterator<Item = &'a str>>) -> usize {
    let (mut rows, mut given) = (1, false);
    let mut line = words;
    loop {
        let trimmed = line.trim_end();
        given = given || trimmed.to_ascii_uppercase().contains("VALUES");
        rows +=
            ["),(", "), ("].iter().map(|between| trimmed.matches(between).count()).sum::<usize>();
        let next = match trimmed.ends_with(';') {
            true => None,
            false => lines.next_if(|next| !is_statement(next)),
        };
        let Some(next) = next else { return if given { rows } else { 0 } };
        rows += usize::from(trimmed.ends_with("),"));
        line = next;
    }
}

/// True when `table`, filled by its `columns`, holds people, accounts or accesses.
fn of_people(table: &str, columns: &str) -> bool {
    let known = [&PEOPLE, &ACCESS];
    says(table, &known) || has_several(table, &known) || describe(table, columns.split(','))
}

/// True when one of the `columns` of `table` describes people or holds what opens something,
/// or several tell how to reach somebody: the one contact of a service is in many tables of
/// reference.
fn describe<'a>(table: &str, columns: impl IntoIterator<Item = &'a str>) -> bool {
    let least = if is_of_reference(table) { 2 } else { 1 };
    let mut contacts = 0;
    columns.into_iter().any(|column| {
        contacts += usize::from(says(column, &[&PERSONAL]));
        contacts >= least || says(column, &[&ACCESS, &IDENTITY])
    })
}

/// True for `services` or `ref_pays`: a `demandes_service` is no table of reference.
fn is_of_reference(table: &str) -> bool {
    let words = singular(table);
    let reference = |word: &String| REFERENCE.contains(&word.as_str());
    words.iter().any(reference) && words.iter().all(|word| reference(word) || word.len() <= PREFIX)
}

/// Whether a word of `name`, or two that follow, are in one of `known`, and the name is not about
/// something else: `users`, `first_name`, `password_hash`, and no `user_role`, `type_agent`,
/// `phone_code`.
fn says(name: &str, known: &[&Names]) -> bool {
    let words = singular(name);
    let is = |word: Option<&String>, list: &Names| {
        word.is_some_and(|word| list.contains(&word.as_str()))
    };
    let (first, last) = (words.first(), words.last());
    let about = is(first, &ABOUT) || is(last, &ABOUT) || is(last, &ABOUT_LAST);
    let pairs = words.windows(2).map(<[String]>::concat);
    let mut both = words.iter().cloned().chain(pairs);
    let listed = |word: String| known.iter().any(|list| list.contains(&word.as_str()));
    !(about && words.len() > 1) && both.any(listed)
}

/// Whether a word of the name of a `table` is in one of `known` in the plural, as where rows are
/// those people: `groupe_agents` and `users_status`, and no `statut_agent`.
fn has_several(table: &str, known: &[&Names]) -> bool {
    let words = words(table.as_bytes()).into_iter().map(|word| folded(&word));
    let mut several = words.filter_map(|word| Some(word.strip_suffix('s')?.to_owned()));
    several.any(|word| known.iter().any(|list| list.contains(&word.as_str())))
}

/// The words of `name`, folded, without the mark of a plural.
fn singular(name: &str) -> Vec<String> {
    let folded = words(name.as_bytes()).into_iter().map(|word| folded(&word));
    let one = |word: String| match word.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => word.strip_suffix('s').unwrap_or(&word).to_owned(),
    };
    folded.map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "-- PostgreSQL database dump\n";

    fn told(text: &str) -> Option<(Level, String)> {
        judge(text, true).map(|(level, text)| (level, text.en))
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
        let said = "3 rows of data in 2 tables (regions and themes): real or reference data?";
        assert_eq!(told(&reference), Some((Level::Review, said.to_owned())));
        let people =
            format!("{HEADER}COPY public.contacts (id, email) FROM stdin;\n1\tx\n2\ty\n\\.\n");
        let said =
            "2 rows of data in 1 table (contacts); by the names, personal data or credentials";
        assert_eq!(told(&people), Some((Level::Report, said.to_owned())));
        let hidden = "COPY public.t (a, adresse_mail) FROM stdin;\n1\tx\n\\.\n";
        assert_eq!(told(hidden).map(|(level, _)| level), Some(Level::Review));
    }

    #[test]
    fn people_are_found_however_the_dump_is_written() {
        for people in [
            "CREATE TABLE [dbo].[a] (\n[id] int\n)\nGO\nINSERT INTO schema_migrations VALUES (1)\nGO\nINSERT INTO users (id) VALUES (1)\nGO\n",
            "COPY public.migrations (nom, prenom, nir) FROM stdin;\na\tb\tc\n\\.\n",
            "INSERT INTO\n  users (id, email)\nVALUES (1,2);\n",
            "INSERT  IGNORE INTO `users` VALUES (1);\n",
            "INSERT [dbo].[Users] ([id]) VALUES (1)\n",
            "CREATE TABLE `t1` (\n  `id` int,\n  `courriel` text\n);\nINSERT INTO `t1` VALUES (1,'a');\n",
            "COPY public.t (\"passwordHash\", \"id\") FROM stdin;\na\t1\n\\.\n",
        ] {
            let said = told(&format!("{HEADER}{people}"));
            assert_eq!(said.map(|(level, _)| level), Some(Level::Report), "{people}");
        }
    }

    #[test]
    fn rows_of_reference_block_nothing() {
        for rows in [
            "COPY public.roles (id, name, user_type) FROM stdin;\n1\ta\tb\n\\.\n",
            "INSERT INTO `countries` (`id`, `name`, `phone_code`) VALUES (1,'a','33');\n",
            "COPY parametres (cle, valeur, email) FROM stdin;\na\tb\tc\n\\.\n",
            "INSERT INTO \"user_roles\" VALUES (1, 2);\n",
            "INSERT INTO types_contact (id, libelle) VALUES (1, 'a');\n",
            "CREATE TABLE pays (\n  id int,\n  tel text\n);\nINSERT INTO pays VALUES (1, '33');\n",
            "COPY statut_agent (id, libelle) FROM stdin;\n1\tb\n\\.\n",
            "COPY modeles (id, email_template, token_type, contact_id) FROM stdin;\n1\n\\.\n",
        ] {
            let said = told(&format!("{HEADER}{rows}"));
            assert_eq!(said.map(|(level, _)| level), Some(Level::Review), "{rows}");
        }
    }

    #[test]
    fn people_are_not_taken_for_rows_of_reference() {
        for rows in [
            "INSERT INTO demandes_service (nom, email) VALUES ('a', 'b');\n",
            "INSERT INTO structures (nom, prenom) VALUES ('a', 'b');\n",
            "INSERT INTO services (nom, email, telephone) VALUES ('a', 'b', 'c');\n",
            "INSERT INTO options_inscription (nom, date_naissance) VALUES ('a', 'b');\n",
            "INSERT INTO ville_habitants (nom, tel) VALUES ('a', 'b');\n",
            "INSERT INTO organismes (nom, iban) VALUES ('a', 'b');\n",
            "INSERT INTO `groupe_agents` VALUES (1, 'a', 'b');\n",
            "INSERT INTO users_role (nom) VALUES ('a');\n",
            "INSERT INTO `usagers_status` VALUES (1, 'a');\n",
            "INSERT INTO dossiers (id, code_nir) VALUES (1, 'a');\n",
            "INSERT INTO django_visits (session_id, data) VALUES (1, 'a');\n",
            "INSERT INTO t (first_name) VALUES ('a');\n",
            "CREATE TABLE `pays` (\n  `id` int,\n  `tel` text,\n  `mail` text\n);\nINSERT INTO `pays` VALUES (1, 'a', 'b');\n",
        ] {
            let said = told(&format!("-- MySQL dump\n{rows}"));
            assert_eq!(said.map(|(level, _)| level), Some(Level::Report), "{rows}");
        }
    }

    #[test]
    fn people_and_accesses_are_seen_among_rows_of_reference() {
        let reference = "COPY public.roles (id, name) FROM stdin;\n1\ta\n\\.\n";
        for rows in [
            "COPY settings (smtp_host, smtp_password) FROM stdin;\na\tb\n\\.\n",
            "COPY contacts_regions (id, region) FROM stdin;\n1\tb\n\\.\n",
            "COPY directions (id, nom, email_responsable) FROM stdin;\n1\tb\tc\n\\.\n",
            "COPY t (id, phone_number) FROM stdin;\n1\tb\n\\.\n",
            "COPY oauth_clients (id, \"clientSecret\") FROM stdin;\n1\tb\n\\.\n",
            "INSERT INTO comptes (id) VALUES (1);\n",
            "CREATE TABLE pays (\n  id int,\n  api_token text\n);\nINSERT INTO pays VALUES (1, 'a');\n",
        ] {
            let said = told(&format!("{HEADER}{reference}{rows}"));
            assert_eq!(said.map(|(level, _)| level), Some(Level::Report), "{rows}");
        }
    }

    #[test]
    fn a_migration_of_a_few_rows_is_none() {
        assert_eq!(told("INSERT INTO roles VALUES ('admin');"), None);
        assert_eq!(told("INSERT INTO users (login, email)\nVALUES ('admin', '');\n"), None);
        let copy = "INSERT INTO devices (id, token)\nSELECT id, token FROM users;\n";
        assert_eq!(told(&copy.repeat(MANY)), None);
        let many: String =
            (0..MANY).map(|n| format!("insert into communes values ({n});\n")).collect();
        assert_eq!(told(&many).map(|(level, _)| level), Some(Level::Review));
    }

    #[test]
    fn what_is_longer_than_what_is_read_is_a_whole_database() {
        let long = format!("{HEADER}COPY t (a) FROM stdin;\nx\n");
        let (level, said) = judge(&long, false).expect("told");
        assert!(level == Level::Report && said.en.starts_with("at least "), "{said:?}");
    }

    #[test]
    fn a_name_that_is_none_is_not_shown() {
        let odd = format!("{HEADER}INSERT INTO \"a\u{1b}[31m\" VALUES (1);\n");
        assert_eq!(told(&odd).map(|(_, said)| said.contains('\u{1b}')), Some(false));
    }
}
