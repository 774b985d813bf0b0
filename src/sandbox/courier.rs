//! Posts payloads, to this machine alone unless it may go further.

use super::delivery::{Delivery, Posted};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Client, Url};
use std::error::Error;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

const CONNECT_LIMIT: Duration = Duration::from_secs(3);
const TOTAL_LIMIT: Duration = Duration::from_secs(10);
/// Most bytes of an answer that are kept.
const MAX_ANSWER_BYTES: usize = 4 * 1024;

/// A client that follows no redirect and asks no proxy.
#[derive(Debug)]
pub(super) struct Courier {
    client: Client,
    may_leave: bool,
}

impl Courier {
    pub(super) fn new(may_leave: bool) -> Result<Self, reqwest::Error> {
        // A provider that is installed already is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = || {
            let builder = Client::builder().redirect(Policy::none()).no_proxy();
            let builder =
                builder.connect_timeout(CONNECT_LIMIT).timeout(TOTAL_LIMIT).pool_max_idle_per_host(0);
            if may_leave { builder } else { builder.dns_resolver(Arc::new(LoopbackResolver)) }
        };
        // A system without certificates can still post to http.
        let client = builder().build().or_else(|_| builder().tls_certs_only([]).build())?;
        Ok(Self { client, may_leave })
    }

    /// Posts a payload and says what became of it. Never fails.
    pub(super) async fn post(&self, delivery: &Delivery) -> Posted {
        let url = match Url::parse(&delivery.url) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => url,
            _ => return Posted::Failed(format!("'{}' is not an http or https URL", delivery.url)),
        };
        if !self.may_leave
            && let Some(address) = literal(&url)
            && !address.is_loopback()
        {
            return Posted::Blocked(NotLoopback { host: address.to_string() }.to_string());
        }
        let mut request = self.client.post(url).body(delivery.body.clone());
        for (name, value) in &delivery.headers {
            request = request.header(name, value);
        }
        match request.send().await {
            Ok(mut response) => {
                let status = response.status().as_u16();
                let mut answer = Vec::new();
                while answer.len() < MAX_ANSWER_BYTES
                    && let Ok(Some(chunk)) = response.chunk().await
                {
                    answer.extend_from_slice(&chunk);
                }
                answer.truncate(MAX_ANSWER_BYTES);
                Posted::Answered { status, body: String::from_utf8_lossy(&answer).into_owned() }
            }
            Err(error) => refused(&error),
        }
    }
}

/// The address, if the URL has one instead of a name. A client connects to it without asking the resolver.
fn literal(url: &Url) -> Option<IpAddr> {
    url.host_str()?.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

fn refused(error: &reqwest::Error) -> Posted {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    let mut last = error.to_string();
    while let Some(inner) = cause {
        if let Some(blocked) = inner.downcast_ref::<NotLoopback>() {
            return Posted::Blocked(blocked.to_string());
        }
        last = inner.to_string();
        cause = inner.source();
    }
    Posted::Failed(if error.is_timeout() { "no answer in time".to_owned() } else { last })
}

/// A host that is not this machine.
#[derive(Debug, thiserror::Error)]
#[error("{host} is not this machine; the practice server posts elsewhere only with --allow-egress")]
struct NotLoopback {
    host: String,
}

/// Gives the addresses that it has checked, so that the client connects to no other.
struct LoopbackResolver;

impl Resolve for LoopbackResolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            let addresses: Vec<SocketAddr> = found.map(Iterator::collect).unwrap_or_default();
            if is_this_machine(&addresses) {
                return Ok(Box::new(addresses.into_iter()) as Addrs);
            }
            Err(NotLoopback { host: name.as_str().to_owned() }.into())
        })
    }
}

/// A name with one address elsewhere, or without any, is elsewhere.
fn is_this_machine(addresses: &[SocketAddr]) -> bool {
    !addresses.is_empty() && addresses.iter().all(|address| address.ip().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_of_a_name_must_be_this_machine() {
        let of = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect::<Vec<SocketAddr>>();
        assert!(is_this_machine(&of(&["127.0.0.1:0", "[::1]:0", "127.8.8.8:0"])));
        for elsewhere in [&[][..], &["127.0.0.1:0", "192.0.2.1:0"], &["0.0.0.0:0"], &["[::ffff:192.0.2.1]:0"]]
        {
            assert!(!is_this_machine(&of(elsewhere)), "{elsewhere:?}");
        }
    }
}
