//! Tables: CSV with its head, TOML.

use super::record::{self, Record};
use super::{Inputs, words};
use std::path::Path;

/// Reads a table with a head; a file without any known column is a list of words.
pub(super) fn csv(text: &str, folder: &Path, inputs: &mut Inputs) -> Result<(), String> {
    let head = text.lines().next().unwrap_or_default();
    let count = |sign: char| head.matches(sign).count();
    let separators = [',', ';', '\t'];
    let separator = separators.into_iter().max_by_key(|sign| count(*sign)).unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator as u8)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let names = reader.headers().map_err(|error| error.to_string())?.clone();
    if !record::are_known(names.iter()) {
        inputs
            .listed
            .extend(words::lines(text, folder).into_iter().filter(|one| one.url.is_some()));
        return Ok(());
    }
    for row in reader.records() {
        let row = row.map_err(|error| error.to_string())?;
        let record: Record = names
            .iter()
            .zip(row.iter())
            .map(|(name, cell)| (name.to_string(), cell.to_string()))
            .collect();
        record::add(&record, folder, inputs);
    }
    Ok(())
}

/// Reads `repositories = ["…"]` or `[[repositories]]`, under any key.
pub(super) fn toml(text: &str, folder: &Path, inputs: &mut Inputs) -> Result<(), String> {
    let table: toml::Table = toml::from_str(text).map_err(|error| error.message().to_string())?;
    for value in table.values() {
        for item in value.as_array().into_iter().flatten() {
            match item {
                toml::Value::String(one) => inputs.listed.push(words::word(one, folder)),
                toml::Value::Table(table) => {
                    let cells = table.iter().map(|(name, value)| {
                        let cell = value.as_str().map_or_else(|| value.to_string(), str::to_string);
                        (name.clone(), cell)
                    });
                    record::add(&cells.collect(), folder, inputs);
                }
                _ => {}
            }
        }
    }
    Ok(())
}
