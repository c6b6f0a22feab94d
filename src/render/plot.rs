//! Bars drawn in SVG. They have no colour and no font of their own: classes give them those
//! of the page, in the light, in the dark and on paper. Lengths are shares of the width, so
//! that letters keep their size on a narrow screen.

use super::escape;
use svg::Document;
use svg::node::element::{Group, Rectangle, Text};

/// Letters of the start and of the end of a name too long for its line: the table beside has
/// it whole.
const START: usize = 16;
const END: usize = 25;
/// The longest bar, in thousandths of the width: its number stands after it.
const LONGEST: usize = 600;
/// The least that can be seen of one.
const LEAST: usize = 6;
/// Heights, in pixels: a name, a bar, what parts two things.
const NAME: usize = 20;
const BAR: usize = 15;
const GAP: usize = 10;

/// Things, each with the same measures, a bar each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Bars {
    /// What is read aloud in the place of the drawing.
    pub told: String,
    /// Each thing: its name, then each measure and the words for it.
    pub rows: Vec<(String, Vec<(usize, String)>)>,
}

impl Bars {
    /// The drawing, as an element of a page.
    pub(crate) fn svg(&self) -> String {
        let most = self.rows.iter().flat_map(|(_, measures)| measures).map(|(number, _)| *number);
        let most = most.max().unwrap_or_default().max(1);
        let mut y = 0;
        let mut drawing = Document::new()
            .set("class", "bars")
            .set("role", "img")
            .set("aria-label", escape(&self.told))
            .set("width", "100%");
        for (name, measures) in &self.rows {
            let mut group =
                Group::new().add(Text::new(short(name)).set("x", 0).set("y", y + NAME - 6));
            y += NAME;
            for (at, (number, words)) in measures.iter().enumerate() {
                let width = (number * LONGEST / most).max(if *number > 0 { LEAST } else { 0 });
                let share = format!("{}.{}%", width / 10, width % 10);
                let bar = Rectangle::new()
                    .set("class", format!("b{at}"))
                    .set("y", y)
                    .set("width", share.as_str())
                    .set("height", BAR - 2);
                let words = Text::new(escape(words))
                    .set("class", "n")
                    .set("x", share)
                    .set("dx", 6)
                    .set("y", y + BAR - 4);
                group = group.add(bar).add(words);
                y += BAR;
            }
            y += GAP;
            drawing = drawing.add(group);
        }
        drawing.set("height", y).to_string()
    }
}

/// `name` without what would disguise it, and no longer than a line: names of one family
/// differ by their end.
fn short(name: &str) -> String {
    let letters: Vec<char> = escape(name).chars().collect();
    if letters.len() <= START + 1 + END {
        return letters.into_iter().collect();
    }
    let (start, end) = (&letters[..START], &letters[letters.len() - END..]);
    start.iter().chain(&['…']).chain(end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_measure_and_the_least_is_seen() {
        let row =
            |name: &str, number| (name.to_string(), vec![(number, format!("{number} dépôts"))]);
        let rows = vec![row("a", 1000), row("b", 500), row("c", 1), row("d", 0)];
        let bars = Bars { told: "Dépôts".to_string(), rows };
        let drawn = bars.svg();
        assert_eq!(drawn, bars.svg(), "same bytes");
        let drawn = roxmltree::Document::parse(&drawn).expect("XML");
        let bars = drawn.descendants().filter(|one| one.tag_name().name() == "rect");
        let widths: Vec<_> = bars.filter_map(|one| one.attribute("width")).collect();
        assert_eq!(widths, ["60.0%", "30.0%", "0.6%", "0.0%"]);
    }

    #[test]
    fn a_hostile_name_stays_text() {
        let name = format!("</text><script>x</script>\u{202e}&\"{}", "é".repeat(60));
        let measures = vec![(1, "\"><b>".to_string())];
        let bars = Bars { told: "\"><i>".to_string(), rows: vec![(name, measures)] };
        let drawn = bars.svg();
        assert!(!["<script", "<b>", "<i>", "\u{202e}"].iter().any(|bad| drawn.contains(bad)));
        let document = roxmltree::Document::parse(&drawn).expect("XML");
        let texts = document.descendants().filter(|one| one.tag_name().name() == "text");
        let texts: Vec<_> = texts.filter_map(|one| one.text()).map(str::trim).collect();
        assert!(texts[0].starts_with("</text><script>x…éé"), "{texts:?}");
        assert_eq!(texts[1], "\"><b>");
    }
}
