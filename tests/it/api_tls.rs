//! Certificates: only a server that proves who it is gets a token.

use crate::listener::read_request;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use reagent::api::{Address, ApiError, Client, Options};
use reagent::secret::Secret;
use reagent::sync::Kind;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::Write;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread::Builder;

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// A server's certificate: whose it is, until which year it is valid, who signed it.
struct Identity<'a> {
    host: &'a str,
    until: i32,
    issuer: Option<&'a Authority>,
}

/// A TLS server for one connection. Gives its port, and what it read after a handshake that worked.
fn serve(identity: &Identity<'_>) -> (u16, Receiver<String>) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec![identity.host.to_owned()]).unwrap();
    (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(identity.until, 1, 1));
    let certificate = match identity.issuer {
        Some(issuer) => params.signed_by(&key, issuer).unwrap(),
        None => params.self_signed(&key).unwrap(),
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let der = CertificateDer::from(certificate.der().to_vec());
    let private = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![der], private).unwrap();
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = socket.local_addr().unwrap().port();
    let (sender, receiver) = channel();
    let one = move || {
        let connection = ServerConnection::new(Arc::new(config)).unwrap();
        let mut stream = StreamOwned::new(connection, socket.accept().unwrap().0);
        if let Some(request) = read_request(&mut stream) {
            sender.send(request.target).unwrap();
            let body = r#"{"data":[]}"#;
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n";
            write!(stream, "{head}Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
            stream.conn.send_close_notify();
            stream.flush().unwrap();
        }
    };
    Builder::new().name("tls".into()).spawn(one).unwrap();
    (port, receiver)
}

fn ask(port: u16, authorities: Option<String>) -> Result<usize, ApiError> {
    let options =
        Options { authorities: authorities.map(String::into_bytes), retries: 0, ..Options::default() };
    let address = Address::parse(&format!("https://localhost:{port}")).unwrap();
    let client = Client::new(address, Secret::new("tok-tls-1"), options)?;
    client.objects(Kind::Target).map(|objects| objects.len())
}

#[test]
fn a_certificate_of_the_named_authority_is_accepted() {
    let authority = authority("ours");
    let (port, seen) = serve(&Identity { host: "localhost", until: 2090, issuer: Some(&authority) });
    assert_eq!(ask(port, Some(authority.pem())), Ok(0));
    assert_eq!(seen.recv().unwrap(), "/api/v3/targets?page[size]=100&page[number]=1");
}

#[test]
fn expired_self_signed_foreign_and_misnamed_certificates_are_refused() {
    let (ours, theirs) = (authority("ours"), authority("theirs"));
    let identity = |host, until, issuer| Identity { host, until, issuer };
    let cases = [
        (identity("localhost", 2021, Some(&ours)), "has expired"),
        (identity("localhost", 2090, None), "self-signed"),
        (identity("localhost", 2090, Some(&theirs)), "unknown authority"),
        (identity("other.example.com", 2090, Some(&ours)), "for another host"),
    ];
    for (identity, words) in cases {
        let (port, seen) = serve(&identity);
        let error = ask(port, Some(ours.pem())).unwrap_err();
        let text = error.to_string();
        assert!(matches!(error, ApiError::Certificate { .. }), "{text}");
        assert!(text.contains(words) && text.contains("Nothing was sent"), "{words}: {text}");
        assert!(seen.recv().is_err(), "no request was read: {words}");
    }
}

#[test]
fn the_systems_authorities_alone_do_not_know_ours() {
    let authority = authority("ours");
    let (port, _seen) = serve(&Identity { host: "localhost", until: 2090, issuer: Some(&authority) });
    let text = ask(port, None).unwrap_err().to_string();
    assert!(text.contains("unknown authority") || text.contains("cannot be set up"), "{text}");
}

#[test]
fn a_server_without_tls_is_refused() {
    let listener = crate::listener::Listener::start(|_| crate::listener::Reply::json(200, "{}"));
    let port = listener.url.rsplit(':').next().unwrap().parse().unwrap();
    assert!(ask(port, None).is_err());
    assert!(listener.requests().iter().all(|request| request.headers.is_empty()), "the token was not sent");
}

#[test]
fn a_file_of_authorities_must_be_one() {
    for text in ["", "not pem", "-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n"] {
        let error = ask(1, Some(text.to_owned())).unwrap_err().to_string();
        assert!(error.contains("certificate authorities") || error.contains("TLS"), "{error}");
    }
}
