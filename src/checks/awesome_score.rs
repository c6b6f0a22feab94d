//! Whether the software could join the Awesome code.gouv.fr list.

use super::{Audited, Check};
use crate::finding::{Answer, Finding, Location};
use crate::lang::{Text, list};
use crate::score::{AwesomeScore, Criterion};
use crate::text;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AwesomeScoreCheck {
    /// Criteria from which the guide congratulates.
    remarkable: i32,
    /// Criteria from which the guide says « pas mal ».
    good: i32,
}

impl Check for AwesomeScoreCheck {
    fn run(&self, Audited { scores, .. }: Audited<'_>) -> Answer {
        let score = &scores.awesome;
        let eligible = score.prerequisites.iter().filter(|one| one.met == Some(true)).count();
        let refused = score.prerequisites.iter().any(|one| one.met == Some(false));
        let open = score.criteria.iter().filter(|one| one.met.is_none()).count();
        let most = score.points + i32::try_from(open).unwrap_or(0);
        let findings = findings(score);
        let answer = if refused {
            let unmet = labels(&score.prerequisites, Some(false));
            let reason = unmet.after(
                "non éligible, condition préalable non remplie : ",
                "not eligible, prerequisite not met: ",
            );
            Answer::fail(reason, findings)
        } else if most < self.remarkable {
            let points = score.points;
            let word = match points >= self.good {
                true => text!("bien", "good"),
                false => text!("à travailler", "needs work"),
            };
            let reason = text!("{points}/10 : {word}", "{points}/10: {word}"; word);
            Answer::fail(reason, findings)
        } else if eligible == score.prerequisites.len() && score.points >= self.remarkable {
            let points = score.points;
            let reason = text!(
                "{points}/10 et les quatre conditions préalables : remarquable",
                "{points}/10 and the four prerequisites: remarkable"
            );
            Answer::pass(reason).with(findings.into_iter().map(Finding::info))
        } else {
            let points = score.points;
            let total = score.prerequisites.len();
            let unknown = labels(score.prerequisites.iter().chain(&score.criteria), None);
            let reason = text!(
                "{points}/10, {eligible} conditions préalables établies sur {total} ; le dépôt ne permet pas d’établir : ",
                "{points}/10, {eligible} of {total} prerequisites established; the repository does not show: "
            );
            Answer::unknown(unknown.after(&reason.fr, &reason.en)).with(findings)
        };
        let met =
            score.prerequisites.iter().chain(&score.criteria).filter(|one| one.met == Some(true));
        met.fold(answer, |answer, criterion| {
            let what = criterion.evidence.clone().unwrap_or_default();
            let label = &criterion.label;
            answer.seen(Location::default(), text!("{label} : {what}", "{label}: {what}"; label))
        })
    }
}

fn labels<'a>(criteria: impl IntoIterator<Item = &'a Criterion>, met: Option<bool>) -> Text {
    let labels: Vec<Text> = criteria
        .into_iter()
        .filter(|criterion| criterion.met == met)
        .map(|criterion| criterion.label.clone())
        .collect();
    list(&labels)
}

/// One finding for each prerequisite or criterion that is not met, or not known.
fn findings(score: &AwesomeScore) -> Vec<Finding> {
    // The guide letters the prerequisites and numbers the criteria.
    let prerequisites = ('a'..).map(String::from).zip(&score.prerequisites);
    let all =
        prerequisites.chain((1..).map(|number: usize| number.to_string()).zip(&score.criteria));
    all.filter(|(_, criterion)| criterion.met != Some(true))
        .map(|(number, criterion)| {
            let mut message = match criterion.met {
                None => criterion.label.after("non établi : ", "not established: "),
                _ => criterion.label.after("non rempli : ", "not met: "),
            };
            if let Some(evidence) = &criterion.evidence {
                message.fr.push_str(&format!(" ({evidence})"));
                message.en.push_str(&format!(" ({evidence})"));
            }
            let finding = Finding::new(format!("awesome#{number}"), message);
            if criterion.met.is_none() { finding.unsure() } else { finding }
        })
        .collect()
}
