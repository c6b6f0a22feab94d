//! Carries entries elsewhere with their lines, and puts them in order.

use super::change::{Change, removed};
use super::place::{Place, child};
use super::tree::Kind;
use super::{Document, Path, Refusal, Step, render};
use std::ops::Range;

/// Bytes to replace and what comes instead.
type Splice = (Range<usize>, String);

impl Document {
    /// Takes the lines of the entry at `from` to `parent`, with the indentation
    /// they have there.
    pub(super) fn carry(
        &self,
        from: &Path,
        parent: &Path,
        at: usize,
        key: &str,
    ) -> Result<Vec<Splice>, Refusal> {
        let place = self.place(from)?;
        let source = &self.text[place.start..place.end];
        let target = &self.tree.nodes[self.node(parent)?];
        let whole = removed(&self.value, from)?;
        let gone = self.place(&whole)?;
        if gone.flow || gone.compact {
            return Err(Refusal::Layout);
        }
        let value = self.get(from).ok_or(Refusal::NoSuchValue)?;
        let rewritten = place.flow || place.compact || target.flow;
        if rewritten && source.contains('#') {
            return Err(Refusal::Commented);
        }
        let lines = |indent: usize| {
            if rewritten {
                return render::entry(key, value, indent, &self.layout);
            }
            let renamed = self.renamed_lines(&place, key);
            let shifted = renamed.iter().map(|line| shift(line, place.column, indent));
            shifted.collect::<Option<Vec<String>>>().unwrap_or_default()
        };
        let flow = || {
            let (key, value) = (render::key(key, &self.layout), render::flow(value, &self.layout));
            format!("{key}: {value}")
        };
        let put = self.insert(parent, at, &lines, &flow)?;
        let mut cut = gone.start..gone.end;
        if put.0.start <= cut.start || put.0.start >= cut.end {
            // Blank lines are tidied where nothing is put beside them.
            let tidy = self.gap(cut.clone());
            if put.0.start < tidy.start || put.0.start >= tidy.end {
                cut = tidy;
            }
        }
        if put.0.start > cut.start && put.0.start < cut.end {
            return Err(Refusal::Layout);
        }
        Ok(vec![put, (cut, String::new())])
    }

    /// The lines of an entry, its key being `key`.
    fn renamed_lines(&self, place: &Place, key: &str) -> Vec<String> {
        let node = place.key.map(|key| &self.tree.nodes[key]);
        let mut text = self.text[place.start..place.end].to_string();
        if let Some(node) = node {
            let range = node.start - place.start..node.end - place.start;
            text.replace_range(range, &render::key(key, &self.layout));
        }
        text.lines().map(|line| line.trim_end_matches('\r').to_string()).collect()
    }

    pub(super) fn reorder(&self, path: &Path, order: &[usize]) -> Result<Vec<Splice>, Refusal> {
        let node = &self.tree.nodes[self.node(path)?];
        let Kind::Map(entries) = &node.kind else { return Err(Refusal::NoSuchValue) };
        if node.flow {
            return self.reorder_flow(entries, order);
        }
        let places = (0..entries.len())
            .map(|at| self.place(&child(path, at)))
            .collect::<Result<Vec<_>, _>>()?;
        let (Some(first), Some(last)) = (places.first(), places.last()) else {
            return Ok(Vec::new());
        };
        let start =
            if first.compact { first.head } else { self.lines.start(self.lines.at(first.head)) };
        let newline = self.layout.newline;
        let mut chunks: Vec<(String, String)> = Vec::new();
        let mut from = start;
        for (rank, place) in places.iter().enumerate() {
            let mut chunk = self.text[from..place.end].to_string();
            if rank == 0 && first.compact {
                chunk = format!("{}{chunk}", " ".repeat(first.column));
            }
            if !chunk.ends_with('\n') {
                chunk.push_str(newline);
            }
            let body = chunk.trim_start_matches(['\n', '\r']).to_string();
            // Spaces of the first line were not trimmed: blank lines hold none.
            let gap = chunk[..chunk.len() - body.len()].to_string();
            chunks.push((gap, body));
            from = place.end;
        }
        let moved_gap = order.first().map(|at| chunks[*at].0.clone()).unwrap_or_default();
        let mut out = String::new();
        for (rank, at) in order.iter().enumerate() {
            let (gap, body) = &chunks[*at];
            match rank {
                0 => {}
                _ if *at == 0 => out.push_str(&moved_gap),
                _ => out.push_str(gap),
            }
            out.push_str(body);
        }
        if first.compact {
            let bare = out.strip_prefix(&" ".repeat(first.column)).ok_or(Refusal::Layout)?;
            if bare.starts_with('#') {
                return Err(Refusal::Commented);
            }
            out = bare.to_string();
        }
        if !self.text[..last.end].ends_with('\n') {
            out.truncate(out.trim_end_matches(['\n', '\r']).len());
        }
        Ok(vec![(start..last.end, out)])
    }

    fn reorder_flow(
        &self,
        entries: &[(usize, usize)],
        order: &[usize],
    ) -> Result<Vec<Splice>, Refusal> {
        let nodes = &self.tree.nodes;
        let span = |(key, value): (usize, usize)| nodes[key].start..nodes[value].end;
        Ok(order
            .iter()
            .enumerate()
            .map(|(rank, at)| (span(entries[rank]), self.text[span(entries[*at])].to_string()))
            .collect())
    }

    /// The change that puts the entries of the mapping at `path` in the order of
    /// `keys`; `None` when they are. Keys that it does not name stay after the
    /// one they follow.
    pub fn ordering(&self, path: &[Step], keys: &[&str]) -> Option<Change> {
        let entries = self.get(path)?.entries();
        let mut rank = 0;
        let mut ranked: Vec<(usize, usize)> = Vec::with_capacity(entries.len());
        for (at, (key, _)) in entries.iter().enumerate() {
            rank = keys.iter().position(|known| known == key).unwrap_or(rank);
            ranked.push((rank, at));
        }
        ranked.sort_unstable();
        let order: Vec<usize> = ranked.into_iter().map(|(_, at)| at).collect();
        let sorted = order.iter().copied().eq(0..order.len());
        (!sorted).then(|| Change::Reorder { path: path.to_vec(), order })
    }

    /// The rank at which `key` belongs among the entries of the mapping at
    /// `path`, in the order of `keys`: after the last one that precedes it.
    pub fn rank(&self, path: &[Step], key: &str, keys: &[&str]) -> usize {
        let entries = self.get(path).map_or(&[][..], super::Value::entries);
        let known = |name: &str| keys.iter().position(|known| *known == name);
        let Some(wanted) = known(key) else { return entries.len() };
        let nearest = entries
            .iter()
            .enumerate()
            .filter_map(|(at, (name, _))| Some((known(name)?, at)))
            .filter(|(rank, _)| *rank < wanted)
            .max();
        match nearest {
            Some((_, at)) => at + 1,
            None => {
                let after = entries.iter().position(|(name, _)| known(name) > Some(wanted));
                after.unwrap_or(entries.len())
            }
        }
    }
}

/// `line` moved from column `from` to column `to`; `None` when it stands left of `from`.
fn shift(line: &str, from: usize, to: usize) -> Option<String> {
    if line.trim().is_empty() {
        return Some(line.to_string());
    }
    let bare = line.get(from..).filter(|_| line[..from].bytes().all(|byte| byte == b' '));
    bare.map(|bare| format!("{}{bare}", " ".repeat(to)))
}
