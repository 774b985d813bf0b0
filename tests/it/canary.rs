//! I12: planted secrets are in no output and in no file, however they are spelled.

use crate::apply::Bench;
use crate::listener::{Listener, Reply};
use crate::support::{Ran, reagent_env};
use serde_json::json;
use std::fs;
use std::path::Path;

/// Characters that JSON, HTML, URLs and shells spell differently.
pub(crate) const TOKEN: &str = "cnry/T0k\"en+7f&3<a>=%";
pub(crate) const SHARED: &str = "cnry$Sh4red'key\\9!";

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let number =
            chunk.iter().enumerate().fold(0_u32, |sum, (at, byte)| sum | u32::from(*byte) << (16 - 8 * at));
        for at in 0..=chunk.len() {
            text.push(ALPHABET[(number >> (18 - 6 * at)) as usize & 63].into());
        }
    }
    text
}

/// A secret as different writers spell it. Base64 at each of the three offsets at which it may sit in a longer text.
pub(crate) fn spellings(secret: &str) -> Vec<String> {
    let url = |is_safe: fn(u8) -> bool| -> String {
        let spell =
            |b: u8| if is_safe(b) { vec![char::from(b)] } else { format!("%{b:02X}").chars().collect() };
        secret.bytes().flat_map(spell).collect()
    };
    let mut all = vec![
        secret.to_owned(),
        serde_json::to_string(secret).unwrap().trim_matches('"').to_owned(),
        secret.replace('/', "\\/").replace('"', "\\\""),
        url(|b| b.is_ascii_alphanumeric() || b"-_.~".contains(&b)),
        url(|b| b.is_ascii_alphanumeric() || b"-_.~/+&=$'!".contains(&b)),
        secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;"),
        format!("{secret:?}").trim_matches('"').to_owned(),
    ];
    for offset in 0..3 {
        let padded = [vec![b'x'; offset], secret.as_bytes().to_vec()].concat();
        let encoded = base64(&padded);
        // What depends on the secret alone: without the characters that its neighbours share.
        let inner: String = encoded.chars().skip(offset * 8 / 6 + usize::from(offset > 0)).collect();
        all.push(inner.chars().take(secret.len() * 8 / 6 - 2).collect());
    }
    all.push(
        secret
            .bytes()
            .flat_map(|b| [b >> 4, b & 15])
            .map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
            .collect(),
    );
    all
}

pub(crate) fn search(place: &str, bytes: &[u8]) {
    for secret in [TOKEN, SHARED] {
        for spelling in spellings(secret) {
            let is_found = bytes.windows(spelling.len()).any(|window| window == spelling.as_bytes());
            assert!(!is_found, "{place} has the secret as {spelling}");
        }
    }
}

pub(crate) fn search_folder(folder: &Path) -> usize {
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            count += search_folder(&path);
        } else {
            search(&path.display().to_string(), &fs::read(&path).unwrap());
            count += 1;
        }
    }
    count
}

fn run(bench: &Bench, arguments: &[&str]) -> Ran {
    let folder = bench.path(".");
    let arguments = [arguments, &["--workspace", folder.to_str().unwrap()]].concat();
    let ran = reagent_env(&arguments, &[("REAGENT_TOKEN", TOKEN)], "");
    search(&format!("output of {arguments:?}"), ran.out.as_bytes());
    search(&format!("errors of {arguments:?}"), ran.err.as_bytes());
    ran
}

#[test]
fn the_search_finds_what_is_there() {
    for spelling in spellings(TOKEN) {
        let text = format!("before {spelling} after");
        assert!(std::panic::catch_unwind(|| search("text", text.as_bytes())).is_err(), "{spelling}");
    }
    let encoded = base64(format!("Bearer {SHARED}, and more").as_bytes());
    assert!(std::panic::catch_unwind(|| search("base64", encoded.as_bytes())).is_err(), "{encoded}");
}

#[test]
fn planted_secrets_are_in_no_output_and_no_file() {
    let bench = Bench::mixed();
    // The shared key stays outside of the workspace, as the token does.
    let elsewhere = tempfile::tempdir().unwrap();
    let key = elsewhere.path().join("key");
    fs::write(&key, SHARED).unwrap();
    bench.put("contexts/tier.achieved/gold.json", &json!({ "profile_id": "p-1" }));
    let plan = bench.path("plan.json");
    let plan = plan.to_str().unwrap();
    for format in ["text", "json"] {
        assert_eq!(run(&bench, &["plan", "--prune", "--format", format, "--out", plan]).code, 2);
        assert_eq!(run(&bench, &["drift", "--format", format]).code, 0);
        let report = run(
            &bench,
            &["run", "new", "-c", "gold", "--secret-file", key.to_str().unwrap(), "--format", format],
        );
        assert!(report.out.contains("X-Omneo-Hmac-SHA256"), "{}", report.out);
    }
    assert_eq!(run(&bench, &["apply", plan, "--confirm", "demo"]).code, 0);
    let sent = bench.tenant.requests();
    let bearer = format!("Bearer {TOKEN}");
    assert!(
        sent.iter().any(|request| request.header("authorization") == Some(bearer.as_str())),
        "the token was used"
    );
    run(&bench, &["pull"]);
    run(&bench, &["pull", "--copy"]);
    run(&bench, &["ping"]);
    run(&bench, &["fire", "custom.x", "gold", "--shape", "tenant", "--yes"]);
    run(&bench, &["preview", "push", "gold", "--resource", "profile", "--resource-id", "1"]);
    assert!(search_folder(bench.folder.path()) > 8);
}

type Echoing = fn(&str) -> String;

/// A server that gives back all that it was sent, in every place of an answer that is shown.
#[test]
fn a_server_that_echoes_the_token_does_not_get_it_shown() {
    let bodies: [(u16, Echoing); 6] = [
        (500, |token| json!({ "message": format!("bad token {token}") }).to_string()),
        (422, |token| {
            json!({ "message": token, "errors": { "name": [format!("not {token}")] } }).to_string()
        }),
        (409, |token| json!({ "message": format!("see ?token={}", spellings(token)[3]) }).to_string()),
        (401, |token| format!("<p>{token}</p>")),
        (200, |token| format!("[{token}")),
        (200, |token| json!({ "data": token }).to_string()),
    ];
    for (status, body) in bodies {
        let listener = Listener::start(move |request| {
            let token = request.header("authorization").unwrap_or_default().trim_start_matches("Bearer ");
            Reply::json(status, &body(token))
        });
        let bench = Bench::new(false);
        let toml = fs::read_to_string(bench.path("reagent.toml")).unwrap();
        bench.text("reagent.toml", &toml.replace(&bench.tenant.url, &listener.url));
        bench.put("contexts/custom.x/gold.json", &json!({ "profile_id": "p-1" }));
        for arguments in
            [&["ping"][..], &["pull"], &["plan"], &["fire", "custom.x", "gold", "--shape", "tenant", "--yes"]]
        {
            run(&bench, arguments);
        }
        search_folder(bench.folder.path());
    }
    let listener = Listener::start(|request| {
        let token =
            request.header("authorization").unwrap_or_default().trim_start_matches("Bearer ").to_owned();
        Reply::with(302, &format!("Location: https://x.example.com/{}?t=1\r\n", spellings(&token)[3]), "")
    });
    let bench = Bench::new(false);
    let toml = fs::read_to_string(bench.path("reagent.toml")).unwrap();
    bench.text("reagent.toml", &toml.replace(&bench.tenant.url, &listener.url));
    assert!(run(&bench, &["plan"]).err.contains("redirects to https://x.example.com/[secret]"));
}
