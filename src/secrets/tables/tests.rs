use super::*;

/// Rows of names that no list of examples holds, made of syllables.
fn names(count: usize) -> Vec<(String, String)> {
    let syllables = ["ka", "lo", "mi", "ne", "ru", "sa", "ti", "vo"];
    let word = |n: usize| {
        format!("{}{}{}", syllables[n % 8], syllables[n / 8 % 8], syllables[(n + 3) % 8])
    };
    (0..count).map(|n| (word(n), word(n * 5 + 1))).collect()
}

fn csv(header: &str, count: usize) -> String {
    let rows: String = names(count)
        .iter()
        .enumerate()
        .map(|(n, (first, last))| format!("{last};{first};19{:02}-01-01\n", 50 + n))
        .collect();
    format!("{header}\n{rows}")
}

#[test]
fn a_table_about_people_is_known_by_its_columns_and_rows() {
    let text = csv("Nom;Prénom;Date de naissance", 12);
    let table = people("agents.csv", text.as_bytes()).expect("a table");
    assert_eq!(table.rows, 12);
    assert!(table.certain && !table.fictitious);
    let kinds: Vec<Column> = table.columns.iter().map(|(column, _)| *column).collect();
    assert_eq!(kinds, [Column::Name, Column::FirstName, Column::Birth]);
    assert_eq!(people("agents.csv", csv("Nom;Prénom;Date de naissance", 5).as_bytes()), None);
    assert_eq!(people("villes.csv", csv("nom_commune;code;date", 12).as_bytes()), None);
}

#[test]
fn made_up_people_are_told() {
    let rows: String =
        (0..20).map(|n| format!("Dupont{n},Jean{n},jean{n}@example.org\n")).collect();
    let table = people("a.csv", format!("nom,prenom,email\n{rows}").as_bytes()).expect("a table");
    assert!(table.fictitious);
}

#[test]
fn other_formats_are_read() {
    let objects: Vec<String> = names(15)
        .iter()
        .map(|(first, last)| {
            format!("{{\"firstName\":\"{first}\",\"lastName\":\"{last}\",\"phone\":\"{first}\"}}")
        })
        .collect();
    let json = format!("{{\"users\":[{}]}}", objects.join(","));
    assert_eq!(people("a.json", json.as_bytes()).map(|table| table.rows), Some(15));
    assert_eq!(people("a.ndjson", objects.join("\n").as_bytes()).map(|table| table.rows), Some(15));
    let values: Vec<String> =
        names(15).iter().map(|(first, last)| format!("('{first}','{last}','x{first}')")).collect();
    let sql =
        format!("INSERT INTO users (prenom, nom_usage, email) VALUES {};\n", values.join(","));
    assert_eq!(people("a.sql", sql.as_bytes()).map(|table| table.rows), Some(15));
    let rows: Vec<String> = names(15).iter().map(|(f, l)| format!("{f}\t{l}\tx")).collect();
    let copy = format!(
        "COPY public.users (prenom, nom, date_naissance) FROM stdin;\n{}\n\\.\n",
        rows.join("\n")
    );
    assert_eq!(people("a.sql", copy.as_bytes()).map(|table| table.rows), Some(15));
}
