//! From an Open Loyalty webhook to an Omneo benefit, with the program itself and the practice server as both sides.

use crate::http::send;
use crate::listener::{Listener, Reply};
use crate::sandbox::options;
use crate::support::{Ran, copy_sample, project, reagent_env, start_reagent};
use reagent::engine::Secret;
use reagent::sandbox::{Sandbox, SandboxOptions};
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use tempfile::TempDir;

const TOKEN: &str = crate::sandbox::TOKEN;
const SECRET: &str = "whsec_a secret of our own";

/// A copy of the sample whose tenant and instance are at an address, with the secret beside it.
fn sample(origin: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    copy_sample("open-loyalty", folder.path());
    let toml = fs::read_to_string(folder.path().join("reagent.toml")).unwrap();
    fs::write(folder.path().join("reagent.toml"), toml.replace("http://127.0.0.1:8377", origin)).unwrap();
    fs::write(folder.path().join("key"), SECRET).unwrap();
    folder
}

/// The practice server with the sample in it, signing with the secret.
fn practice() -> Sandbox {
    let seed = reagent::io::collect_files(&project("samples/open-loyalty")).unwrap();
    let secret = Some(Secret::new(SECRET));
    // The real clock: a signature is good for five minutes.
    Sandbox::start(SandboxOptions { seed: Some(seed), secret, now: None, ..options() }).unwrap()
}

const TOKENS: [(&str, &str); 2] = [("REAGENT_TOKEN", TOKEN), ("REAGENT_OPEN_LOYALTY_TOKEN", TOKEN)];

fn run(folder: &TempDir, arguments: &[&str]) -> Ran {
    let arguments = [&["openloyalty"], arguments, &["--workspace", folder.path().to_str().unwrap()]].concat();
    reagent_env(&arguments, &TOKENS, "")
}

/// A forwarder that takes some webhooks and ends; its address, and how to read the rest of what it says.
struct Forwarder {
    child: Child,
    out: BufReader<std::process::ChildStdout>,
    url: String,
}

impl Forwarder {
    fn start(folder: &TempDir, count: usize, more: &[&str]) -> Self {
        let (count, key) = (count.to_string(), folder.path().join("key"));
        let base = ["openloyalty", "forward", "--port", "0", "--count", &count];
        let rest = ["--secret-file", key.to_str().unwrap(), "--workspace", folder.path().to_str().unwrap()];
        let mut command = start_reagent(&[&base[..], &rest, more].concat());
        command.envs(TOKENS).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let url = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap();
        Self { child, out, url: url.trim_end_matches('.').to_owned() }
    }

    fn end(mut self) -> String {
        let mut text = String::new();
        self.out.read_to_string(&mut text).unwrap();
        assert!(self.child.wait().unwrap().success(), "{text}");
        text
    }
}

fn practise(sandbox: &Sandbox, body: &str) -> String {
    let bearer = format!("Bearer {TOKEN}");
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
    let answer = send("POST", &format!("{}/_sandbox/openloyalty", sandbox.origin()), &headers, body).unwrap();
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

const GOLD: &str = r#"{"event": "CustomerLevelChanged", "data": {"customer": {"loyaltyCardNumber": "card-9"}, "tier": {"name": "Gold"}}}"#;

#[test]
fn a_subscribed_webhook_becomes_an_event_and_its_history_is_read_back() {
    let sandbox = practice();
    let folder = sample(sandbox.origin());
    let events = run(&folder, &["events"]);
    assert_eq!(events.code, 0, "{}", events.err);
    assert!(
        events.out.contains("CustomerLevelChanged\n    A member's tier changes: by hand in either direction"),
        "{}",
        events.out
    );
    let forwarder = Forwarder::start(&folder, 2, &["--yes"]);
    let subscribe = ["subscribe", "CustomerLevelChanged", &forwarder.url];
    let shown = run(&folder, &subscribe);
    assert!(shown.out.contains("nothing was sent; --yes subscribes"), "{}", shown.out);
    assert!(shown.err.contains("Assumption: headers of a subscription"), "{}", shown.err);
    assert!(run(&folder, &["subscriptions"]).out.ends_with("0 subscriptions\n"));
    let made = run(&folder, &[&subscribe[..], &["--yes"]].concat());
    assert!(
        made.out.contains("subscribed: 00000000-0000-4000-8000-000000000001"),
        "{}{}",
        made.out,
        made.err
    );
    let again = run(&folder, &[&subscribe[..], &["--yes"]].concat());
    assert!(again.out.contains("it is subscribed already"), "{}", again.out);
    let listed = run(&folder, &["subscriptions", "--event", "CustomerLevelChanged"]);
    assert!(listed.out.contains(&format!("CustomerLevelChanged to {}", forwarder.url)), "{}", listed.out);

    assert!(practise(&sandbox, GOLD).contains(&forwarder.url));
    practise(&sandbox, &GOLD.replace("Gold", "Silver"));
    let said = forwarder.end();
    for words in [
        "CustomerLevelChanged  signature is valid (Open Loyalty's scheme, known second-hand)",
        "LIVE: firing custom.openloyalty_tier_changed on practice",
        "Gold in Open Loyalty: welcome breakfast (history 1)",
        "    1 filter           here passed       there filter passed",
        "    2 benefit.create   here would run    there benefit.create simulated",
        "    2 benefit.create   here not reached  there nothing",
    ] {
        assert!(said.contains(words), "{words}:\n{said}");
    }
    let fired: Vec<_> = sandbox.requests().into_iter().filter(|one| one.path == "/api/v3/events").collect();
    assert_eq!(fired.len(), 2);
    assert!(fired[0].body.contains(r#""profile_id":"card-9""#), "{}", fired[0].body);
}

#[test]
fn what_is_not_signed_came_before_or_has_no_mapping_is_not_forwarded() {
    let sandbox = practice();
    let folder = sample(sandbox.origin());
    let unsigned = run(&folder, &["forward", "--port", "0", "--yes"]);
    assert_eq!(unsigned.code, 2);
    assert!(unsigned.err.contains("give the webhooks' secret with --secret-file"), "{}", unsigned.err);
    let forwarder = Forwarder::start(&folder, 6, &["--yes"]);
    let webhook = fs::read_to_string(folder.path().join("captured/CustomerLevelChanged.json")).unwrap();
    assert_eq!(send("POST", &format!("{}/", forwarder.url), &[], &webhook).unwrap().status, 401);
    let signed = |body: &str, id: &str| {
        let (host, timestamp) =
            (forwarder.url.trim_start_matches("http://"), jiff::Timestamp::now().as_second().to_string());
        let request = reagent::engine::SignedRequest {
            method: "POST",
            host,
            path: "/in",
            body: body.as_bytes(),
            timestamp: &timestamp,
            request_id: id,
        };
        let signature = request.sign(&Secret::new(SECRET));
        let headers = [
            ("X-Webhook-Signature", signature.as_str()),
            ("X-Webhook-Timestamp", timestamp.as_str()),
            ("X-Request-Id", id),
        ];
        send("POST", &format!("{}/in", forwarder.url), &headers, body).unwrap().status
    };
    assert_eq!((signed(&webhook, "r-1"), signed(&webhook, "r-1")), (200, 200));
    assert_eq!(signed(&webhook.replace("Changed", "Vanished"), "r-2"), 200);
    assert_eq!(signed(&webhook.replace("CustomerLevelChanged", "../reagent"), "r-3"), 200);
    let spent = fs::read_to_string(folder.path().join("captured/AvailablePointsAmountChanged.json")).unwrap();
    assert_eq!(signed(&spent, "r-4"), 200);
    let said = forwarder.end();
    for words in [
        "not forwarded: it is not signed with the secret",
        "not forwarded: it came before, under the same request id",
        "left out: its mapping renders nothing",
    ] {
        assert!(said.contains(words), "{words}:\n{said}");
    }
    let fired = sandbox.requests().into_iter().filter(|request| request.path == "/api/v3/events").count();
    assert_eq!(fired, 1, "{said}");
}

#[test]
fn one_captured_webhook_is_a_dry_run_and_production_needs_its_name() {
    let sandbox = practice();
    let folder = sample(sandbox.origin());
    let file = folder.path().join("captured/CustomerLevelChanged.json");
    let forward = ["forward", file.to_str().unwrap()];
    let dry = run(&folder, &[&forward[..], &["--shape", "tenant"]].concat());
    assert_eq!(dry.code, 0, "{}", dry.err);
    assert!(dry.out.contains("Fires: would issue benefit 'gold-welcome'"), "{}", dry.out);
    assert!(dry.out.contains("/tenants/custom-event"), "{}", dry.out);
    fs::write(folder.path().join("mappings/CustomerLevelChanged.twig"), "{{ data.nowhere }}").unwrap();
    let broken = run(&folder, &forward);
    assert_eq!(broken.code, 2);
    assert!(broken.err.contains("mappings/CustomerLevelChanged.twig: line 1, column"), "{}", broken.err);
    let toml = fs::read_to_string(folder.path().join("reagent.toml")).unwrap();
    fs::write(folder.path().join("reagent.toml"), toml.replace("test = true", "production = true")).unwrap();
    fs::write(folder.path().join("mappings/CustomerLevelChanged.twig"), "{\"event\": \"a.b\"}").unwrap();
    let production = run(&folder, &[&forward[..], &["--yes", "--shape", "tenant"]].concat());
    assert_eq!(production.code, 2);
    assert!(production.err.contains("Confirm with --confirm practice"), "{}", production.err);
    let listening = run(
        &folder,
        &["forward", "--port", "0", "--yes", "--secret-file", folder.path().join("key").to_str().unwrap()],
    );
    assert_eq!(listening.code, 2);
    assert!(listening.err.contains("every webhook would run its live reactions"), "{}", listening.err);
    assert!(sandbox.requests().iter().all(|request| request.method == "GET"));
}

/// An instance that is not ours: a permanent token, pages, names as texts, headers whose values are never shown.
#[test]
fn an_instance_is_asked_page_by_page_with_the_token_where_it_belongs() {
    let listener = Listener::start(|request| {
        let page = request.number("_page").unwrap_or(1);
        let row = |number: usize| {
            format!(
                r#"{{"webhookSubscriptionId":"s-{number}","eventName":"CouponWillExpire","url":"https://x.example.com/{number}","legacy":{}}}"#,
                number == 1
            )
        };
        let body = match (request.method.as_str(), request.path()) {
            ("GET", "/api/shop-1/webhook/event") => r#"["CouponWillExpire","SomethingNew"]"#.to_owned(),
            ("GET", "/api/shop-1/webhook/subscription") => {
                let numbers = if page == 1 { 1..=50 } else { 51..=53 };
                format!(r#"{{"items":[{}]}}"#, numbers.map(row).collect::<Vec<_>>().join(","))
            }
            ("POST", "/api/shop-1/webhook/subscription") => r#"{"webhookSubscriptionId":"s-99"}"#.to_owned(),
            _ => return Reply::json(404, "{}"),
        };
        Reply::json(200, &body)
    });
    let folder = sample("http://127.0.0.1:1");
    let toml = fs::read_to_string(folder.path().join("reagent.toml")).unwrap();
    fs::write(folder.path().join("reagent.toml"), toml.replace("permanent_token = true", "")).unwrap();
    let at = ["--url", listener.url.as_str(), "--store", "shop-1"];
    let events = run(&folder, &[&["events"], &at[..]].concat());
    assert!(events.out.contains("SomethingNew\n    not in the catalogue"), "{}{}", events.out, events.err);
    let listed = run(&folder, &[&["subscriptions"], &at[..]].concat());
    assert!(listed.out.ends_with("53 subscriptions\n"), "{}{}", listed.out, listed.err);
    assert!(
        listed.out.contains("s-1  CouponWillExpire to https://x.example.com/1  legacy payload"),
        "{}",
        listed.out
    );
    fs::write(folder.path().join("headers"), "X-Shop: s3cret-value\n").unwrap();
    let file = folder.path().join("headers");
    let with = ["--headers-file", file.to_str().unwrap(), "--yes"];
    let subscribe = ["subscribe", "CouponWillExpire", "https://y.example.com/in"];
    let made = run(&folder, &[&subscribe, &at[..], &with].concat());
    assert!(
        made.out.contains("with the headers X-Shop") && made.out.contains("subscribed: s-99"),
        "{}{}",
        made.out,
        made.err
    );
    assert!(!format!("{}{}", made.out, made.err).contains("s3cret-value"));
    let bearer = format!("Bearer {TOKEN}");
    let requests = listener.requests();
    assert!(requests.iter().all(|request| request.header("authorization") == Some(bearer.as_str())));
    let posted = requests.iter().find(|request| request.method == "POST").unwrap();
    assert_eq!(
        posted.body,
        r#"{"webhookSubscription":{"eventName":"CouponWillExpire","url":"https://y.example.com/in","headers":[{"name":"X-Shop","value":"s3cret-value"}]}}"#
    );
    fs::write(folder.path().join("reagent.toml"), toml).unwrap();
    run(&folder, &[&["events"], &at[..]].concat());
    let last = listener.requests().pop().unwrap();
    assert_eq!((last.header("x-auth-token"), last.header("authorization")), (Some(TOKEN), None));
    for wrong in [
        ["--url", "http://shop.example.com", "--store", "a"],
        ["--url", listener.url.as_str(), "--store", "../x"],
    ] {
        assert_eq!(run(&folder, &[&["events"], &wrong[..]].concat()).code, 2);
    }
}

#[test]
fn the_readme_lists_the_assumptions() {
    let readme = fs::read_to_string(project("README.md")).unwrap().replace('`', "");
    let words = readme.split_whitespace().collect::<Vec<_>>().join(" ");
    for assumption in reagent::engine::OPEN_LOYALTY_ASSUMPTIONS {
        assert!(words.contains(&format!("- {}", assumption.replace('`', ""))), "{assumption}");
    }
}
