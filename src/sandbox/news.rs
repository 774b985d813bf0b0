//! What a server gets, for a thread that waits for it; it takes no signal away from the program.

use tokio::sync::mpsc::Receiver;

/// Gives what a server gets, one after the other, until the server is gone.
#[derive(Debug)]
pub struct News<T>(pub(super) Receiver<T>);

impl<T> Iterator for News<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.blocking_recv()
    }
}
