//! Makes `data/licence/table/` from the facts that `build.py` collects:
//! `cargo run --example licence_table FACTS DATE`. With `--join`, adds to the table the
//! names that it does not know; with `--held-out`, tells how often a table made without
//! some repositories gives what these say; with `--test OTHER`, how often the one of FACTS
//! gives what the facts OTHER say.

use publiable::testing::licence::Expression;
use publiable::testing::licence::Verdict;
use publiable::testing::licence::identify;
use publiable::testing::licence::packages::{Fact, agreement, compile, key, known, settle};
use publiable::testing::manifest::Ecosystem;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::path::Path;

/// Parts into which repositories are cut, to test a table on what it never saw.
const FOLDS: usize = 5;

const ECOSYSTEMS: [Ecosystem; 9] = [
    Ecosystem::Cargo,
    Ecosystem::Composer,
    Ecosystem::Gem,
    Ecosystem::Go,
    Ecosystem::Maven,
    Ecosystem::Npm,
    Ecosystem::NuGet,
    Ecosystem::Python,
    Ecosystem::R,
];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let facts = |path: &str| Ok::<_, Box<dyn Error>>(read(&std::fs::read_to_string(path)?));
    match arguments[..] {
        [known, "--held-out"] => held_out(&facts(known)?),
        [known, "--test", tested] => {
            let (known, tested) = (facts(known)?, facts(tested)?);
            let mut told = Told::new();
            let (known, tested) = (known.iter(), tested.iter());
            test(known.map(|(_, fact)| fact), tested.map(|(_, fact)| fact), &mut told);
            show(&told);
        }
        [new, "--join", date] => write(&facts(new)?, known(), date)?,
        [known, date] => write(&facts(known)?, BTreeMap::new(), date)?,
        _ => return Err("FACTS DATE, FACTS --join DATE, FACTS --held-out or --test FACTS".into()),
    }
    Ok(())
}

/// Writes the table that `facts` make, with the names `kept` as they are.
fn write(
    facts: &[(String, Fact)],
    kept: BTreeMap<String, &str>,
    date: &str,
) -> Result<(), Box<dyn Error>> {
    let mut settled = settle(facts.iter().map(|(_, fact)| fact));
    settled.extend(kept.iter().map(|(name, licence)| (name.as_str(), licence.to_string())));
    let bytes = compile(&settled, date)?;
    for ecosystem in ECOSYSTEMS {
        let code = format!("{}/", ecosystem.code());
        let count = settled.keys().filter(|key| key.starts_with(&code)).count();
        println!("{code} {count} names");
    }
    println!("{} names, {} bytes", settled.len(), bytes.len());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/licence/table");
    std::fs::write(folder.join("table.bin"), bytes)?;
    Ok(())
}

/// The facts whose words leave no doubt.
fn read(text: &str) -> Vec<(String, Fact)> {
    let mut known: HashMap<&str, Option<Expression>> = HashMap::new();
    let mut facts = Vec::new();
    for line in text.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [code, name, written, weight, from] = fields[..] else { continue };
        let Some(ecosystem) = ECOSYSTEMS.iter().find(|one| one.code() == code) else { continue };
        let licence = known.entry(written).or_insert_with(|| licence(written)).clone();
        if let (Some(licence), Ok(weight)) = (licence, weight.parse()) {
            let fact = Fact { key: key(*ecosystem, name), licence, weight };
            facts.push((from.to_string(), fact));
        }
    }
    facts
}

/// The licence that a fact gives: words, or the text of a copy (`@path`).
fn licence(written: &str) -> Option<Expression> {
    let found = match written.strip_prefix('@') {
        Some(path) => match identify(&std::fs::read(path).ok()?).verdict {
            Verdict::Licence(found) => found,
            _ => return None,
        },
        // As a declaration is read, but for what it leaves open.
        None => Expression::declared(written).and(Expression::read(written))?,
    };
    let named = found.identifiers().iter().all(|id| !id.starts_with("LicenseRef-"));
    named.then_some(found)
}

/// Answers of a table, by ecosystem.
type Told<'f> = BTreeMap<&'f str, BTreeMap<&'static str, usize>>;

/// How tables made without the repositories of one fold answer for what these
/// tell, each package once with each licence.
fn held_out(facts: &[(String, Fact)]) {
    let repositories: BTreeSet<&str> = facts.iter().map(|(from, _)| from.as_str()).collect();
    let mut told = Told::new();
    for fold in 0..FOLDS {
        let kept = repositories.iter().enumerate().filter(|(at, _)| at % FOLDS != fold);
        let kept: BTreeSet<&str> = kept.map(|(_, name)| *name).collect();
        let (known, tested): (Vec<_>, Vec<_>) =
            facts.iter().partition(|(from, _)| kept.contains(from.as_str()));
        let known = known.into_iter().map(|(_, fact)| fact);
        test(known, tested.into_iter().map(|(_, fact)| fact), &mut told);
    }
    show(&told);
}

/// How a table made of `known` answers for what `tested` tell.
fn test<'f>(
    known: impl Iterator<Item = &'f Fact>,
    tested: impl Iterator<Item = &'f Fact>,
    told: &mut Told<'f>,
) {
    let settled = settle(known);
    let tested: BTreeSet<(&str, String)> =
        tested.map(|fact| (fact.key.as_str(), fact.licence.narrowed().to_string())).collect();
    for (key, licence) in tested {
        let code = key.split('/').next().unwrap_or_default();
        let found = settled.get(key).map(String::as_str);
        let answer = match found {
            None => "absent",
            Some(found) => agreement(found, &licence),
        };
        if let (Some(found), "different") = (found, answer) {
            println!("{key}: {found}, told {licence}");
        }
        *told.entry(code).or_default().entry(answer).or_default() += 1;
    }
}

fn show(told: &Told<'_>) {
    for (code, answers) in told {
        let count = |answer: &str| answers.get(answer).copied().unwrap_or_default();
        let answered: usize = answers.values().sum::<usize>() - count("absent");
        let share = |part: usize| 100.0 * part as f64 / answered.max(1) as f64;
        println!(
            "{code}: {answered} answered, {} absent; {:.2} % the same, {:.2} % another licence; {answers:?}",
            count("absent"),
            share(count("same")),
            share(count("different")),
        );
    }
}
