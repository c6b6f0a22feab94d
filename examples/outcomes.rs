//! Prints what rules answer on repositories: `outcomes RULE-PREFIX REPOSITORY…`.

use publiable::config::Config;
use publiable::engine::{Catalogue, Settings, audit};
use publiable::lang::Lang;
use publiable::snapshot::{Options, open};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let prefix = arguments.next().unwrap_or_default();
    let catalogue = Catalogue::embedded().expect("rules");
    for path in arguments {
        let started = std::time::Instant::now();
        let options = Options { path: path.clone().into(), history: true, ..Options::default() };
        let snapshot = match open(&options) {
            Ok(snapshot) => snapshot,
            Err(error) => {
                println!("## {path}: {error}");
                continue;
            }
        };
        let today = jiff::civil::date(2026, 11, 22);
        let settings = Settings { degree: None, today, lang: Lang::En };
        let report = audit(&snapshot, &catalogue, &Config::default(), settings);
        println!("## {path} ({:?})", started.elapsed());
        for outcome in report.outcomes.iter().filter(|outcome| outcome.rule.starts_with(&prefix)) {
            println!("{}\t{}\t{}", outcome.outcome.code(), outcome.rule, outcome.reason);
            for evidence in &outcome.evidence {
                println!("\t+ {} {}", evidence.location, evidence.message.en);
            }
            for finding in &outcome.findings {
                let kind = if finding.informational { "i" } else { "-" };
                println!(
                    "\t{kind} {} {} ({:?})",
                    finding.location, finding.message, finding.confidence
                );
            }
        }
    }
}
