//! Waiting for what a server gets, until the user asks the program to stop.

use super::listener::Listening;
use std::future::poll_fn;
use std::task::{Context, Poll};
use tokio::sync::mpsc::Receiver;

/// Gives what a server gets, one after the other.
#[derive(Debug)]
pub struct Watch<'a, T> {
    listening: &'a Listening,
    news: Receiver<T>,
    asked: Asked,
}

impl<'a, T> Watch<'a, T> {
    pub(super) fn new(listening: &'a Listening, news: Receiver<T>) -> Self {
        let asked = listening.block_on(async { Asked::new() }).unwrap_or_default();
        Self { listening, news, asked }
    }
}

impl<T> Iterator for Watch<'_, T> {
    type Item = T;

    /// Waits for the next; `None` after Ctrl-C.
    fn next(&mut self) -> Option<T> {
        let (news, asked) = (&mut self.news, &mut self.asked);
        let next = poll_fn(|cx| if asked.is_ready(cx) { Poll::Ready(None) } else { news.poll_recv(cx) });
        self.listening.block_on(next).flatten()
    }
}

/// The system's ways to ask a program to stop.
#[derive(Debug, Default)]
struct Asked {
    #[cfg(unix)]
    signals: Vec<tokio::signal::unix::Signal>,
    #[cfg(windows)]
    signals: Vec<tokio::signal::windows::CtrlC>,
}

impl Asked {
    #[cfg(unix)]
    fn new() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        let kinds = [SignalKind::interrupt(), SignalKind::terminate()];
        Self { signals: kinds.into_iter().filter_map(|kind| signal(kind).ok()).collect() }
    }

    #[cfg(windows)]
    fn new() -> Self {
        Self { signals: tokio::signal::windows::ctrl_c().into_iter().collect() }
    }

    fn is_ready(&mut self, cx: &mut Context<'_>) -> bool {
        self.signals.iter_mut().any(|signal| signal.poll_recv(cx).is_ready())
    }
}
