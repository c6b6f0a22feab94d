//! As much of XML Schema as `junit-10.xsd` uses: global elements, the elements
//! and attributes each may hold, those it must.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};

/// What one element may hold.
#[derive(Debug, Default)]
struct Element {
    children: BTreeSet<String>,
    attributes: BTreeSet<String>,
    required: BTreeSet<String>,
    text: bool,
}

/// A schema.
pub struct Schema(BTreeMap<String, Element>);

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().map(|a| a.expect("an attribute"));
    let mut found = found.filter(|a| a.key.as_ref() == name);
    found.next().map(|a| a.value.into_owned())
}

fn name(tag: &BytesStart<'_>) -> String {
    tag.name().as_ref().to_string()
}

impl Schema {
    /// Reads a schema.
    pub fn read(text: &str) -> Schema {
        let mut elements: BTreeMap<String, Element> = BTreeMap::new();
        let (mut reader, mut depth, mut current) = (Reader::from_str(text), 0, String::new());
        loop {
            let event = reader.read_event().expect("well-formed");
            let opens = matches!(event, Event::Start(_));
            match &event {
                Event::Eof => return Schema(elements),
                Event::Start(tag) | Event::Empty(tag) => {
                    let named = attribute(tag, "name").unwrap_or_default();
                    if depth == 1 {
                        current.clone_from(&named);
                        let simple = attribute(tag, "type").as_deref() == Some("xs:string");
                        elements.entry(named).or_default().text = simple;
                    } else if let Some(element) = elements.get_mut(&current) {
                        match name(tag).as_str() {
                            "xs:element" => element.children.extend(attribute(tag, "ref")),
                            "xs:complexType" => element.text |= attribute(tag, "mixed").is_some(),
                            "xs:attribute" => {
                                if attribute(tag, "use").as_deref() == Some("required") {
                                    element.required.insert(named.clone());
                                }
                                element.attributes.insert(named);
                            }
                            _ => {}
                        }
                    }
                    depth += usize::from(opens);
                }
                Event::End(_) => depth -= 1,
                _ => {}
            }
        }
    }

    /// What `document` does that the schema does not allow.
    pub fn errors(&self, document: &str) -> Vec<String> {
        let mut errors = Vec::new();
        let mut open: Vec<String> = Vec::new();
        let mut reader = Reader::from_str(document);
        loop {
            let event = reader.read_event().expect("well-formed");
            match &event {
                Event::Eof => break,
                Event::Start(tag) | Event::Empty(tag) => {
                    let called = name(tag);
                    errors.extend(self.check(open.last(), &called, tag));
                    if matches!(event, Event::Start(_)) {
                        open.push(called);
                    }
                }
                Event::End(_) => drop(open.pop()),
                Event::Text(text) => {
                    let blank = text.trim().is_empty();
                    let holder = open.last().and_then(|name| self.0.get(name));
                    if !blank && !holder.is_some_and(|element| element.text) {
                        errors.push(format!("text in {:?}", open.last()));
                    }
                }
                Event::GeneralRef(_) | Event::Decl(_) => {}
                other => errors.push(format!("{other:?}")),
            }
        }
        if !open.is_empty() {
            errors.push(format!("{open:?} is not closed"));
        }
        errors
    }

    fn check(&self, parent: Option<&String>, called: &str, tag: &BytesStart<'_>) -> Vec<String> {
        let mut errors = Vec::new();
        let Some(element) = self.0.get(called) else { return vec![format!("element {called}")] };
        if let Some(parent) = parent
            && !self.0[parent].children.contains(called)
        {
            errors.push(format!("{called} in {parent}"));
        }
        let held: BTreeSet<String> =
            tag.attributes().map(|a| a.expect("an attribute").key.as_ref().to_string()).collect();
        errors.extend(held.difference(&element.attributes).map(|a| format!("{called}/@{a}")));
        errors.extend(element.required.difference(&held).map(|a| format!("{called} lacks @{a}")));
        errors
    }
}
