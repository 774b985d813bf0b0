//! A tiny HTTP server on loopback for protocol faults: each connection is one request, answered as the test says.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{Builder, JoinHandle};

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query, percent escapes of brackets undone.
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let is = |other: &&(String, String)| other.0.eq_ignore_ascii_case(name);
        self.headers.iter().find(is).map(|(_, value)| value.as_str())
    }

    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap()
    }

    /// A number of the query.
    pub(crate) fn number(&self, name: &str) -> Option<usize> {
        let query = self.target.split_once('?')?.1;
        query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}="))?.parse().ok())
    }
}

/// What is sent back.
pub(crate) enum Reply {
    /// The bytes, then the end of the connection.
    Bytes(Vec<u8>),
    /// The bytes, one by one, until the caller hangs up.
    Drip(Vec<u8>),
    /// The bytes, and then nothing until the caller hangs up.
    Hang(Vec<u8>),
    /// Nothing: the connection is closed.
    Close,
}

impl Reply {
    pub(crate) fn json(status: u16, body: &str) -> Self {
        Self::with(status, "Content-Type: application/json\r\n", body)
    }

    pub(crate) fn with(status: u16, headers: &str, body: &str) -> Self {
        let head = format!(
            "HTTP/1.1 {status} X\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        Self::Bytes(format!("{head}{body}").into_bytes())
    }
}

type Answering = dyn FnMut(&Request) -> Reply + Send;

/// A running server; it ends when it is dropped.
pub(crate) struct Listener {
    pub(crate) url: String,
    port: u16,
    is_over: Arc<AtomicBool>,
    requests: Arc<Mutex<Vec<Request>>>,
    thread: Option<JoinHandle<()>>,
}

impl Listener {
    pub(crate) fn start(answer: impl FnMut(&Request) -> Reply + Send + 'static) -> Self {
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = socket.local_addr().unwrap().port();
        let is_over = Arc::new(AtomicBool::new(false));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let answer: Arc<Mutex<Box<Answering>>> = Arc::new(Mutex::new(Box::new(answer)));
        let (over, seen) = (Arc::clone(&is_over), Arc::clone(&requests));
        let serve = move || {
            for stream in socket.incoming() {
                if over.load(Ordering::SeqCst) {
                    break;
                }
                let (answer, seen) = (Arc::clone(&answer), Arc::clone(&seen));
                let one = move || serve_one(stream.unwrap(), &answer, &seen);
                Builder::new().name("connection".into()).spawn(one).unwrap();
            }
        };
        let thread = Builder::new().name("listener".into()).spawn(serve).unwrap();
        Self { url: format!("http://127.0.0.1:{port}"), port, is_over, requests, thread: Some(thread) }
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        // The accept call returns for one more connection.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        let _ = self.thread.take().unwrap().join();
    }
}

fn serve_one(mut stream: TcpStream, answer: &Mutex<Box<Answering>>, seen: &Mutex<Vec<Request>>) {
    let Some(request) = read_request(&stream) else { return };
    seen.lock().unwrap().push(request.clone());
    let reply = answer.lock().unwrap()(&request);
    // The caller may have hung up, which is what some tests are about.
    let _ = match reply {
        Reply::Bytes(bytes) => stream.write_all(&bytes),
        Reply::Drip(bytes) => bytes.iter().try_for_each(|byte| {
            stream.write_all(&[*byte])?;
            std::thread::park_timeout(std::time::Duration::from_millis(20));
            Ok(())
        }),
        Reply::Hang(bytes) => stream.write_all(&bytes).and_then(|()| stream.read(&mut [0]).map(drop)),
        Reply::Close => Ok(()),
    };
    let _ = stream.shutdown(Shutdown::Both);
}

pub(crate) fn read_request(stream: impl Read) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.replace("%5B", "[").replace("%5D", "]"));
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.push((name.to_owned(), value.to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let mut body = vec![0; length.map_or(0, |(_, value)| value.parse().unwrap())];
    reader.read_exact(&mut body).ok()?;
    Some(Request { method, target, headers, body: String::from_utf8(body).unwrap() })
}
