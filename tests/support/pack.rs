//! Packs the objects of a repository in ways that the usual tools do not:
//! chains as long as one likes, differences from anything.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use git2::{ObjectType, Oid, Repository};
use std::collections::HashMap;
use std::io::Write;
use std::path::Path;

/// How the base of a difference is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// By its place in the pack.
    Offset,
    /// By its id.
    Reference,
}

/// Which object each one is a difference from, among those of its kind.
#[allow(dead_code)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The one before, in the order of ids.
    Chain,
    /// The first one.
    Star,
    /// The one at half its position: a binary tree.
    Tree,
}

struct Object {
    id: Oid,
    kind: ObjectType,
    bytes: Vec<u8>,
}

/// Moves every loose object of the repository at `root` to one pack.
pub fn repack(root: &Path, shape: Shape, base: Base) {
    let repository = Repository::open(root).expect("repository");
    let odb = repository.odb().expect("objects");
    let mut ids = Vec::new();
    odb.foreach(|id| {
        ids.push(*id);
        true
    })
    .expect("list");
    ids.sort();
    let read = |id: &Oid| {
        let object = odb.read(*id).expect("object");
        Object { id: *id, kind: object.kind(), bytes: object.data().to_vec() }
    };
    let objects: Vec<Object> = ids.iter().map(read).collect();
    let (pack, offsets) = write_pack(&objects, shape, base);
    let folder = root.join(".git/objects/pack");
    std::fs::create_dir_all(&folder).expect("folder");
    std::fs::write(folder.join("pack-test.pack"), pack).expect("pack");
    std::fs::write(folder.join("pack-test.idx"), write_index(&objects, &offsets)).expect("index");
    for id in ids {
        let hex = id.to_string();
        let loose = root.join(".git/objects").join(&hex[..2]).join(&hex[2..]);
        let _ = std::fs::remove_file(loose);
    }
}

fn write_pack(objects: &[Object], shape: Shape, base: Base) -> (Vec<u8>, Vec<u64>) {
    let mut pack = b"PACK\0\0\0\x02".to_vec();
    pack.extend((objects.len() as u32).to_be_bytes());
    let mut offsets = vec![0; objects.len()];
    let mut kinds: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, object) in objects.iter().enumerate() {
        let same = kinds.entry(object.kind.to_string()).or_default();
        let from = match (shape, same.len()) {
            (_, 0) => None,
            (Shape::Chain, count) => Some(same[count - 1]),
            (Shape::Star, _) => Some(same[0]),
            (Shape::Tree, count) => Some(same[(count - 1) / 2]),
        };
        same.push(at);
        offsets[at] = pack.len() as u64;
        let stream = match from {
            None => {
                let code = match object.kind {
                    ObjectType::Commit => 1,
                    ObjectType::Tree => 2,
                    ObjectType::Blob => 3,
                    _ => 4,
                };
                header(&mut pack, code, object.bytes.len());
                object.bytes.clone()
            }
            Some(from) => {
                let delta = difference(&objects[from].bytes, &object.bytes);
                header(&mut pack, if base == Base::Offset { 6 } else { 7 }, delta.len());
                match base {
                    Base::Offset => back(&mut pack, offsets[at] - offsets[from]),
                    Base::Reference => pack.extend(objects[from].id.as_bytes()),
                }
                delta
            }
        };
        let mut encoder = ZlibEncoder::new(&mut pack, Compression::fast());
        encoder.write_all(&stream).expect("bytes");
        encoder.finish().expect("zlib");
    }
    pack.extend([0; 20]);
    (pack, offsets)
}

fn header(pack: &mut Vec<u8>, code: u8, size: usize) {
    let (mut byte, mut size) = (code << 4 | (size & 0x0f) as u8, size >> 4);
    while size > 0 {
        pack.push(byte | 0x80);
        byte = (size & 0x7f) as u8;
        size >>= 7;
    }
    pack.push(byte);
}

fn back(pack: &mut Vec<u8>, mut distance: u64) {
    let mut bytes = vec![(distance & 0x7f) as u8];
    while distance > 0x7f {
        distance = (distance >> 7) - 1;
        bytes.push(0x80 | (distance & 0x7f) as u8);
    }
    pack.extend(bytes.iter().rev());
}

fn write_index(objects: &[Object], offsets: &[u64]) -> Vec<u8> {
    let mut index = b"\xfftOc\0\0\0\x02".to_vec();
    for first in 0..=255u8 {
        let count = objects.iter().filter(|object| object.id.as_bytes()[0] <= first).count();
        index.extend((count as u32).to_be_bytes());
    }
    objects.iter().for_each(|object| index.extend(object.id.as_bytes()));
    index.extend(vec![0; 4 * objects.len()]);
    offsets.iter().for_each(|offset| index.extend((*offset as u32).to_be_bytes()));
    index.extend([0; 40]);
    index
}

/// Says how to make `object` from `base`, by blocks of lines they share.
fn difference(base: &[u8], object: &[u8]) -> Vec<u8> {
    let mut delta = Vec::new();
    for size in [base.len(), object.len()] {
        let mut size = size;
        while size > 0x7f {
            delta.push(0x80 | (size & 0x7f) as u8);
            size >>= 7;
        }
        delta.push(size as u8);
    }
    let mut places: HashMap<&[u8], usize> = HashMap::new();
    let mut at = 0;
    for line in base.split_inclusive(|byte| *byte == b'\n') {
        places.entry(line).or_insert(at);
        at += line.len();
    }
    let mut at = 0;
    while at < object.len() {
        let rest = &object[at..];
        let line = rest.split_inclusive(|byte| *byte == b'\n').next().expect("not empty");
        let found = places.get(line).copied().or_else(|| {
            // The start of a line in common, so that lines are cut anywhere.
            base.windows(8).position(|window| rest.starts_with(window))
        });
        match found {
            Some(from) => {
                let same = base[from..].iter().zip(rest).take_while(|(a, b)| a == b).count();
                let length = same.min(0xffff);
                delta.push(0xbf);
                delta.extend(&(from as u32).to_le_bytes());
                delta.extend(&(length as u16).to_le_bytes());
                at += length;
            }
            None => {
                let length = line.len().min(5);
                delta.push(length as u8);
                delta.extend(&line[..length]);
                at += length;
            }
        }
    }
    delta
}
