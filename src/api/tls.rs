//! Whom we trust: the system's certificate authorities, and one more if the tenant's settings name it.

use super::ApiError;
use reqwest::Certificate;
use reqwest::blocking::{Client, ClientBuilder};
use rustls::CertificateError;
use std::error::Error;

/// Finishes a client. Certificates are always checked; there is no switch that turns this off.
pub(super) fn configured(
    mut builder: ClientBuilder,
    authorities: Option<&[u8]>,
    given: &str,
) -> Result<Client, ApiError> {
    // Whoever came first may have installed a provider; any will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let refused = |reason: String| ApiError::Address { given: given.to_owned(), reason };
    if let Some(pem) = authorities {
        let certificates = Certificate::from_pem_bundle(pem).map_err(|_| {
            refused("the file of certificate authorities is not PEM (-----BEGIN CERTIFICATE-----)".to_owned())
        })?;
        if certificates.is_empty() {
            return Err(refused("the file of certificate authorities has no certificate in it".to_owned()));
        }
        builder = builder.tls_certs_merge(certificates);
    }
    builder.build().map_err(|error| {
        let cause = error.source().map_or_else(|| error.to_string(), ToString::to_string);
        refused(format!("TLS cannot be set up: {cause}"))
    })
}

/// What is wrong with the server's certificate, if that is why a call failed.
pub(super) fn certificate_problem(error: &reqwest::Error) -> Option<String> {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(current) = cause {
        // An I/O error hides the one that it was made from behind `get_ref`.
        let inner = current.downcast_ref::<std::io::Error>().and_then(|io| io.get_ref());
        let tls = current
            .downcast_ref::<rustls::Error>()
            .or_else(|| inner.and_then(|inner| inner.downcast_ref::<rustls::Error>()));
        if let Some(tls) = tls {
            return Some(described(tls));
        }
        cause = match inner {
            Some(inner) => Some(inner),
            None => current.source(),
        };
    }
    None
}

fn described(error: &rustls::Error) -> String {
    let rustls::Error::InvalidCertificate(problem) = error else {
        // Other failures of the handshake: a server that speaks no TLS, or only an outdated one.
        return error.to_string();
    };
    match problem {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "its certificate has expired".to_owned()
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "its certificate is not valid yet; is this machine's clock right?".to_owned()
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "its certificate is for another host".to_owned()
        }
        CertificateError::UnknownIssuer => {
            "its certificate is from an unknown authority, or self-signed; if the authority is your own, name its file \
             as the tenant's `ca` in reagent.toml"
                .to_owned()
        }
        CertificateError::Revoked => "its certificate was revoked".to_owned(),
        other => format!("its certificate is not valid ({other})"),
    }
}
