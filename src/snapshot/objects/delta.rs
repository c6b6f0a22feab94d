//! Objects stored as a difference from another (gitformat-pack(5), “Deltified
//! representation”).

use super::Fault;

/// Bytes that an object has in common with its base, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    /// Where they start in the object.
    pub start: usize,
    /// Where they start in the base.
    pub base: usize,
    /// How many they are.
    pub length: usize,
}

impl Run {
    /// Where the run ends in the object.
    pub(crate) fn end(&self) -> usize {
        self.start + self.length
    }
}

/// The sizes that a difference announces: of the base, of the object; and
/// where its instructions start.
pub(crate) fn sizes(delta: &[u8]) -> Result<(u64, u64, usize), Fault> {
    let (base, at) = size(delta, 0)?;
    let (object, at) = size(delta, at)?;
    Ok((base, object, at))
}

fn size(delta: &[u8], mut at: usize) -> Result<(u64, usize), Fault> {
    let (mut size, mut shift) = (0u64, 0);
    loop {
        let byte = *delta.get(at).ok_or(Fault::Corrupt)?;
        at += 1;
        if shift > 56 {
            return Err(Fault::Corrupt);
        }
        size |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            return Ok((size, at));
        }
    }
}

/// Writes to `object` what `delta` makes of `base`, and to `runs` what was
/// copied, in order; what lies between runs was inserted. Runs that follow one
/// another in both are one. An object longer than `limit` is not made.
pub(crate) fn apply(
    delta: &[u8],
    base: &[u8],
    limit: u64,
    object: &mut Vec<u8>,
    runs: &mut Vec<Run>,
) -> Result<(), Fault> {
    object.clear();
    runs.clear();
    let (from, expected, mut at) = sizes(delta)?;
    if from != base.len() as u64 {
        return Err(Fault::Corrupt);
    }
    if expected > limit {
        return Err(Fault::TooLarge);
    }
    let expected = expected as usize;
    object.reserve_exact(expected);
    while let Some(&instruction) = delta.get(at) {
        at += 1;
        if instruction & 0x80 == 0 {
            let inserted = delta.get(at..at + usize::from(instruction)).ok_or(Fault::Corrupt)?;
            if inserted.is_empty() || object.len() + inserted.len() > expected {
                return Err(Fault::Corrupt);
            }
            object.extend_from_slice(inserted);
            at += inserted.len();
            continue;
        }
        let (start, length) = copy(delta, instruction, &mut at)?;
        let copied = base.get(start..start + length).ok_or(Fault::Corrupt)?;
        if object.len() + length > expected {
            return Err(Fault::Corrupt);
        }
        match runs.last_mut() {
            Some(run) if run.end() == object.len() && run.base + run.length == start => {
                run.length += length;
            }
            _ => runs.push(Run { start: object.len(), base: start, length }),
        }
        object.extend_from_slice(copied);
    }
    if object.len() == expected { Ok(()) } else { Err(Fault::Corrupt) }
}

/// The offset and the size of a copy: only the bytes that are not null are written.
fn copy(delta: &[u8], instruction: u8, at: &mut usize) -> Result<(usize, usize), Fault> {
    let mut read = |bits: std::ops::Range<u32>| {
        let mut value = 0;
        for (place, bit) in bits.enumerate() {
            if instruction & (1 << bit) != 0 {
                value |= usize::from(*delta.get(*at).ok_or(Fault::Corrupt)?) << (8 * place);
                *at += 1;
            }
        }
        Ok(value)
    };
    let (start, length) = (read(0..4)?, read(4..7)?);
    Ok((start, if length == 0 { 0x10000 } else { length }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_and_insertions_make_the_object() {
        let delta = [6, 8, 0x90, 3, 2, b'-', b'-', 0x91, 3, 3];
        let (mut object, mut runs) = (Vec::new(), Vec::new());
        apply(&delta, b"abcdef", 100, &mut object, &mut runs).expect("well formed");
        assert_eq!(object, b"abc--def");
        let expected = [Run { start: 0, base: 0, length: 3 }, Run { start: 5, base: 3, length: 3 }];
        assert_eq!(runs, expected);
        let mut again =
            |delta: &[u8], limit| apply(delta, b"abcdef", limit, &mut object, &mut runs);
        assert!((0..delta.len()).all(|end| again(&delta[..end], 100).is_err()));
        assert_eq!(again(&delta, 7), Err(Fault::TooLarge));
        assert_eq!(again(&[6, 3, 0x91, 5, 3], 100), Err(Fault::Corrupt), "beyond the base");
        assert_eq!(again(&[6, 3, 0], 100), Err(Fault::Corrupt), "reserved instruction");
    }

    #[test]
    fn copies_that_follow_one_another_are_one_run() {
        let delta = [4, 4, 0x90, 2, 0x91, 2, 2];
        let (mut object, mut runs) = (Vec::new(), Vec::new());
        apply(&delta, b"abcd", 100, &mut object, &mut runs).expect("well formed");
        assert_eq!(runs, [Run { start: 0, base: 0, length: 4 }]);
    }
}
