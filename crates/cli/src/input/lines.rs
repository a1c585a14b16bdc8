//! Lines of a stream, never more than one in memory, never longer than the limit.

use std::io::{self, BufRead};

/// One line as read.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// Its bytes, without the line end.
    Whole(Vec<u8>),
    /// It was longer than the limit: so many bytes, of which none are kept.
    TooLong(u64),
}

/// The next line, or `None` at the end.
///
/// # Errors
/// What the stream reports.
pub fn next(reader: &mut dyn BufRead, limit: usize) -> io::Result<Option<Line>> {
    let mut line = Vec::new();
    let mut length: u64 = 0;
    loop {
        let buffer = match reader.fill_buf() {
            Ok(buffer) => buffer,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        if buffer.is_empty() {
            return Ok((length > 0).then(|| finish(line, length, limit)));
        }
        let end = buffer.iter().position(|b| *b == b'\n');
        let part = &buffer[..end.unwrap_or(buffer.len())];
        length += part.len() as u64;
        if length <= limit as u64 {
            line.extend_from_slice(part);
        } else {
            line = Vec::new();
        }
        let used = end.map_or(buffer.len(), |e| e + 1);
        reader.consume(used);
        if end.is_some() {
            return Ok(Some(finish(line, length, limit)));
        }
    }
}

fn finish(mut line: Vec<u8>, length: u64, limit: usize) -> Line {
    if length > limit as u64 {
        return Line::TooLong(length);
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Line::Whole(line)
}

#[cfg(test)]
mod tests {
    use super::{Line, next};
    use std::io::BufReader;

    #[test]
    fn a_long_line_is_passed_over_and_the_next_is_read() {
        let mut reader = BufReader::with_capacity(3, &b"one\r\n0123456789\n\nlast"[..]);
        let mut read = || next(&mut reader, 5).expect("memory can be read");
        assert_eq!(read(), Some(Line::Whole(b"one".to_vec())));
        assert_eq!(read(), Some(Line::TooLong(10)));
        assert_eq!(read(), Some(Line::Whole(Vec::new())));
        assert_eq!(read(), Some(Line::Whole(b"last".to_vec())));
        assert_eq!(read(), None);
    }
}
