//! The practice server over real sockets.

use crate::http::{Answer, send};
use reagent::json::Json;
use reagent::sandbox::{Sandbox, SandboxOptions};
use reagent::wire::TextFile;
use std::io::{BufRead, Read};

pub(crate) const TOKEN: &str = "practice-token-0123456789";

/// A practice server with an embedded sample, a known token and a clock that stands still.
pub(crate) fn options() -> SandboxOptions {
    SandboxOptions {
        token: Some(TOKEN.to_owned()),
        now: Some(crate::support::NOW.parse().unwrap()),
        ..SandboxOptions::default()
    }
}

/// One that starts with nothing but settings.
pub(crate) fn vacant() -> Sandbox {
    let settings = TextFile { path: "reagent.toml".into(), text: "name = \"Vacant\"\n".into() };
    Sandbox::start(SandboxOptions { seed: Some(vec![settings]), ..options() }).unwrap()
}

/// A request with the token to a path under `/api/v3`.
pub(crate) fn call(sandbox: &Sandbox, method: &str, path: &str, body: &str) -> Answer {
    let bearer = format!("Bearer {TOKEN}");
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
    send(method, &format!("{}{path}", sandbox.url()), &headers, body).unwrap()
}

pub(crate) const TRIGGER: &str = r#"{"name":"Welcome","trigger":"profile.created","x-team":{"big":1e3,"b":1.0,"a":12345678901234567890},
  "actions":[{"name":"filter","sort_order":1,"arguments":[{"name":"condition","value":{"===":[{"var":"tier_handle"},"gold"]},"is_dynamic":null}]},
             {"name":"benefit.create","sort_order":2,"colour":"blue","arguments":[{"name":"definition","value":"hello"}]}]}"#;

#[test]
fn a_trigger_is_created_read_changed_and_deleted() {
    let sandbox = vacant();
    let made = call(&sandbox, "POST", "/triggers", TRIGGER);
    assert_eq!(made.status, 201, "{}", made.body);
    for (pointer, expected) in [
        ("/data/id", "1"),
        ("/data/name", "Welcome"),
        ("/data/is_active", "true"),
        ("/data/description", "null"),
        ("/data/created_at", "2026-03-01 22:00:00"),
        ("/data/x-team", r#"{"big":1e3,"b":1.0,"a":12345678901234567890}"#),
        ("/data/actions/0/id", "1"),
        ("/data/actions/1/id", "2"),
        ("/data/actions/1/uuid", "benefit.create"),
        ("/data/actions/1/colour", "blue"),
        ("/data/actions/0/arguments/0/value", r#"{"===":[{"var":"tier_handle"},"gold"]}"#),
    ] {
        assert_eq!(made.at(pointer), expected, "{pointer}");
    }
    assert_eq!(call(&sandbox, "GET", "/triggers/1", "").body, made.body);

    let kept = made.at("/data/actions/1");
    let body = format!(r#"{{"notes":"new","actions":[{kept},{{"name":"target.send"}}]}}"#);
    let changed = call(&sandbox, "PUT", "/triggers/1", &body);
    assert_eq!(changed.status, 200, "{}", changed.body);
    let seen = ["/data/name", "/data/notes", "/data/actions/0/id", "/data/actions/1/id", "/data/actions/2"];
    assert_eq!(seen.map(|pointer| changed.at(pointer)), ["Welcome", "new", "2", "3", "absent"]);

    let gone = call(&sandbox, "DELETE", "/triggers/1", "");
    assert_eq!((gone.status, gone.body.as_str(), gone.header("content-type")), (204, "", None));
    assert_eq!(call(&sandbox, "GET", "/triggers/1", "").status, 404);
    assert_eq!(call(&sandbox, "POST", "/triggers", TRIGGER).at("/data/id"), "2", "ids are not given again");
}

#[test]
fn actions_are_objects_of_their_own_too() {
    let sandbox = vacant();
    call(&sandbox, "POST", "/triggers", TRIGGER);
    let made = call(&sandbox, "POST", "/triggers/1/actions", r#"{"name":"target.send","sort_order":3}"#);
    assert_eq!(
        (made.status, made.at("/data/id"), made.at("/data/arguments")),
        (201, "3".into(), "[]".into())
    );
    let listed = call(&sandbox, "GET", "/triggers/1/actions", "");
    assert_eq!((listed.at("/meta/total"), listed.at("/data/2/name")), ("3".into(), "target.send".into()));
    let renamed = call(&sandbox, "PUT", "/triggers/1/actions/3", r#"{"name":"reward.create"}"#);
    assert_eq!(renamed.at("/data/uuid"), "reward.create", "the uuid is the type");
    let changed = call(&sandbox, "PUT", "/triggers/1/actions/3", r#"{"notes":"why"}"#);
    assert_eq!((changed.at("/data/notes"), changed.at("/data/sort_order")), ("why".into(), "3".into()));
    assert_eq!(call(&sandbox, "GET", "/triggers/1/actions/3", "").body, changed.body);
    assert_eq!(call(&sandbox, "DELETE", "/triggers/1/actions/2", "").status, 204);
    assert_eq!(call(&sandbox, "GET", "/triggers/1/actions/2", "").status, 404);
    let ids = call(&sandbox, "GET", "/triggers/1", "");
    assert_eq!([ids.at("/data/actions/0/id"), ids.at("/data/actions/1/id")], ["1", "3"]);
    let refused = call(&sandbox, "POST", "/triggers/1/actions", r#"{"sort_order":"first"}"#);
    assert_eq!(refused.status, 422);
    assert_eq!(refused.at("/errors/name/0"), "The name field is required.");
    assert_eq!(refused.at("/errors/sort_order/0"), "The sort_order field must be an integer.");
}

#[test]
fn targets_automations_and_webhooks_keep_their_rules() {
    let sandbox = vacant();
    let target = r#"{"name":"Mail","handle":"mail","url":"http://127.0.0.1:1/x","template":""}"#;
    assert_eq!(call(&sandbox, "POST", "/targets", target).status, 201);
    let taken = call(&sandbox, "POST", "/targets", target);
    assert_eq!(
        (taken.status, taken.at("/errors/handle/0")),
        (422, "The handle has already been taken.".into())
    );
    assert_eq!(call(&sandbox, "PUT", "/targets/1", target).status, 200, "the same handle is no change");
    let renamed = call(&sandbox, "PUT", "/targets/1", r#"{"handle":"post"}"#);
    assert_eq!(
        (renamed.status, renamed.at("/errors/handle/0")),
        (422, "The handle field cannot be changed.".into())
    );
    let bare = call(&sandbox, "POST", "/targets", r#"{"name":"x","handle":"y","url":"ftp://z"}"#);
    assert_eq!(bare.at("/errors/url/0"), "The url field must be a valid URL.");
    assert_eq!(bare.at("/errors/template/0"), "The template field is required.");

    let webhook =
        r#"{"trigger":"profile.updated","url":"http://127.0.0.1:1/w","namespace":"pos","queue":"soon"}"#;
    let made = call(&sandbox, "POST", "/webhooks", webhook);
    assert_eq!((made.status, made.at("/data/queue")), (201, "low".into()));
    assert_eq!(call(&sandbox, "PUT", "/webhooks/1", r#"{"is_active":0}"#).at("/data/is_active"), "false");
    assert_eq!(call(&sandbox, "POST", "/webhooks", webhook).status, 422);
    assert_eq!(call(&sandbox, "PUT", "/webhooks/1", r#"{"is_active":false}"#).at("/data/is_active"), "false");
    assert_eq!(call(&sandbox, "PUT", "/webhooks/1", r#"{"trigger":null}"#).status, 422);

    let automation =
        r#"{"name":"Birthday","type":"scheduled","frequency":"daily","slot":"AU-MEL-9","query":"birthday"}"#;
    let made = call(&sandbox, "POST", "/automations", automation);
    assert_eq!((made.status, made.at("/data/slot")), (201, "AU-MEL-9".into()));
    assert_eq!(call(&sandbox, "POST", "/automations", r#"{"name":"x","type":"now"}"#).status, 422);
    assert_eq!(call(&sandbox, "GET", "/automations/1/actions", "").at("/data"), "[]");
}

#[test]
fn lists_have_pages_filters_and_an_order() {
    let sandbox = vacant();
    for number in 1..=32 {
        let body = format!(
            r#"{{"name":"T{number:02}","trigger":"{}","is_active":{},"notes":{}}}"#,
            if number % 2 == 0 { "tier.achieved" } else { "reward.created" },
            number % 4 != 0,
            if number == 7 { "\"Seven & more\"" } else { "null" },
        );
        assert_eq!(call(&sandbox, "POST", "/triggers", &body).status, 201);
    }
    let first = call(&sandbox, "GET", "/triggers", "");
    let url = sandbox.url();
    for (pointer, expected) in [
        ("/meta/per_page", "15"),
        ("/meta/total", "32"),
        ("/meta/last_page", "3"),
        ("/meta/from", "1"),
        ("/meta/to", "15"),
        ("/meta/path", &format!("{url}/triggers")),
        ("/links/prev", "null"),
        ("/links/next", &format!("{url}/triggers?page%5Bnumber%5D=2&page%5Bsize%5D=15")),
        ("/meta/links/0/url", "null"),
        ("/meta/links/1/active", "true"),
    ] {
        assert_eq!(first.at(pointer), expected, "{pointer}");
    }
    let mut seen = Vec::new();
    let mut next = Some(format!("{url}/triggers?page[size]=10&sort=-name&filter[is_active]=1"));
    while let Some(at) = next {
        let page = call(&sandbox, "GET", at.strip_prefix(&url).unwrap(), "");
        let rows = page.json().get("data").and_then(Json::as_array).unwrap().to_vec();
        seen.extend(rows.iter().map(|row| row.get("name").and_then(Json::as_str).unwrap().to_owned()));
        next = page.json().pointer("/links/next").and_then(Json::as_str).map(str::to_owned);
    }
    let expected: Vec<String> = (1..=32).rev().filter(|n| n % 4 != 0).map(|n| format!("T{n:02}")).collect();
    assert_eq!(seen, expected);
    for (query, total) in [
        ("filter[name]=T05", "1"),
        ("filter[trigger][ne]=tier.achieved", "16"),
        ("filter[id][gt]=30", "2"),
        ("filter[id][in]=1,2,99", "2"),
        ("filter[notes][nullable]=0", "1"),
        ("filter[search]=seven+%26", "1"),
        ("filter[id][gte]=5&filter[id][lt]=8", "3"),
        ("offset=30&limit=5", "32"),
        ("page[number]=99", "32"),
    ] {
        assert_eq!(
            call(&sandbox, "GET", &format!("/triggers?{query}"), "").at("/meta/total"),
            total,
            "{query}"
        );
    }
    let past = call(&sandbox, "GET", "/triggers?page[number]=99", "");
    assert_eq!((past.at("/data"), past.at("/meta/from")), ("[]".into(), "null".into()));
    assert_eq!(call(&sandbox, "GET", "/triggers?offset=30&limit=5", "").at("/data/1/id"), "32");
    for query in
        ["page[size]=0", "filter[nme]=x", "filter[json_contains][a]=1", "filter[id][like]=1", "sort=shoe"]
    {
        assert_eq!(call(&sandbox, "GET", &format!("/triggers?{query}"), "").status, 422, "{query}");
    }
}

#[test]
fn refusals_say_why() {
    let sandbox = vacant();
    let url = sandbox.url();
    let bearer = format!("Bearer {TOKEN}");
    let authorized = ("Authorization", bearer.as_str());
    let kind = ("Content-Type", "application/json");
    for headers in
        [&[][..], &[("Authorization", "Bearer practice-token-012345678")], &[("Authorization", TOKEN)]]
    {
        let refused = send("GET", &format!("{url}/triggers"), headers, "").unwrap();
        assert_eq!((refused.status, refused.body.as_str()), (401, r#"{"message":"Unauthenticated."}"#));
    }
    let long = "x".repeat(2 * 1024 * 1024 + 1);
    for (method, path, headers, body, status) in [
        ("GET", "/trigers", &[authorized, kind][..], "", 404),
        ("GET", "/triggers/abc", &[authorized, kind], "", 404),
        ("PATCH", "/triggers/1", &[authorized, kind], "{}", 405),
        ("POST", "/triggers", &[authorized], "{}", 415),
        ("POST", "/triggers", &[authorized, kind], "{", 400),
        ("POST", "/triggers", &[authorized, kind], &long, 413),
        ("POST", "/triggers", &[authorized, kind], "[]", 422),
    ] {
        let refused = send(method, &format!("{url}{path}"), headers, body).unwrap();
        assert_eq!(refused.status, status, "{method} {path}: {}", refused.body);
        assert!(refused.at("/message").len() > 10, "{}", refused.body);
    }
    let logged = sandbox.requests();
    assert_eq!((logged[0].status, logged[0].path.as_str()), (401, "/api/v3/triggers"));
    assert!(!format!("{logged:?}{sandbox:?}{:?}", options()).contains(TOKEN));
}

#[test]
fn data_survive_a_restart_and_the_folder_is_no_other_one() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("practice");
    let start = || Sandbox::start(SandboxOptions { folder: Some(inner.clone()), ..options() }).unwrap();
    let sandbox = start();
    let seeded = call(&sandbox, "GET", "/triggers", "");
    assert_eq!((seeded.at("/meta/total"), seeded.at("/data/0/id")), ("5".into(), "1".into()));
    assert!(call(&sandbox, "GET", "/targets/1", "").at("/data/template").contains("{{"));
    call(&sandbox, "POST", "/triggers", TRIGGER);
    call(&sandbox, "DELETE", "/triggers/6", "");
    let before = call(&sandbox, "GET", "/triggers/2", "").body;
    sandbox.stop();

    let sandbox = start();
    assert_eq!(call(&sandbox, "GET", "/triggers", "").at("/meta/total"), "5");
    assert_eq!(call(&sandbox, "GET", "/triggers/2", "").body, before);
    let made = call(&sandbox, "POST", "/triggers", TRIGGER);
    assert_eq!(made.at("/data/id"), "7", "ids of deleted objects are remembered");
    drop(sandbox);
    assert!(
        reagent::io::load_workspace(&inner).unwrap().read.broken.is_empty(),
        "the folder opens as a workspace"
    );

    std::fs::write(folder.path().join("mine.txt"), "x").unwrap();
    let refused = Sandbox::start(SandboxOptions { folder: Some(folder.path().into()), ..options() });
    assert!(refused.unwrap_err().to_string().contains("files of something else"));
    std::fs::write(inner.join("triggers/2.json"), "{").unwrap();
    let broken = Sandbox::start(SandboxOptions { folder: Some(inner.clone()), ..options() });
    assert!(broken.unwrap_err().to_string().contains("triggers/2.json"));
}

#[test]
fn a_taken_port_is_said_and_a_stopped_server_frees_its_own() {
    let sandbox = vacant();
    let port = sandbox.origin().rsplit(':').next().unwrap().parse().unwrap();
    let start = || Sandbox::start(SandboxOptions { port, ..options() });
    assert!(start().unwrap_err().to_string().contains(&format!("port {port}")));
    sandbox.stop();
    let again = start().unwrap();
    let home = send("GET", &format!("{}/", again.origin()), &[], "").unwrap();
    assert!(home.body.starts_with("Reagent practice server, not Omneo"));
    for assumption in reagent::sandbox::SANDBOX_ASSUMPTIONS {
        assert!(home.body.contains(assumption));
    }
}

#[test]
fn no_body_brings_the_server_down() {
    let sandbox = vacant();
    call(&sandbox, "POST", "/triggers", TRIGGER);
    let deep = "[".repeat(100_000);
    let bodies = [
        "null",
        "1",
        "\"x\"",
        "[]",
        "{}",
        &deep,
        "\u{0}",
        r#"{"name":{},"trigger":[]}"#,
        r#"{"actions":{"a":1}}"#,
        r#"{"name":"x","trigger":"y","actions":[null,[],{"name":"filter","arguments":[null,1,{"name":[]}]}]}"#,
        r#"{"name":"x","trigger":"y","actions":null}"#,
        r#"{"event":"a.b","context":null,"data":null}"#,
        r#"{"id":-1,"id":9e99,"name":"x","name":"y","trigger":"z"}"#,
        r#"{"resource":"profile","resource_id":1}"#,
        r#"{"kind":"status","status":-1}"#,
        r#"{"kind":"delay","millis":99999999999999999999}"#,
        r#"{"now":[],"force":2}"#,
    ];
    let paths = [
        "/triggers",
        "/triggers/1",
        "/triggers/1/actions",
        "/triggers/1/actions/1",
        "/targets",
        "/targets/preview",
        "/automations",
        "/automations/1/trigger",
        "/webhooks",
        "/events",
        "/profiles/%00/custom-event",
        "/tenants/custom-event",
        "/triggers/99999999999999999999",
        "/../_sandbox/faults",
        "/triggers?filter[[]]]=&page[size]=9e9",
    ];
    for (path, body) in paths.iter().flat_map(|path| bodies.iter().map(move |body| (path, body))) {
        for method in ["POST", "PUT", "GET"] {
            let answer = call(&sandbox, method, path, body);
            assert!(answer.status < 500, "{method} {path} {body}: {}", answer.body);
        }
    }
    assert_eq!(call(&sandbox, "GET", "/triggers/1", "").status, 200);
}

#[test]
fn a_server_may_start_and_end_where_futures_are_driven() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let origin = runtime.block_on(async {
        let sandbox = vacant();
        let origin = sandbox.origin().to_owned();
        drop(sandbox);
        origin
    });
    assert!(origin.starts_with("http://127.0.0.1:"));
}

#[test]
fn a_folder_has_one_server_at_a_time_and_a_token_lets_somebody_in() {
    let folder = tempfile::tempdir().unwrap();
    let start = || Sandbox::start(SandboxOptions { folder: Some(folder.path().into()), ..options() });
    let first = start().unwrap();
    let second = start().expect_err("ids would be given twice");
    assert!(second.to_string().contains("another practice server runs on"), "{second}");
    drop(first);
    start().expect("the lock goes with the server");
    for token in ["", "two words"] {
        let refused = Sandbox::start(SandboxOptions { token: Some(token.to_owned()), ..options() });
        assert!(refused.expect_err(token).to_string().contains("needs a token of one word"));
    }
}

/// A window that is killed cannot tidy up.
#[test]
fn the_folders_of_servers_that_were_killed_are_removed_by_the_next() {
    let left = || {
        let folder = tempfile::Builder::new().prefix("reagent-sandbox-").tempdir().unwrap();
        let lock = std::fs::File::create(folder.path().join(".lock")).unwrap();
        lock.set_modified(std::time::SystemTime::now() - std::time::Duration::from_mins(10)).unwrap();
        (folder, lock)
    };
    let ((dead, _), (alive, lock)) = (left(), left());
    lock.try_lock().unwrap();
    drop(vacant());
    assert!(!dead.path().exists() && alive.path().exists());
}

#[test]
fn the_readme_lists_every_assumption() {
    let readme = std::fs::read_to_string(crate::support::project("README.md")).unwrap();
    let told = crate::support::reagent(&["sandbox", "--assumptions"]);
    for assumption in reagent::sandbox::SANDBOX_ASSUMPTIONS {
        assert!(readme.contains(&format!("\n- {assumption}\n")), "{assumption}");
        assert!(told.out.contains(assumption));
    }
    let refused = crate::support::reagent(&["sandbox", "--dir", "samples", "--port", "0"]);
    assert_eq!((refused.code, refused.err.contains("files of something else")), (2, true));
}

/// I12: drives the program with a token and a secret that it made, then looks at everything that it wrote.
#[cfg(unix)]
#[test]
fn token_and_secret_are_printed_once_and_written_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_reagent"))
        .args(["sandbox", "--port", "0", "--dir", data.to_str().unwrap()])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = std::io::BufReader::new(child.stdout.take().unwrap());
    let mut printed = String::new();
    while !printed.contains("Ctrl-C") {
        assert!(out.read_line(&mut printed).unwrap() > 0, "{printed}");
    }
    let value =
        |name: &str| printed.split(name).nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let (token, secret, origin) =
        (value("TOKEN="), value("SECRET="), value("Omneo: ").replace("/api/v3", ""));
    assert_eq!((token.len(), secret.len()), (64, 64));
    let bearer = format!("Bearer {token}");
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
    let survey = r#"{"event":"custom.survey_completed","profile_id":"p","data":{"score":1}}"#;
    for (method, path, body) in [
        ("POST", "/api/v3/events", survey),
        ("POST", "/api/v3/triggers", "{"),
        ("POST", "/api/v3/triggers", TRIGGER),
        ("GET", "/api/v3/action-history", ""),
        ("GET", "/nowhere", ""),
        ("GET", "/", ""),
    ] {
        let answer = send(method, &format!("{origin}{path}"), &headers, body).unwrap();
        assert!(!answer.body.contains(&token) && !answer.body.contains(&secret), "{path}");
    }
    let ended = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(ended.success());
    out.read_to_string(&mut printed).unwrap();
    assert_eq!(
        (child.wait().unwrap().code(), printed.trim_end().ends_with("Stopped")),
        (Some(0), true),
        "{printed}"
    );
    let mut complaints = String::new();
    child.stderr.take().unwrap().read_to_string(&mut complaints).unwrap();
    assert_eq!(complaints, "");
    assert_eq!((printed.matches(&token).count(), printed.matches(&secret).count()), (1, 1));
    let found = std::process::Command::new("grep")
        .args(["-r", "-e", &token, "-e", &secret])
        .arg(&data)
        .output()
        .unwrap();
    assert_eq!(found.status.code(), Some(1), "grep finds nothing");
    assert!(data.join("action-history/1.json").is_file());
}
