//! A request that a route has matched.

use super::fault::Faults;
use super::reply::Refusal;
use crate::engine::Secret;
use crate::json::Json;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// A request, read.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// The server's address and the path: `http://127.0.0.1:8377/api/v3/triggers`.
    pub(super) url: String,
    /// The parts of the path that the route names.
    pub(super) params: BTreeMap<String, String>,
    /// Names and values, decoded, in order.
    pub(super) query: Vec<(String, String)>,
    /// The body; `Null` without one.
    pub(super) body: Json,
    /// When it came.
    pub(super) now: Timestamp,
    /// Signs payloads.
    pub(super) secret: Secret,
    /// The faults that wait.
    pub(super) faults: Arc<Mutex<Faults>>,
}

impl Call {
    /// A part of the path that is an id. One that is no number is of no object.
    pub(super) fn id(&self, name: &str) -> Result<i64, Refusal> {
        let text = self.params.get(name).map_or("", String::as_str);
        text.parse().map_err(|_| Refusal::NotFound(format!("There is no object with the id '{text}'.")))
    }

    /// The last value of a query parameter.
    pub(super) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The time as entities spell it. Source: `YYYY-MM-DD HH:MM:SS` without a zone. Assumption: UTC.
    pub(super) fn stamp(&self) -> String {
        self.now.strftime("%Y-%m-%d %H:%M:%S").to_string()
    }
}

/// The names and values of a query, with `+` and percent signs decoded.
pub(super) fn read_query(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let split = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    split.map(|(name, value)| (decoded(name), decoded(value))).collect()
}

/// A query of names and values.
pub(super) fn write_query<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let written: Vec<String> =
        pairs.map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    written.join("&")
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        rest = match (byte, hex) {
            (b'%', Some(code)) => {
                bytes.push(code);
                &after[2..]
            }
            (b'+', _) => {
                bytes.push(b' ');
                after
            }
            _ => {
                bytes.push(byte);
                after
            }
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn encoded(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_decoded_and_written_back() {
        let pairs = read_query("page%5Bsize%5D=2&filter[name]=a+b%26c&x&bad=%zz%");
        let expected = [("page[size]", "2"), ("filter[name]", "a b&c"), ("x", ""), ("bad", "%zz%")];
        assert_eq!(pairs, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let written = write_query(expected[..2].iter().copied());
        assert_eq!(written, "page%5Bsize%5D=2&filter%5Bname%5D=a%20b%26c");
    }
}
