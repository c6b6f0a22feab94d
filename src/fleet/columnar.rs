//! A table as Parquet, which `pyarrow`, DuckDB, R and QGIS open with its types.
//!
//! Types are those of the Apache Parquet format (parquet.apache.org/docs/file-format/types): the
//! dates of a Table Schema become days and milliseconds, so that nobody reads them again.

use jiff::civil::{Date, date};
use jiff::{Timestamp, Unit};
use parquet::basic::{LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::errors::Result;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;
use serde_json::Value;
use std::sync::Arc;

/// Rows in one group: what a reader holds in memory at once.
const GROUP: usize = 65_536;

/// What a column holds, after its type in Table Schema.
#[derive(Clone, Copy)]
enum Kind {
    Boolean,
    Integer,
    Date,
    Moment,
    Text,
}

impl Kind {
    fn of(r#type: &str) -> Kind {
        match r#type {
            "boolean" => Kind::Boolean,
            "integer" => Kind::Integer,
            "date" => Kind::Date,
            "datetime" => Kind::Moment,
            _ => Kind::Text,
        }
    }

    fn field(self, name: &str) -> Result<Type> {
        let (physical, logical) = match self {
            Kind::Boolean => (Physical::BOOLEAN, None),
            Kind::Integer => (Physical::INT64, None),
            Kind::Date => (Physical::INT32, Some(LogicalType::Date)),
            Kind::Moment => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MILLIS))),
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        };
        Type::primitive_type_builder(name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()
    }

    /// Writes the cells of a column; one that its type cannot hold, such as a date after
    /// the year 9999, is empty here and stays whole in CSV and in JSON.
    fn write<'a>(
        self,
        to: &mut SerializedColumnWriter<'_>,
        cells: impl Iterator<Item = &'a Value>,
    ) -> Result<()> {
        match self {
            Kind::Boolean => column::<BoolType>(to, cells.map(Value::as_bool)),
            Kind::Integer => column::<Int64Type>(to, cells.map(Value::as_i64)),
            Kind::Date => column::<Int32Type>(to, cells.map(|cell| days(cell.as_str()?))),
            Kind::Moment => column::<Int64Type>(to, cells.map(|cell| moment(cell.as_str()?))),
            Kind::Text => {
                column::<ByteArrayType>(to, cells.map(|cell| Some(ByteArray::from(cell.as_str()?))))
            }
        }
    }
}

fn column<T: DataType>(
    to: &mut SerializedColumnWriter<'_>,
    cells: impl Iterator<Item = Option<T::T>>,
) -> Result<()> {
    let (mut values, mut filled) = (Vec::new(), Vec::new());
    for cell in cells {
        filled.push(i16::from(cell.is_some()));
        values.extend(cell);
    }
    to.typed::<T>().write_batch(&values, Some(&filled), None)?;
    Ok(())
}

/// Days since 1970-01-01 of a day written as ISO 8601.
fn days(text: &str) -> Option<i32> {
    let day: Date = text.parse().ok()?;
    day.since((Unit::Day, date(1970, 1, 1))).ok().map(|span| span.get_days())
}

/// Milliseconds since 1970-01-01T00:00:00Z of a moment written as RFC 3339.
fn moment(text: &str) -> Option<i64> {
    text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond)
}

/// The bytes of a Parquet file: `columns` give the name and the Table Schema type of each
/// cell of `rows`. The same rows make the same bytes.
pub(super) fn bytes(name: &str, columns: &[(&str, &str)], rows: &[Vec<Value>]) -> Result<Vec<u8>> {
    let kinds: Vec<Kind> = columns.iter().map(|(_, r#type)| Kind::of(r#type)).collect();
    let fields = columns.iter().zip(&kinds).map(|((name, _), kind)| kind.field(name).map(Arc::new));
    let fields = fields.collect::<Result<Vec<_>>>()?;
    let schema = Type::group_type_builder(name).with_fields(fields).build()?;
    let maker = concat!("publiable ", env!("CARGO_PKG_VERSION"));
    let properties = WriterProperties::builder().set_created_by(maker.to_owned()).build();
    let mut file = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
    for rows in rows.chunks(GROUP) {
        let mut group = file.next_row_group()?;
        for (at, kind) in kinds.iter().enumerate() {
            let Some(mut column) = group.next_column()? else { break };
            kind.write(&mut column, rows.iter().map(|row| &row[at]))?;
            column.close()?;
        }
        group.close()?;
    }
    file.into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use serde_json::json;
    use std::io::Write;

    const COLUMNS: [(&str, &str); 5] = [
        ("name", "string"),
        ("files", "integer"),
        ("day", "date"),
        ("last", "datetime"),
        ("written", "boolean"),
    ];

    fn shown(bytes: &[u8]) -> Vec<String> {
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(bytes).expect("written");
        let reader = SerializedFileReader::new(file).expect("a Parquet file");
        let rows = reader.get_row_iter(None).expect("rows");
        rows.map(|row| row.expect("a row").to_string()).collect()
    }

    #[test]
    fn cells_keep_their_types_and_what_is_empty_stays_empty() {
        let rows = [
            json!(["é;\"=1", 3, "2026-01-02", "1970-01-01T01:00:01+01:00", true]),
            json!([null, null, null, null, null]),
            json!(["", -1, "1969-12-31", "+10000-01-01", false]),
        ];
        let rows: Vec<Vec<Value>> =
            rows.iter().map(|row| row.as_array().cloned().expect("cells")).collect();
        let made = bytes("repository", &COLUMNS, &rows).expect("bytes");
        assert_eq!(made, bytes("repository", &COLUMNS, &rows).expect("bytes"));
        assert_eq!(
            shown(&made),
            [
                "{name: \"é;\"=1\", files: 3, day: 2026-01-02, last: 1970-01-01 00:00:01.000 +00:00, written: true}",
                "{name: null, files: null, day: null, last: null, written: null}",
                "{name: \"\", files: -1, day: 1969-12-31, last: null, written: false}",
            ]
        );
    }

    #[test]
    fn a_table_without_rows_and_one_of_several_groups_are_read() {
        let none = bytes("body", &COLUMNS, &[]).expect("bytes");
        assert!(shown(&none).is_empty());
        let row = vec![json!("a"), json!(1), json!("2026-01-02"), Value::Null, json!(true)];
        let many = bytes("body", &COLUMNS, &vec![row; GROUP + 1]).expect("bytes");
        assert_eq!(shown(&many).len(), GROUP + 1);
    }
}
