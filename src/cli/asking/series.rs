//! Questions that are asked in turn: what is open depends on what was answered.

use super::{Talk, Turn};
use crate::error::Result;
use crate::lang::Text;
use crate::render::escape;
use crate::scaffold::questions::Question;
use std::collections::BTreeMap;

/// A series of questions: what is open depends on what was answered.
pub(in crate::cli) trait Series {
    /// The questions still open, each with what wants its answer.
    fn open(&mut self) -> Result<Vec<(Question, String)>>;
    /// What was found that makes `question` asked, or that helps to answer it.
    fn evidence(&self, _question: &Question) -> Vec<String> {
        Vec::new()
    }
    /// The answer proposed for the question `id`.
    fn proposed(&self, id: &str) -> Option<String>;
    /// Takes an answer.
    fn give(&mut self, id: &str, answer: String);
    /// Why the answer that was just given to the question `id` does not do.
    fn refuses(&mut self, _id: &str) -> Result<Option<Text>> {
        Ok(None)
    }
    /// Takes it back.
    fn forget(&mut self, id: &str);
}

impl Talk {
    /// Asks what `series` has open, each once: [`Turn::Given`] at the end,
    /// [`Turn::Back`] before the first.
    pub(in crate::cli) fn series(&self, series: &mut dyn Series) -> Result<Turn<()>> {
        let mut asked: Vec<Question> = Vec::new();
        // What was answered is proposed again to who comes back.
        let mut given: BTreeMap<String, String> = BTreeMap::new();
        loop {
            let open = series.open()?;
            let mut left = open.into_iter().filter(|(question, _)| !asked.contains(question));
            let Some((question, why)) = left.next() else { return Ok(Turn::Given(())) };
            let (at, all) = (asked.len() + 1, asked.len() + 1 + left.count());
            let head = format!("{at}/{all}  {why}");
            let before = given.get(&question.id).cloned();
            let proposed = before.or_else(|| series.proposed(&question.id));
            let evidence = series.evidence(&question);
            self.introduce(&head, &evidence);
            match self.until_it_does(series, &question, proposed)? {
                Turn::Given(answer) => {
                    given.insert(question.id.clone(), answer);
                    asked.push(question);
                }
                Turn::Later => asked.push(question),
                Turn::Leave => return Ok(Turn::Leave),
                Turn::Back => match asked.pop() {
                    Some(before) => series.forget(&before.id),
                    None => return Ok(Turn::Back),
                },
            }
        }
    }

    /// Asks `question` of `series` until its answer does, or is kept by a person who was told
    /// why it does not.
    fn until_it_does(
        &self,
        series: &mut dyn Series,
        question: &Question,
        mut proposed: Option<String>,
    ) -> Result<Turn<String>> {
        let mut doubted: Option<String> = None;
        loop {
            let answer = match self.ask(question, proposed)? {
                Turn::Given(answer) => answer,
                turn => {
                    if doubted.is_some() {
                        series.forget(&question.id);
                    }
                    return Ok(turn);
                }
            };
            series.give(&question.id, answer.clone());
            let kept = doubted.as_ref() == Some(&answer);
            let why = if kept { None } else { series.refuses(&question.id)? };
            let Some(why) = why else { return Ok(Turn::Given(answer)) };
            self.tell(&format!("✗ {}", escape(why.get(self.lang))));
            self.tell(self.lang.pick(
                "Corrigez la réponse, ou validez-la de nouveau pour la garder telle quelle.",
                "Correct the answer, or confirm it again to keep it as it is.",
            ));
            doubted = Some(answer.clone());
            proposed = Some(answer);
        }
    }
}
