//! Values of closed lists.

use super::super::keys::{Judge, Spot};
use super::super::view::rewritten;
use super::shown;
use crate::lang::Text;
use crate::publiccode::code::Code;
use crate::publiccode::confusion;
use crate::publiccode::diagnostic::{Change, Fix, Severity};
use crate::publiccode::format::near;
use crate::publiccode::standard::vocabulary::Vocabulary;
use crate::publiccode::standard::{Key, Presence, Shape};
use crate::text;
use crate::yaml::Type;
use crate::yaml::edit::Value;

impl<'y> Judge<'y> {
    pub(super) fn one_of(
        &mut self,
        key: &'static Key,
        spot: &Spot<'y>,
        text: &str,
        list: &'static Vocabulary,
    ) {
        // The reference parser compares a number as it writes it again.
        let number = spot.value.scalar_type() == Some(Type::Number);
        let read = if number { rewritten(text) } else { text.to_string() };
        if self.options.preview && text == "government" && spot.path.0.len() == 3 {
            let message = text!("« government » disparaît en 1.0", "“government” is gone in 1.0");
            let fix = Fix::safe(text!("retirer l’élément", "remove the item"), Change::Remove);
            let found = self.on_value(spot, Code::UnknownValue, Severity::Error, message).fix(fix);
            self.out.push(found);
            return;
        }
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
        let one = list.one;
        let message = Text::new(
            format!("« {text} » n’est pas {}", one.fr),
            format!("“{text}” is not {}", one.en),
        );
        let fix = self.in_list(key, path, text, list);
        let found = self.both(spot, Code::UnknownValue, message).fix(fix);
        self.out.push(found);
    }

    /// A value of the list: spelt otherwise, or said in other words. What cannot be
    /// told is asked, or left out of an optional list.
    fn in_list(&self, key: &Key, path: &str, text: &str, list: &'static Vocabulary) -> Fix {
        if let Some(value) = near(text, list.values.iter().copied()) {
            return Fix::write(value, true);
        }
        let guess = confusion::value(path, text, list.values);
        if let [value] = guess.as_slice() {
            return Fix::doubtful(Text::meant(value), Change::Set(Value::text(*value)));
        }
        let words = match guess.as_slice() {
            [] => listed(list),
            several => {
                let (fr, en) = (several.join(" ou "), several.join(" or "));
                Text::new(format!("choisir : {fr}"), format!("choose: {en}"))
            }
        };
        if key.presence != Presence::Required && matches!(key.shape, Shape::List(..)) {
            return Fix::doubtful(words, Change::Comment);
        }
        let choices = if guess.is_empty() { list.values } else { &guess };
        let question = self.filling.asked(&shown(text), &choices.join(", "));
        Fix::doubtful(words, Change::Set(question))
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
