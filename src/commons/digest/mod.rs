//! What happened in a fleet, from one day to another or from one index to the next. An
//! event is of one window: days are counted from the first to the one before the last, and
//! between two indexes what changed is told once.

mod words;

use super::catalogue::Entry;
use super::makers::Makers;
use crate::error::{Error, Result};
use crate::fleet::index::Repository;
use crate::fleet::reading::signals::{DESCRIPTION, EVENT};
use crate::fleet::{Index, Standing, address};
use crate::lang::date::long;
use crate::lang::{Lang, Text};
use crate::project::language;
use crate::render::digest::{Item, Page, Section};
use crate::text;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use words::{among, covers, lead, sentence, window_of};

/// Makers that the ranking names.
const RANKED: usize = 5;

/// Since when.
pub(crate) enum Since {
    /// Since the start of a day.
    Day(Date),
    /// Since an earlier index of the fleet.
    Index(Box<Index>),
}

/// A kind of event, in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Opened,
    Release,
    Licence,
    Publiccode,
    Degree,
    Archived,
    /// Opened, with a licence that nobody can read: no free software yet.
    Unlicensed,
    Referenced,
    Dereferenced,
}

impl What {
    fn code(self) -> &'static str {
        match self {
            What::Opened | What::Unlicensed => "opened",
            What::Release => "release",
            What::Licence => "licence",
            What::Publiccode => "publiccode",
            What::Degree => "degree",
            What::Archived => "archived",
            What::Referenced => "referenced",
            What::Dereferenced => "dereferenced",
        }
    }
}

/// What is known of a repository that may be news.
#[derive(Default)]
struct State {
    address: String,
    bodies: Vec<String>,
    read: bool,
    /// Whether it was not read, or only in part.
    partial: bool,
    degree: String,
    licence: String,
    /// What it is for, in its own words, and their language when it is known.
    about: String,
    language: Option<Lang>,
    archived: bool,
    /// The day, and what else is told, of each event.
    days: BTreeMap<String, (String, String)>,
}

/// The digest of `index` since `since` and before `until`, with the news of `catalogue`.
pub(crate) fn of(
    index: &Index,
    since: &Since,
    until: Option<Date>,
    catalogue: &[Entry],
    title: Option<&str>,
) -> Result<Page> {
    let read = last_day(index)?;
    let until = until.unwrap_or(read);
    let from = match since {
        Since::Day(day) => *day,
        Since::Index(old) => last_day(old)?,
    };
    window(from, until, read, matches!(since, Since::Day(_)))?;
    let now = states(index)?;
    let mut events: BTreeMap<What, Vec<Item>> = BTreeMap::new();
    match since {
        Since::Day(_) => dated(&now, from, until, &mut events),
        Since::Index(old) => changed(&states(old)?, &now, until, &mut events),
    }
    news(catalogue, from, until, &mut events);
    say_once(&mut events);
    let mut counts: Vec<Text> = Vec::new();
    let mut sections: Vec<Section> = Vec::new();
    for (what, mut items) in events {
        items.sort_by(|one, other| (&one.date, &one.name).cmp(&(&other.date, &other.name)));
        let count = items.iter().filter(|item| !item.again).count();
        if count > 0 {
            counts.push(what.counted(count));
        }
        let (mark, title) = what.title(count);
        let lead = lead(what, &read.to_string());
        sections.push(Section { title, tag: what.title(2).1, mark, lead, news: true, items });
    }
    sections.extend(ranking(index)?);
    let named = sections.iter().flat_map(|section| &section.items).any(|item| !item.by.is_empty());
    let title = title.map_or_else(
        || text!("Logiciels libres des administrations", "Free software of public administrations"),
        Text::same,
    );
    let missing = now.values().filter(|one| one.partial).count();
    let window = window_of(from, until, matches!(since, Since::Day(_)));
    let bodies: BTreeSet<&String> = now.values().flat_map(|one| &one.bodies).collect();
    let among = among(now.len(), bodies.len());
    let covers = covers(window, &among, &counts, missing, named);
    Ok(Page {
        title,
        covers,
        id: format!("tag:publiable.invalid,{from}:digest/{until}"),
        until: until.to_string(),
        sections,
    })
}

/// Leaves what a project is for where it is told first, and its licence to the line of a new
/// project.
fn say_once(events: &mut BTreeMap<What, Vec<Item>>) {
    let mut said: BTreeSet<String> = BTreeSet::new();
    let opened = [What::Opened, What::Unlicensed].into_iter().filter_map(|what| events.get(&what));
    let opened: BTreeSet<String> = opened.flatten().map(subject).collect();
    for (what, items) in events {
        for item in items {
            let of = subject(item);
            item.again = *what == What::Licence && opened.contains(&of);
            if !item.about.is_empty() && !said.insert(of) {
                item.about.clear();
            }
        }
    }
}

/// The last day on which a repository of `index` was audited.
fn last_day(index: &Index) -> Result<Date> {
    let days = index.repositories()?.into_iter().filter_map(|one| one.date.parse().ok());
    days.max().ok_or_else(|| {
        Error::usage(text!(
            "L’index ne contient aucun dépôt lu.",
            "The index holds no repository that was read."
        ))
    })
}

/// Refuses a window that ends after `read`, and an empty one between two days.
fn window(from: Date, until: Date, read: Date, days: bool) -> Result<()> {
    if until > read {
        return Err(Error::usage(text!(
            "L’index a été fait le {read} : ce qui a eu lieu jusqu’au {until} n’y est pas.",
            "The index was made on {read}: what happened until {until} is not in it."
        ))
        .remedy(text!(
            "Relancez publiable fleet audit, ou donnez --until {read}",
            "Run publiable fleet audit again, or give --until {read}"
        )));
    }
    if from > until || days && from == until {
        return Err(Error::usage(text!(
            "Rien ne tient entre le {from} et le {until}, exclu.",
            "Nothing stands between {from} and {until}, excluded."
        ))
        .remedy(text!(
            "Donnez à --since un jour ou un index antérieur.",
            "Give --since an earlier day or index."
        )));
    }
    Ok(())
}

/// What is known of each repository of `index`, by key.
fn states(index: &Index) -> Result<BTreeMap<String, State>> {
    let mut found: BTreeMap<String, State> = BTreeMap::new();
    let bodies = index.bodies()?;
    for one in index.repositories()? {
        if one.standing == Standing::Same {
            continue;
        }
        let Repository { key, address, standing, reached, licence, missing, .. } = one;
        let bodies: BTreeSet<&str> =
            bodies.get(&key).into_iter().flatten().map(|body| body.name.as_str()).collect();
        let state = State {
            address,
            bodies: bodies.into_iter().map(str::to_string).collect(),
            read: standing != Standing::Missing,
            partial: missing.is_some(),
            degree: reached,
            licence,
            ..State::default()
        };
        found.insert(key, state);
    }
    for what in ["opened", "release", "licence", "publiccode"] {
        for (key, told) in index.signal(&format!("{EVENT}{what}"))? {
            let (day, rest) = told.split_once(' ').unwrap_or((&told, ""));
            if let Some(state) = found.get_mut(&key) {
                state.days.insert(what.to_string(), (day.to_string(), rest.to_string()));
            }
        }
    }
    for (key, told) in index.signal(DESCRIPTION)? {
        if let Some(state) = found.get_mut(&key) {
            state.about = sentence(&told);
            state.language = language(&told).and_then(|code| Lang::from_tag(&code));
        }
    }
    for name in ["declared/archived", "listed/archived"] {
        for (key, told) in index.signal(name)? {
            if let Some(state) = found.get_mut(&key) {
                state.archived |= ["true", "1", "oui", "yes"].contains(&told.as_str());
            }
        }
    }
    Ok(found)
}

impl State {
    fn day(&self, what: What) -> Option<&(String, String)> {
        self.days.get(what.code())
    }

    /// The item of `what`, on the day `date` when it is known; `between` is the day of the
    /// later of two indexes that tell it.
    fn item(&self, key: &str, what: What, date: &str, between: Option<Date>) -> Item {
        let (host, path) = key.split_once('/').unwrap_or(("publiable.invalid", key));
        let host = if host.contains('.') { host } else { "publiable.invalid" };
        let extra = match what {
            What::Degree => format!("/{}", self.degree),
            What::Licence if between.is_some() => format!("/{}", self.licence),
            _ => String::new(),
        };
        let day = between.map_or_else(|| date.to_string(), |day| day.to_string());
        let (happened, told) = self.told(what, date);
        let about = match what {
            What::Opened | What::Unlicensed | What::Publiccode => self.about.clone(),
            _ => String::new(),
        };
        Item {
            id: tag(host, &day, &format!("{path}/{}{extra}", what.code())),
            date: date.to_string(),
            name: shown(key, &self.address),
            by: self.bodies.join(", "),
            url: self.address.clone(),
            about,
            language: self.language,
            happened,
            told,
            again: false,
        }
    }

    /// How its opening counts.
    fn opening(&self) -> What {
        if self.licence.is_empty() { What::Unlicensed } else { What::Opened }
    }
}

/// What people call a repository: its account and its name, as its address writes them.
fn shown(key: &str, address: &str) -> String {
    let path = address.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    let path = path.map_or("", |(_, path)| path.trim_end_matches('/').trim_end_matches(".git"));
    if !path.is_empty() {
        return path.to_string();
    }
    // A repository without a published address is called by its folder.
    match address::shown(key) {
        same if same == key => key.to_string(),
        below => below.rsplit('/').next().unwrap_or(below).to_string(),
    }
}

/// A tag URI (RFC 4151).
fn tag(host: &str, day: &str, rest: &str) -> String {
    let kept = |c: char| c.is_ascii_alphanumeric() || "-._~/".contains(c);
    let clean = |text: &str| -> String {
        text.bytes()
            .map(|byte| match kept(char::from(byte)) {
                true => char::from(byte).to_string(),
                false => format!("%{byte:02X}"),
            })
            .collect()
    };
    let host: String =
        host.chars().filter(|c| c.is_ascii_alphanumeric() || "-.".contains(*c)).collect();
    format!("tag:{host},{day}:{}", clean(rest))
}

/// The events whose day stands in the window.
fn dated(
    now: &BTreeMap<String, State>,
    from: Date,
    until: Date,
    events: &mut BTreeMap<What, Vec<Item>>,
) {
    for (key, state) in now.iter().filter(|(_, state)| state.read) {
        for what in [state.opening(), What::Release, What::Licence, What::Publiccode] {
            let Some((date, _)) = state.day(what) else { continue };
            // A file that nobody can read chooses nothing.
            if what == What::Licence && state.licence.is_empty() {
                continue;
            }
            let day: Option<Date> = date.parse().ok();
            if day.is_some_and(|day| from <= day && day < until) {
                events.entry(what).or_default().push(state.item(key, what, date, None));
            }
        }
    }
}

/// What is there in `now` and was not in `old`.
fn changed(
    old: &BTreeMap<String, State>,
    now: &BTreeMap<String, State>,
    until: Date,
    events: &mut BTreeMap<What, Vec<Item>>,
) {
    for (key, state) in now.iter().filter(|(_, state)| state.read) {
        let before = old.get(key).filter(|before| before.read);
        let mut add = |what: What| {
            let date = state.day(what).map_or("", |(date, _)| date.as_str());
            let date = if before.is_some() { date } else { "" };
            events.entry(what).or_default().push(state.item(key, what, date, Some(until)));
        };
        let Some(before) = before else {
            // What one that could not be read before is made of is no news by itself.
            if !old.contains_key(key) {
                add(state.opening());
            }
            continue;
        };
        let came = |what: What| state.day(what).is_some() && before.day(what).is_none();
        for what in [What::Release, What::Publiccode] {
            if came(what) {
                add(what);
            }
        }
        if !state.licence.is_empty() && state.licence != before.licence {
            add(What::Licence);
        }
        let rank = |degree: &str| ["C", "B", "A"].iter().position(|one| *one == degree);
        if rank(&state.degree) > rank(&before.degree) {
            add(What::Degree);
        }
        if state.archived && !before.archived {
            add(What::Archived);
        }
    }
}

/// What `item` is about, whatever happened to it.
fn subject(item: &Item) -> String {
    if item.url.is_empty() { item.name.clone() } else { item.url.clone() }
}

/// What the catalogue says came or went in the window.
fn news(catalogue: &[Entry], from: Date, until: Date, events: &mut BTreeMap<What, Vec<Item>>) {
    let within = |day: &Option<Date>| day.filter(|day| from <= *day && *day < until);
    for entry in catalogue {
        let came = within(&entry.referenced).map(|day| {
            (What::Referenced, day, text!("entre au catalogue", "enters the catalogue"))
        });
        let gone = within(&entry.dereferenced_on).map(|day| {
            (What::Dereferenced, day, text!("sort du catalogue", "leaves the catalogue"))
        });
        for (what, day, happened) in came.into_iter().chain(gone) {
            let day = day.to_string();
            let when = long(&day);
            let at = entry.repositories.first();
            events.entry(what).or_default().push(Item {
                id: tag(
                    "publiable.invalid",
                    &day,
                    &format!("catalogue/{}/{}", entry.id, what.code()),
                ),
                date: day,
                name: entry.name.clone(),
                by: String::new(),
                url: at.map(|at| format!("https://{at}")).unwrap_or_default(),
                about: String::new(),
                language: None,
                happened,
                told: text!("le {when}", "on {when}"; when),
                again: false,
            });
        }
    }
}

/// The repositories whose code the most others use.
fn ranking(index: &Index) -> Result<Option<Section>> {
    let mut users: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for one in Makers::of(index)?.uses(index)? {
        users.entry(one.maker).or_default().insert(one.repository);
    }
    let mut ranked: Vec<_> = users.into_iter().collect();
    ranked.sort_by(|one, other| (other.1.len(), &one.0).cmp(&(one.1.len(), &other.0)));
    let items: Vec<Item> = ranked
        .into_iter()
        .take(RANKED)
        .map(|(maker, of)| {
            let count = of.len();
            Item {
                id: String::new(),
                date: String::new(),
                name: shown(&maker.repository, &maker.address),
                by: maker.bodies.join(", "),
                url: maker.address,
                about: String::new(),
                language: None,
                happened: Text::same(""),
                told: text!(count;
                    "réutilisé dans {count} dépôt suivi d’un autre organisme" | "réutilisé dans {count} dépôts suivis d’autres organismes",
                    "reused in {count} repository of another body" | "reused in {count} repositories of other bodies"),
                again: false,
            }
        })
        .collect();
    let title =
        text!("Réutilisations entre les dépôts suivis", "Reuse among the repositories followed");
    Ok((!items.is_empty()).then_some(Section {
        tag: title.clone(),
        title,
        mark: "♻️",
        lead: Text::same(""),
        news: false,
        items,
    }))
}
