//! A plain HTTP client over a socket, so that tests see exactly what a server sends.

use crate::support::json;
use reagent::json::Json;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// An answer, or as much of it as came.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    /// Whether the connection ended before the promised length.
    pub(crate) is_cut: bool,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Json {
        json(&self.body)
    }

    /// The text at a JSON Pointer; numbers and flags as they are written.
    pub(crate) fn at(&self, pointer: &str) -> String {
        match self.json().pointer(pointer) {
            None => "absent".to_owned(),
            Some(Json::String(text)) => text.clone(),
            Some(other) => reagent::json::to_text(other, &reagent::json::Style::compact()),
        }
    }
}

/// Sends a request to `http://host:port/…`; `None` if the connection ends without an answer.
pub(crate) fn send(method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> Option<Answer> {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
    let length = body.len().to_string();
    let own = [("Host", host), ("Connection", "close"), ("Content-Length", length.as_str())];
    let own = own.iter().filter(|(name, _)| *name != "Content-Length" || !body.is_empty());
    let lines = own.chain(headers).map(|(name, value)| format!("{name}: {value}\r\n"));
    let head = format!("{method} {path} HTTP/1.1\r\n{}", lines.collect::<String>());
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    // The server may answer, and hang up, before it has read everything.
    let _ = stream.write_all(format!("{head}\r\n{body}").as_bytes());
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    answer(&String::from_utf8_lossy(&bytes))
}

fn answer(text: &str) -> Option<Answer> {
    let (head, body) = text.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut answer = Answer { status, headers, body: body.to_owned(), is_cut: false };
    let promised = answer.header("content-length").and_then(|length| length.parse::<usize>().ok());
    answer.is_cut = promised.is_some_and(|length| length != body.len());
    Some(answer)
}
