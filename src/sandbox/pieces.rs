//! A body that comes in pieces, or breaks off.

use axum::body::Bytes;
use hyper::body::{Body, Frame};
use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Sleep, sleep};

const PIECES: usize = 8;

/// The connection breaks here.
#[derive(Debug, thiserror::Error)]
#[error("the body breaks off on purpose")]
pub(super) struct Broken;

/// Pieces, each after a pause.
pub(super) struct Pieces {
    left: VecDeque<Bytes>,
    pause: Duration,
    sleeping: Option<Pin<Box<Sleep>>>,
    breaks: bool,
}

impl Pieces {
    /// The whole, in eight pieces.
    pub(super) fn slow(whole: &Bytes, pause: Duration) -> Self {
        let size = whole.len().div_ceil(PIECES).max(1);
        let cut = |start: usize| whole.slice(start..(start + size).min(whole.len()));
        let left = (0..whole.len()).step_by(size).map(cut).collect();
        Self { left, pause, sleeping: None, breaks: false }
    }

    /// The first half, and then nothing. A moment passes before the break, so that the half is on its way.
    pub(super) fn broken(whole: &Bytes) -> Self {
        let left = VecDeque::from([whole.slice(..whole.len() / 2)]);
        Self { left, pause: Duration::from_millis(20), sleeping: None, breaks: true }
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        if self.left.is_empty() && !self.breaks {
            return Poll::Ready(None);
        }
        let pause = self.pause;
        let sleeping = self.sleeping.get_or_insert_with(|| Box::pin(sleep(pause)));
        if sleeping.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        self.sleeping = None;
        match self.left.pop_front() {
            Some(piece) => Poll::Ready(Some(Ok(Frame::data(piece)))),
            None => Poll::Ready(Some(Err(Broken))),
        }
    }
}
