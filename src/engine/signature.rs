//! Signatures of requests: Omneo's, and what is known of Open Loyalty's.

use super::env::Secret;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// How old or how far in the future a signed time may be.
const MAX_SECONDS: i64 = 300;

/// Omneo's signature of a body. Source: lowercase hex of HMAC-SHA256 over the raw body, in `X-Omneo-Hmac-SHA256`.
pub fn sign(body: &[u8], secret: &Secret) -> String {
    mac(secret.bytes(), body).map(|mac| hex(&mac.finalize().into_bytes())).unwrap_or_default()
}

/// Whether a body carries Omneo's signature. Takes as long for a wrong one as for the right one.
pub fn is_signed(body: &[u8], signature: &str, secret: &Secret) -> bool {
    verified(secret.bytes(), body, signature)
}

/// What Open Loyalty signs of a request.
#[derive(Clone, Copy, Debug)]
pub struct SignedRequest<'a> {
    /// `POST`
    pub method: &'a str,
    /// The `Host` header
    pub host: &'a str,
    /// The path
    pub path: &'a str,
    /// The raw body
    pub body: &'a [u8],
    /// `X-Webhook-Timestamp`
    pub timestamp: &'a str,
    /// The header with the request's id
    pub request_id: &'a str,
}

impl SignedRequest<'_> {
    /// The text that is signed.
    ///
    /// Source, second-hand (a public repository, not the vendor): method, host and path with their lengths, the hash
    /// of the body, the time and the id, a line each.
    fn text(&self) -> String {
        let (host, path) = (self.host, self.path);
        let body = hex(&Sha256::digest(self.body));
        format!(
            "{}\n{}:{host}\n{}:{path}\n{body}\n{}\n{}",
            self.method,
            host.len(),
            path.len(),
            self.timestamp,
            self.request_id
        )
    }

    /// The signature in `X-Webhook-Signature`. Source, second-hand: the key is the secret without `whsec_`.
    pub fn sign(&self, secret: &Secret) -> String {
        mac(secret.open_loyalty_key(), self.text().as_bytes())
            .map(|mac| hex(&mac.finalize().into_bytes()))
            .unwrap_or_default()
    }

    /// Whether the request carries this signature.
    pub fn is_signed(&self, signature: &str, secret: &Secret) -> bool {
        verified(secret.open_loyalty_key(), self.text().as_bytes(), signature)
    }

    /// Whether the signed time is near enough. Source, second-hand: five minutes. Assumption: it is in seconds.
    pub fn is_recent(&self, now: Timestamp) -> bool {
        let signed = self.timestamp.trim().parse::<i64>().ok();
        signed.is_some_and(|signed| now.as_second().saturating_sub(signed).saturating_abs() <= MAX_SECONDS)
    }
}

fn mac(key: &[u8], text: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(text);
    Some(mac)
}

fn verified(key: &[u8], text: &[u8], signature: &str) -> bool {
    let (Some(mac), Some(bytes)) = (mac(key, text), bytes_of(signature)) else { return false };
    mac.verify_slice(&bytes).is_ok()
}

/// Source: the vendor's clients compare the texts, so capitals are no signature.
fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    let is_hex = hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if !is_hex || !hex.len().is_multiple_of(2) {
        return None;
    }
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test case 2.
    #[test]
    fn a_signature_is_lowercase_hex_of_hmac_sha256() {
        let (body, secret) = (b"what do ya want for nothing?", Secret::new("Jefe"));
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(sign(body, &secret), expected);
        assert!(is_signed(body, expected, &secret));
        for wrong in ["", "zz", &expected[..62], &expected.to_uppercase(), &expected.replace('5', "6")] {
            assert!(!is_signed(body, wrong, &secret), "{wrong}");
        }
    }

    #[test]
    fn a_request_is_signed_with_its_time_and_id() {
        let request = SignedRequest {
            method: "POST",
            host: "127.0.0.1:8899",
            path: "/hook",
            body: b"{}",
            timestamp: "1700000000",
            request_id: "r-1",
        };
        let signature = request.sign(&Secret::new("whsec_abc"));
        assert!(request.is_signed(&signature, &Secret::new("abc")), "the prefix is no part of the key");
        assert!(!SignedRequest { path: "/other", ..request }.is_signed(&signature, &Secret::new("abc")));
        let at = |second| Timestamp::from_second(second).unwrap();
        assert!(request.is_recent(at(1_700_000_300)));
        assert!(!request.is_recent(at(1_700_000_301)) && !request.is_recent(at(1_699_999_000)));
    }
}
