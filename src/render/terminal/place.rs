//! A place where a line has no room for all of it.

/// `place` in `room` columns: the name of the file and its line stay, the column goes first, then
/// the folders in the middle.
pub(super) fn shortened(place: &str, room: usize) -> String {
    let wide = |text: &str| console::measure_text_width(text);
    if wide(place) <= room {
        return place.to_string();
    }
    if let Some(lighter) = without_column(place) {
        return shortened(&lighter, room);
    }
    // What follows the path holds no folder.
    let path = place.find(" @ ").map_or(place, |end| &place[..end]);
    let Some((folders, _)) = path.rsplit_once('/') else { return amid(place, room) };
    let file = &place[folders.len() + 1..];
    let folders: Vec<&str> = folders.split('/').collect();
    let parts = |first: usize, last: usize| {
        let (before, after) = (&folders[..first], &folders[folders.len() - last..]);
        [before, &["…"], after, &[file]].concat().join("/")
    };
    // The first folder says which part of the project it is, the last ones what it is about.
    let (mut first, mut last) = (0, 0);
    let mut kept = parts(first, last);
    while first + last < folders.len() - 1 {
        let grown = if first == 0 { (1, last) } else { (first, last + 1) };
        let larger = parts(grown.0, grown.1);
        if wide(&larger) > room {
            break;
        }
        ((first, last), kept) = (grown, larger);
    }
    if wide(&kept) <= room { kept } else { amid(file, room) }
}

/// `place` without the column after its line, when it has one.
fn without_column(place: &str) -> Option<String> {
    let (path, after) = place.split_at(place.find(" @ ").unwrap_or(place.len()));
    let (before, column) = path.rsplit_once(':')?;
    let (_, line) = before.rsplit_once(':')?;
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    (number(column) && number(line)).then(|| format!("{before}{after}"))
}

/// `name` without its middle, in `room` columns: its start tells most, its end has the line.
fn amid(name: &str, room: usize) -> String {
    let characters: Vec<char> = name.chars().collect();
    if characters.len() <= room {
        return name.to_string();
    }
    let end = name.rfind('.').map_or(0, |dot| name[dot..].chars().count()).min(room / 2);
    let start = room.saturating_sub(end + 1);
    let (start, end) = (&characters[..start], &characters[characters.len() - end..]);
    format!("{}…{}", start.iter().collect::<String>(), end.iter().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_loses_its_middle_first() {
        let place = "apps/api/src/main/config/production.yml:12";
        assert_eq!(shortened(place, 60), place);
        assert_eq!(shortened(place, 41), "apps/…/src/main/config/production.yml:12");
        assert_eq!(shortened(place, 36), "apps/…/main/config/production.yml:12");
        assert_eq!(shortened(place, 25), "apps/…/production.yml:12");
        assert_eq!(shortened(place, 20), "…/production.yml:12");
        assert_eq!(shortened(place, 14), "produc….yml:12");
        assert_eq!(shortened(&format!("{place}:5"), 43), place);
        let past = "apps/api/src/production.yml @ 0123456789 (pages/a)";
        assert_eq!(shortened(past, 43), "…/production.yml @ 0123456789 (pages/a)");
        assert_eq!(shortened("src/a.yml", 9), "src/a.yml");
    }
}
