//! The site of a fleet: a folder of pages, in French and in English, that opens without
//! a server, a network or a script. Ministry, body, repository: the same counts at each
//! level, a repository of two bodies once in the whole.

mod found;
mod todo;
mod words;

use super::address::shown;
use super::code::code;
use super::index::{Index, Outcomes, Repository, Standing};
use super::input::Body;
use super::reading;
use super::summary::{self, Counts, Summary};
use crate::error::{Error, Result};
use crate::lang::{Lang, Text, said};
use crate::render::fleet::{Cell, Page, Section, render};
use crate::report::Verdict;
use crate::rule::RuleSet;
use crate::secrets::Redacted;
use crate::text;
use found::Found;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use todo::Todo;

/// Rows of a page: beyond, another one follows.
const ROWS: usize = 2000;

/// Repositories that the first page names.
const NAMED: usize = 300;

/// Where a site keeps the reports that its pages lead to.
const REPORTS: &str = "reports";

/// What the pages are made of.
pub(crate) struct Site<'a> {
    rules: &'a RuleSet,
    outcomes: Outcomes,
    repositories: BTreeMap<String, Repository>,
    bodies: BTreeMap<String, Vec<Body>>,
    summary: Summary,
    /// Where the reports are.
    home: PathBuf,
    /// Earlier audits: what each is called, and its counts.
    before: Vec<(String, Counts)>,
}

/// A page and the file that it goes to.
type Written = (String, Page);

impl<'a> Site<'a> {
    /// The site of `index`, whose rules are told as in `rules`, with earlier ones for the
    /// trend.
    pub(crate) fn new(index: &Index, rules: &'a RuleSet, before: &[Index]) -> Result<Site<'a>> {
        let all = index.repositories()?;
        let mut trend = Vec::new();
        for earlier in before {
            trend.push((latest(&earlier.repositories()?), Summary::of(earlier)?.all));
        }
        let summary = Summary::of(index)?;
        if !trend.is_empty() {
            trend.push((latest(&all), summary.all));
        }
        trend.sort_by(|one, other| one.0.cmp(&other.0));
        let repositories = all.into_iter().map(|one| (one.key.clone(), one)).collect();
        let bodies = index.bodies()?;
        let outcomes = index.outcomes()?;
        let home = index.folder();
        Ok(Site { rules, outcomes, repositories, bodies, summary, home, before: trend })
    }

    /// Writes every page below `folder`, and answers how many there are.
    pub(crate) fn write(&self, folder: &Path) -> Result<usize> {
        let todo = Todo::new(self.rules, &self.outcomes);
        let mut count = 1;
        write(folder, "index.html", &words::door())?;
        for lang in [Lang::Fr, Lang::En] {
            let mut pages = vec![self.front(lang, &todo)];
            pages.extend(self.ministries(lang));
            pages.extend(self.body_pages(lang, &todo));
            count += pages.len() + self.repositories.len();
            pages.par_iter().try_for_each(|(file, page)| write(folder, file, page))?;
        }
        // A report is read once for both languages.
        self.repositories.par_iter().try_for_each(|(_, one)| {
            let report = Some(self.home.join(&one.report)).filter(|_| !one.report.is_empty());
            let found = report.as_deref().map(Found::read).unwrap_or_default();
            let kept = report.is_some_and(|report| keep(&report, folder, &one.key));
            [Lang::Fr, Lang::En].into_iter().try_for_each(|lang| {
                let (file, page) = self.repository(lang, one, &todo, kept.then_some(&found));
                write(folder, &file, &page)
            })
        })?;
        Ok(count)
    }

    /// The first page.
    fn front(&self, lang: Lang, todo: &Todo<'_>) -> Written {
        let mut sections = vec![self.trend(lang)];
        let named: Vec<_> =
            self.summary.ministries.iter().filter(|(name, _)| !name.is_empty()).collect();
        if !named.is_empty() {
            let rows = self.summary.ministries.iter().map(|(name, counts)| {
                let cell = match name.as_str() {
                    "" => Cell::text(words::no_ministry().get(lang)),
                    name => Cell::link(name, ministry_file(name)),
                };
                row(cell, counts)
            });
            sections.push(table(&words::by_ministry(), &words::ministry(), rows.collect(), lang));
        }
        let mut rows: Vec<_> = self.summary.bodies.iter().collect();
        rows.sort_by_key(|(body, counts)| (std::cmp::Reverse(counts.refused), *body));
        let rows =
            rows.into_iter().map(|(body, counts)| row(body_cell(body.as_ref(), lang), counts));
        sections.push(table(&words::by_body(), &words::body(), rows.take(ROWS).collect(), lang));
        sections.insert(1, self.refused(todo, lang));
        sections.extend(todo.sections(&|_| true, lang));
        sections.push(self.unread(lang));
        let lines = vec![Cell::text(words::whole(&self.summary).get(lang).to_string())];
        self.page(lang, "index.html", words::title().get(lang), Vec::new(), lines, sections)
    }

    /// The repositories that may not be published, and why.
    fn refused(&self, todo: &Todo<'_>, lang: Lang) -> Section {
        let refused = |one: &&Repository| {
            one.standing != Standing::Same && one.headline() == Some(Verdict::NonPubliable)
        };
        let mut all = self.repositories.values().filter(refused);
        let rows: Vec<Vec<Cell>> = all
            .by_ref()
            .take(NAMED)
            .map(|one| {
                let bodies = self.bodies.get(&one.key).map(Vec::as_slice).unwrap_or_default();
                vec![
                    Cell::link(shown(&one.key), repository_file(&one.key)),
                    Cell::text(todo.blocking(&one.key, lang)),
                    body_cell(bodies.first(), lang),
                ]
            })
            .collect();
        let more = all.count();
        let more = (more > 0).then(|| words::more_refused(more));
        Section {
            title: words::refused().get(lang).to_string(),
            lines: said(&more, lang),
            head: said(&words::refused_head(), lang),
            rows,
            ..Section::default()
        }
    }

    /// The counts of earlier audits and of this one.
    fn trend(&self, lang: Lang) -> Section {
        if self.before.is_empty() {
            let rows = vec![row(Cell::text(words::total().get(lang)), &self.summary.all)];
            return table(&words::state(), &words::total(), rows, lang);
        }
        let rows = self.before.iter().map(|(date, counts)| row(Cell::text(date.clone()), counts));
        table(&words::trend(), &words::date(), rows.collect(), lang)
    }

    /// What is not read, and why.
    fn unread(&self, lang: Lang) -> Section {
        let mut by_reason: BTreeMap<String, (usize, Text, Text)> = BTreeMap::new();
        for one in self.repositories.values().filter(|one| one.standing == Standing::Missing) {
            let Some(missing) = &one.missing else { continue };
            let said = missing.reason.told(&text!("…", "…"));
            let entry = by_reason.entry(missing.reason.code());
            entry.or_insert((0, said, missing.reason.remedy().clone())).0 += 1;
        }
        let rows = by_reason.into_values().map(|(count, said, then)| {
            vec![Cell::text(said.get(lang)), Cell::number(count), Cell::text(then.get(lang))]
        });
        Section {
            title: words::unread().get(lang).to_string(),
            lines: if by_reason_is_empty(&self.summary) {
                vec![words::all_read().get(lang).to_string()]
            } else {
                Vec::new()
            },
            head: said(&words::unread_head(), lang),
            rows: rows.collect(),
            ..Section::default()
        }
    }

    /// One page a ministry.
    fn ministries(&self, lang: Lang) -> Vec<Written> {
        let named = self.summary.ministries.iter().filter(|(name, _)| !name.is_empty());
        let pages = named.map(|(name, counts)| {
            let of = |body: &Option<Body>| body.as_ref().is_some_and(|body| body.ministry == *name);
            let bodies = self.summary.bodies.iter().filter(|(body, _)| of(body));
            let mut rows: Vec<Vec<Cell>> =
                bodies.map(|(body, counts)| row(body_cell(body.as_ref(), lang), counts)).collect();
            rows.push(row(Cell::text(words::total().get(lang)), counts));
            let lines = vec![Cell::text(words::once().get(lang))];
            let sections = vec![table(&words::by_body(), &words::body(), rows, lang)];
            self.page(lang, &ministry_file(name), name, vec![home(lang)], lines, sections)
        });
        pages.collect()
    }

    /// The pages of every body, the unknown one too.
    fn body_pages(&self, lang: Lang, todo: &Todo<'_>) -> Vec<Written> {
        let mut members: BTreeMap<Option<&Body>, Vec<&Repository>> = BTreeMap::new();
        for one in self.repositories.values() {
            match self.bodies.get(&one.key).filter(|bodies| !bodies.is_empty()) {
                Some(bodies) => {
                    bodies.iter().for_each(|body| members.entry(Some(body)).or_default().push(one))
                }
                None => members.entry(None).or_default().push(one),
            }
        }
        let pages =
            members.into_iter().map(|(body, members)| self.of_body(lang, todo, body, members));
        pages.flatten().collect()
    }

    fn of_body(
        &self,
        lang: Lang,
        todo: &Todo<'_>,
        body: Option<&Body>,
        mut members: Vec<&Repository>,
    ) -> Vec<Written> {
        let unknown = summary::unknown();
        let name = body.map_or(unknown.get(lang), |body| body.name.as_str());
        let mut counts = Counts::default();
        members.iter().for_each(|one| counts.add(one));
        members.sort_by_key(|one| (std::cmp::Reverse(one.headline()), one.key.as_str()));
        let keys: BTreeSet<&str> = members.iter().map(|one| one.key.as_str()).collect();
        let mut above = vec![home(lang)];
        if let Some(body) = body.filter(|body| !body.ministry.is_empty()) {
            above.push(Cell::link(body.ministry.clone(), ministry_file(&body.ministry)));
        }
        let parts: Vec<&[&Repository]> = members.chunks(ROWS).collect();
        let pages = parts.iter().enumerate().map(|(at, part)| {
            let mut sections = Vec::new();
            if at == 0 {
                let whole = row(Cell::text(words::total().get(lang)), &counts);
                sections.push(table(&words::state(), &words::total(), vec![whole], lang));
                sections.extend(todo.sections(&|key| keys.contains(key), lang));
            }
            let rows = part.iter().map(|one| self.line(one, lang)).collect();
            sections.push(Section {
                title: words::repositories().get(lang).to_string(),
                head: said(&words::repository_head(), lang),
                rows,
                ..Section::default()
            });
            let next = (at + 1 < parts.len())
                .then(|| Cell::link(words::next().get(lang), body_file(body, at + 1)));
            let lines = next.into_iter().collect();
            self.page(lang, &body_file(body, at), name, above.clone(), lines, sections)
        });
        pages.collect()
    }

    /// A repository in a table.
    fn line(&self, one: &Repository, lang: Lang) -> Vec<Cell> {
        let verdict = words::verdict(one);
        vec![
            Cell::link(shown(&one.key), repository_file(&one.key)),
            Cell { kind: format!("v-{}", code(&one.headline())), ..Cell::text(verdict.get(lang)) },
            Cell::text(one.reached.clone()),
            Cell::text(one.last_commit.chars().take(10).collect::<String>()),
            Cell::text(one.licence.clone()),
        ]
    }

    /// The page of a repository.
    fn repository(
        &self,
        lang: Lang,
        one: &Repository,
        todo: &Todo<'_>,
        found: Option<&Found>,
    ) -> Written {
        let bodies = self.bodies.get(&one.key).map(Vec::as_slice).unwrap_or_default();
        let mut lines =
            vec![Cell { kind: String::new(), ..Cell::text(words::verdict(one).get(lang)) }];
        if one.address.starts_with("https://") {
            lines.push(Cell::link(one.address.clone(), one.address.clone()));
        }
        lines.extend(words::about(one).iter().map(|line| Cell::text(line.get(lang))));
        lines.extend(bodies.iter().map(|body| body_cell(Some(body), lang)));
        if let Some(other) = self.repositories.get(&one.same_as) {
            lines.push(Cell::link(shown(&other.key), repository_file(&other.key)));
        }
        let mut sections = todo.of(&one.key, lang);
        if let Some(found) = found {
            let report = format!("../{}", report_file(&one.key));
            lines.push(Cell::link(words::report().get(lang), report));
            lines.push(Cell::text(words::to_read().get(lang)));
            sections.push(found.section(lang));
        }
        let above = match bodies.first() {
            Some(body) => vec![home(lang), body_cell(Some(body), lang)],
            None => vec![home(lang), body_cell(None, lang)],
        };
        let file = repository_file(&one.key);
        self.page(lang, &file, shown(&one.key), above, lines, sections)
    }

    fn page(
        &self,
        lang: Lang,
        file: &str,
        title: &str,
        above: Vec<Cell>,
        lines: Vec<Cell>,
        sections: Vec<Section>,
    ) -> Written {
        let other = lang.pick(Lang::En, Lang::Fr);
        let page = Page {
            lang,
            title: title.to_string(),
            way: words::way().get(lang).to_string(),
            above,
            others: vec![Cell {
                text: other.pick("Français", "English").to_string(),
                href: format!("../{}/{file}", other.code()),
                kind: other.code().to_string(),
            }],
            lines,
            sections: sections
                .into_iter()
                .filter(|one| !one.rows.is_empty() || !one.lines.is_empty())
                .collect(),
        };
        (format!("{}/{file}", lang.code()), page)
    }
}

fn by_reason_is_empty(summary: &Summary) -> bool {
    summary.all.missing == 0
}

/// The latest day that a repository was audited.
fn latest(all: &[Repository]) -> String {
    all.iter().map(|one| one.date.clone()).max().unwrap_or_default()
}

fn write(folder: &Path, file: &str, page: &Page) -> Result<()> {
    let bytes = render(page).map_err(|error| {
        Error::unseen(text!(
            "Une page n’a pas pu être faite ({error}).",
            "A page could not be made ({error})."
        ))
    })?;
    reading::write(&folder.join(file), &Redacted::of(&bytes))
}

fn table(title: &Text, first: &Text, rows: Vec<Vec<Cell>>, lang: Lang) -> Section {
    let heads = summary::heads();
    let head = std::iter::once(first).chain(&heads).map(|head| head.get(lang).to_string());
    Section { title: title.get(lang).to_string(), head: head.collect(), rows, ..Section::default() }
}

fn row(first: Cell, counts: &Counts) -> Vec<Cell> {
    std::iter::once(first).chain(counts.cells().map(Cell::number)).collect()
}

fn home(lang: Lang) -> Cell {
    Cell::link(words::title().get(lang), "index.html")
}

fn body_cell(body: Option<&Body>, lang: Lang) -> Cell {
    let unknown = summary::unknown();
    let name = body.map_or(unknown.get(lang), |body| body.name.as_str());
    Cell::link(name, body_file(body, 0))
}

/// The start of the digest of `text`: the name of a file that tells nothing.
fn digest(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..16].to_string()
}

fn ministry_file(name: &str) -> String {
    format!("m-{}.html", digest(name))
}

fn body_file(body: Option<&Body>, part: usize) -> String {
    let name = body.map_or(String::new(), |body| format!("{}\n{}", body.name, body.ministry));
    let part = if part == 0 { String::new() } else { format!("-{}", part + 1) };
    format!("b-{}{part}.html", digest(&name))
}

/// Keeps `report` in the site of `folder`, where the page of `key` leads to it.
fn keep(report: &Path, folder: &Path, key: &str) -> bool {
    reading::linked(report, &folder.join(report_file(key))).is_ok()
}

fn report_file(key: &str) -> String {
    format!("{REPORTS}/{}.json", digest(key))
}

fn repository_file(key: &str) -> String {
    format!("r-{}.html", digest(key))
}
