//! The index of a pack: which objects it holds and where (gitformat-pack(5)).

use super::Id;

/// What an index says: objects in the order of their ids.
#[derive(Debug, Default)]
pub(crate) struct PackIndex {
    /// The ids, sorted.
    pub ids: Vec<Id>,
    /// Where each object starts in the pack, in the same order.
    pub offsets: Vec<u64>,
}

const MAGIC: [u8; 4] = [0xff, b't', b'O', b'c'];
const FANOUT: usize = 256 * 4;
/// Set in a 32-bit offset that is a position in the table of 64-bit ones.
const LONG: u32 = 1 << 31;

/// Reads an index, version 1 or 2. `None` when it is neither, or cut short.
pub(crate) fn parse(bytes: &[u8]) -> Option<PackIndex> {
    if bytes.starts_with(&MAGIC) {
        return (word(bytes, 4)? == 2).then(|| version_2(&bytes[8..])).flatten();
    }
    let count = word(bytes, FANOUT - 4)? as usize;
    let table = bytes.get(FANOUT..)?.get(..count.checked_mul(24)?)?;
    let mut index = PackIndex::default();
    for record in table.chunks_exact(24) {
        index.offsets.push(u64::from(word(record, 0)?));
        index.ids.push(record[4..].try_into().ok()?);
    }
    Some(index)
}

fn version_2(bytes: &[u8]) -> Option<PackIndex> {
    let count = word(bytes, FANOUT - 4)? as usize;
    let (ids, rest) = bytes.get(FANOUT..)?.split_at_checked(count.checked_mul(20)?)?;
    let (short, long) = rest.get(count * 4..)?.split_at_checked(count * 4)?;
    let ids = ids.chunks_exact(20).filter_map(|id| id.try_into().ok()).collect();
    let offsets = short.chunks_exact(4).map(|offset| {
        let offset = word(offset, 0)?;
        if offset & LONG == 0 {
            return Some(u64::from(offset));
        }
        let at = (offset & !LONG) as usize * 8;
        Some(u64::from_be_bytes(long.get(at..at + 8)?.try_into().ok()?))
    });
    Some(PackIndex { ids, offsets: offsets.collect::<Option<_>>()? })
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fanout(ids: &[u8]) -> Vec<u8> {
        (0..=255u8)
            .flat_map(|byte| {
                (ids.iter().filter(|first| **first <= byte).count() as u32).to_be_bytes()
            })
            .collect()
    }

    #[test]
    fn both_versions_are_read() {
        let mut first = fanout(&[3]);
        first.extend(12u32.to_be_bytes());
        first.extend([3; 20]);
        let read = parse(&first).expect("version 1");
        assert_eq!((read.ids, read.offsets), (vec![[3; 20]], vec![12]));

        let mut second = [&MAGIC[..], &2u32.to_be_bytes()].concat();
        second.extend(fanout(&[3, 7]));
        second.extend([3; 20]);
        second.extend([7; 20]);
        second.extend([0; 8]);
        second.extend(12u32.to_be_bytes());
        second.extend(LONG.to_be_bytes());
        second.extend((5u64 << 32).to_be_bytes());
        let read = parse(&second).expect("version 2");
        assert_eq!((read.ids.len(), read.offsets), (2, vec![12, 5 << 32]));
        assert!((0..second.len()).all(|end| parse(&second[..end]).is_none()));
    }
}
