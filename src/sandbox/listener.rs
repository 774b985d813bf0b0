//! An HTTP server on the loopback address, with limits, that stops when it is dropped.

use super::SandboxError;
use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::poll_fn;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::oneshot::{Receiver, Sender, channel};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

/// Most connections at once; more are closed.
const MAX_CONNECTIONS: usize = 256;
/// How long the head of a request may take.
const HEAD_LIMIT: Duration = Duration::from_secs(15);
/// How long requests that have begun may take after a stop.
const STOP_LIMIT: Duration = Duration::from_secs(2);

/// An extension of a response that is not to be sent: the connection is closed instead.
#[derive(Clone, Copy, Debug)]
pub(super) struct NoAnswer;

#[derive(Debug, thiserror::Error)]
#[error("the connection is closed without an answer")]
struct Closed;

/// A server that runs.
#[derive(Debug)]
pub(super) struct Listening {
    pub(super) address: SocketAddr,
    /// The runtime, what ends the accepting of connections, and the task that does it.
    running: Option<(Runtime, Sender<()>, JoinHandle<()>)>,
}

impl Listening {
    /// Listens on a port of 127.0.0.1, a free one for 0, and answers with the router that `answers` gives.
    pub(super) fn start<T>(
        port: u16,
        answers: impl FnOnce(SocketAddr) -> (Router, T),
    ) -> Result<(Self, T), SandboxError> {
        let bind = |source| SandboxError::Bind { port, source };
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(bind)?;
        listener.set_nonblocking(true).map_err(bind)?;
        let address = listener.local_addr().map_err(bind)?;
        let mut builder = Builder::new_multi_thread();
        let runtime = builder.worker_threads(2).thread_name("reagent-sandbox").enable_all().build();
        let runtime = runtime.map_err(bind)?;
        let guard = runtime.enter();
        let listener = TcpListener::from_std(listener).map_err(bind)?;
        let (router, kept) = answers(address);
        let (stop, stopped) = channel();
        let accepting = runtime.spawn(accept(listener, router, stopped));
        drop(guard);
        Ok((Self { address, running: Some((runtime, stop, accepting)) }, kept))
    }

    /// Runs something of the server's on the calling thread.
    pub(super) fn block_on<T>(&self, future: impl Future<Output = T>) -> Option<T> {
        self.running.as_ref().map(|(runtime, ..)| runtime.block_on(future))
    }

    /// Stops: nothing new is accepted, what has begun gets a moment to end.
    pub(super) fn stop(&mut self) {
        let Some((runtime, stop, accepting)) = self.running.take() else { return };
        // If the task has ended, nobody listens to this, which is as good.
        let _ = stop.send(());
        // Waiting is impossible on a thread that drives futures itself.
        if Handle::try_current().is_ok() {
            return runtime.shutdown_background();
        }
        let _ = runtime.block_on(accepting);
        runtime.shutdown_timeout(STOP_LIMIT);
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.stop();
    }
}

async fn accept(listener: TcpListener, router: Router, mut stopped: Receiver<()>) {
    let (open, places) = (GracefulShutdown::new(), Arc::new(Semaphore::new(MAX_CONNECTIONS)));
    loop {
        let accepted = poll_fn(|cx| match Pin::new(&mut stopped).poll(cx) {
            Poll::Ready(_) => Poll::Ready(None),
            Poll::Pending => listener.poll_accept(cx).map(Some),
        });
        match accepted.await {
            None => break,
            Some(Ok((stream, _))) => {
                if let Ok(place) = Arc::clone(&places).try_acquire_owned() {
                    connect(stream, router.clone(), &open, place);
                }
            }
            // Out of file handles, most often: a pause lets some be given back.
            Some(Err(_)) => sleep(Duration::from_millis(50)).await,
        }
    }
    drop(listener);
    // Those that take longer are cut off with the runtime.
    let _ = timeout(STOP_LIMIT, open.shutdown()).await;
}

fn connect(stream: TcpStream, router: Router, open: &GracefulShutdown, place: OwnedSemaphorePermit) {
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |request: Request<Incoming>| {
        let answer = router.call(request);
        async move {
            let response: Response = answer.await.map_err(|_| Closed)?;
            if response.extensions().get::<NoAnswer>().is_some() { Err(Closed) } else { Ok(response) }
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_LIMIT)
        .serve_connection(TokioIo::new(stream), service);
    let connection = open.watch(connection);
    tokio::spawn(async move {
        // A client that goes away is its own business.
        let _ = connection.await;
        drop(place);
    });
}
