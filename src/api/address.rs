//! Where a tenant's API is: https only, and nothing of a token in it.

use super::ApiError;
use crate::model::Tenant;
use reqwest::Url;
use reqwest::header::HeaderValue;
use std::net::IpAddr;

/// The base of a tenant's API, such as `https://api.demo.getomneo.com/api/v3/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    base: Url,
}

impl Address {
    /// The address that a tenant's settings name.
    ///
    /// Source: `https://api.{tenant}.getomneo.com/api/v3`.
    pub fn of(tenant: &Tenant) -> Result<Self, ApiError> {
        if let Some(url) = &tenant.url {
            return Self::parse(url);
        }
        let is_label = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if tenant.name.is_empty() || !tenant.name.chars().all(is_label) {
            let reason = "a tenant's name has letters, digits and dashes; otherwise give its `url`";
            return Err(refused(&tenant.name, reason));
        }
        Self::parse(&format!("https://api.{}.getomneo.com", tenant.name))
    }

    /// An address as a user writes it; without a path it gets the API's.
    pub fn parse(text: &str) -> Result<Self, ApiError> {
        let url = Url::parse(text.trim());
        let mut base = url.map_err(|error| refused(text, &format!("{error}; write https://…")))?;
        if !base.username().is_empty() || base.password().is_some() {
            // The text itself may hold a password, so it is not repeated.
            return Err(refused(
                "in reagent.toml",
                "it has a name or password in it; a token belongs elsewhere",
            ));
        }
        if base.query().is_some() || base.fragment().is_some() {
            return Err(refused("in reagent.toml", "an address ends with its path, without ? and #"));
        }
        if base.scheme() != "https" && !(base.scheme() == "http" && is_loopback(&base)) {
            let reason =
                "only https is used, except for a server on this machine; a token would travel readable";
            return Err(refused(text, reason));
        }
        let path = match base.path().trim_end_matches('/') {
            "" => "/api/v3/".to_owned(),
            path => format!("{path}/"),
        };
        base.set_path(&path);
        Ok(Self { base })
    }

    /// Another path of the same server.
    pub(super) fn beside(&self, path: &str) -> Option<Self> {
        Self::parse(self.base.join(path).ok()?.as_str()).ok()
    }

    /// True for a server on this machine.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.base)
    }

    /// Host, and port where it is not the usual one.
    pub fn host(&self) -> String {
        let host = self.base.host_str().unwrap_or_default();
        self.base.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// The keychain's name for a token that goes to this server: a workspace from elsewhere that calls its own server by
    /// a known name does not get it.
    pub fn account(&self, name: &str) -> String {
        format!("{name} at {}", self.host())
    }

    /// The text, without the last slash.
    pub fn text(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    /// The URL of a path under the base, each segment escaped.
    pub(super) fn url(&self, path: &[&str], query: &[(String, String)]) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }
}

/// Where a redirect points, without what may be secret in it.
pub(super) fn redirect_target(from: &Url, location: Option<&HeaderValue>) -> String {
    let location = location.and_then(|value| value.to_str().ok()).and_then(|text| from.join(text).ok());
    match location {
        Some(mut to) => {
            to.set_query(None);
            to.set_fragment(None);
            to.to_string()
        }
        None => "nowhere".to_owned(),
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn refused(given: &str, reason: &str) -> ApiError {
    ApiError::Address { given: given.to_owned(), reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(url: &str) -> String {
        Address::parse(url).map_or_else(|error| error.to_string(), |address| address.text().to_owned())
    }

    #[test]
    fn an_address_is_https_or_on_this_machine() {
        assert_eq!(text("https://api.demo.getomneo.com"), "https://api.demo.getomneo.com/api/v3");
        assert_eq!(text("https://x.example.com/omneo/v3/"), "https://x.example.com/omneo/v3");
        for local in ["http://127.0.0.1:9/", "http://localhost:9", "http://[::1]:9"] {
            assert!(text(local).ends_with("/api/v3"), "{local}: {}", text(local));
        }
        for refused in
            ["http://api.demo.getomneo.com", "ftp://localhost", "http://127.0.0.1.example.com", "demo"]
        {
            assert!(text(refused).contains("cannot be used"), "{refused}");
        }
        let secret = text("https://me:hunter2@x.example.com");
        assert!(secret.contains("password") && !secret.contains("hunter2"), "{secret}");
    }

    #[test]
    fn a_tenant_without_a_url_has_the_usual_host() {
        let tenant = |name: &str| Tenant { name: name.into(), ..Tenant::default() };
        assert_eq!(Address::of(&tenant("demo-1")).unwrap().host(), "api.demo-1.getomneo.com");
        for bad in ["", "a.b", "x/y", "evil.example.com#"] {
            assert!(Address::of(&tenant(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_comes_from_outside_cannot_leave_the_base() {
        let address = Address::parse("https://x.example.com/api/v3").unwrap();
        let url = address.url(&["profiles", "../../admin?x", "custom-event"], &[]);
        assert_eq!(url.as_str(), "https://x.example.com/api/v3/profiles/..%2F..%2Fadmin%3Fx/custom-event");
    }
}
