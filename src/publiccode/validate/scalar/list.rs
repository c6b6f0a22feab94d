//! Values of closed lists.

use super::super::keys::{Judge, Spot};
use super::super::view::rewritten;
use super::meant;
use crate::lang::Text;
use crate::publiccode::code::Code;
use crate::publiccode::confusion;
use crate::publiccode::diagnostic::{Fix, Severity};
use crate::publiccode::standard::vocabulary::Vocabulary;
use crate::text;
use crate::yaml::Type;

impl<'y> Judge<'y> {
    pub(super) fn one_of(&mut self, spot: &Spot<'y>, text: &str, list: &'static Vocabulary) {
        // The reference parser compares a number as it writes it again.
        let number = spot.value.scalar_type() == Some(Type::Number);
        let read = if number { rewritten(text) } else { text.to_string() };
        if list.values.contains(&text) {
            if !list.values.contains(&read.as_str()) {
                let message = text!(
                    "« {text} » sans guillemets est lu « {read} »",
                    "“{text}” without quotes is read as “{read}”"
                );
                let found = self.on_value(spot, Code::UnknownValue, None, message);
                self.out.push(found.reference(Severity::Error));
            }
            return;
        }
        if text.is_empty() {
            return self.blank(spot, Code::UnknownValue, true);
        }
        let path = spot.path.to_string();
        let path = path.split('[').next().unwrap_or_default();
        let near = confusion::value(path, text, list.values);
        let one = list.one;
        let message = Text::new(
            format!("« {text} » n’est pas {}", one.fr),
            format!("“{text}” is not {}", one.en),
        );
        let near: Vec<String> = near.into_iter().map(str::to_string).collect();
        let fix = meant(&near).unwrap_or_else(|| Fix::advice(listed(list)));
        let found = self.both(spot, Code::UnknownValue, message).fix(fix);
        self.out.push(found);
    }
}

/// The values of a list, or where to find them.
fn listed(list: &Vocabulary) -> Text {
    let url = list.url;
    if list.values.len() > 30 {
        return text!("choisir dans la liste : {url}", "choose from the list: {url}");
    }
    let values = list.values.join(", ");
    text!("valeurs admises : {values}", "allowed values: {values}")
}
