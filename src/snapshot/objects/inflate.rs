//! Zlib streams: whole ones of a known size, the start of one, and long ones
//! piece by piece.

use super::Fault;
use flate2::{Decompress, FlushDecompress, Status};
use libdeflater::Decompressor;

/// Inflates whole streams; each thread has its own.
pub(crate) struct Inflater(Decompressor);

impl Default for Inflater {
    fn default() -> Inflater {
        Inflater(Decompressor::new())
    }
}

impl Inflater {
    /// Fills `output`, whose length is the one announced, from a zlib stream.
    pub(crate) fn whole(&mut self, stream: &[u8], output: &mut [u8]) -> Result<(), Fault> {
        match self.0.zlib_decompress(stream, output) {
            Ok(length) if length == output.len() => Ok(()),
            _ => Err(Fault::Corrupt),
        }
    }
}

/// The first bytes of a zlib stream, at most `limit` of them.
pub(crate) fn start(stream: &[u8], limit: usize) -> Result<Vec<u8>, Fault> {
    let mut bytes = vec![0; limit];
    let mut state = Decompress::new(true);
    match state.decompress(stream, &mut bytes, FlushDecompress::None) {
        Ok(_) => {
            bytes.truncate(state.total_out() as usize);
            Ok(bytes)
        }
        Err(_) => Err(Fault::Corrupt),
    }
}

/// True for a stream that stops before its end without being wrong: what waits for
/// the rest of it waits for ever.
pub(crate) fn is_cut(stream: &[u8]) -> bool {
    let (mut state, mut output, mut at) = (Decompress::new(true), vec![0; 32 << 10], 0);
    loop {
        let (before, input) = (state.total_out(), &stream[at.min(stream.len())..]);
        match state.decompress(input, &mut output, FlushDecompress::None) {
            Ok(Status::StreamEnd) | Err(_) => return false,
            Ok(_) if state.total_in() as usize == at && state.total_out() == before => return true,
            Ok(_) => at = state.total_in() as usize,
        }
    }
}

/// Inflates a stream as it is read.
pub(crate) struct Stream<R> {
    read: R,
    state: Decompress,
    input: Vec<u8>,
    /// What of `input` is still to be used.
    pending: std::ops::Range<usize>,
    ended: bool,
}

impl<R: FnMut(&mut [u8]) -> std::io::Result<usize>> Stream<R> {
    /// Inflates what `read` gives; it returns 0 at the end.
    pub(crate) fn new(read: R) -> Stream<R> {
        let state = Decompress::new(true);
        Stream { read, state, input: vec![0; 64 << 10], pending: 0..0, ended: false }
    }

    /// Fills `output` as far as the stream goes, and says how far.
    pub(crate) fn fill(&mut self, output: &mut [u8]) -> Result<usize, Fault> {
        let mut filled = 0;
        while filled < output.len() && !self.ended {
            if self.pending.is_empty() {
                let read = (self.read)(&mut self.input).map_err(|_| Fault::Corrupt)?;
                self.pending = 0..read;
            }
            let input = &self.input[self.pending.clone()];
            let before = (self.state.total_in(), self.state.total_out());
            let result = self.state.decompress(input, &mut output[filled..], FlushDecompress::None);
            let consumed = (self.state.total_in() - before.0) as usize;
            let written = (self.state.total_out() - before.1) as usize;
            self.pending.start += consumed;
            filled += written;
            match result {
                Ok(Status::StreamEnd) => self.ended = true,
                Ok(_) if consumed + written > 0 => {}
                _ => return Err(Fault::Corrupt),
            }
        }
        Ok(filled)
    }
}
