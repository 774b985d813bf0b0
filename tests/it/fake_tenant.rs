//! A tenant in memory, independent of the sandbox: objects, pages, and a fault at any one request.

use crate::listener::{Listener, Reply, Request};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// Whether a fault strikes before the tenant does what was asked, or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    Before,
    After,
}

type Strike = Box<dyn FnMut() + Send>;

/// What the tenant holds and how it behaves.
pub(crate) struct Tenant {
    pub(crate) objects: BTreeMap<String, BTreeMap<i64, Value>>,
    next_id: i64,
    requests: usize,
    fault: Option<(usize, When)>,
    strike: Strike,
    /// Changes what is stored, as an API that normalises would.
    pub(crate) normalise: fn(&mut Value),
    /// Answers a write instead of storing it.
    pub(crate) refuse: fn(&Request) -> Option<Reply>,
}

/// A tenant that runs.
pub(crate) struct Running {
    pub(crate) url: String,
    pub(crate) tenant: Arc<Mutex<Tenant>>,
    listener: Listener,
}

impl Running {
    pub(crate) fn start() -> Self {
        let tenant = Arc::new(Mutex::new(Tenant {
            objects: BTreeMap::new(),
            next_id: 100,
            requests: 0,
            fault: None,
            strike: Box::new(|| {}),
            normalise: |_| {},
            refuse: |_| None,
        }));
        let serving = Arc::clone(&tenant);
        let listener = Listener::start(move |request| serving.lock().unwrap().answer(request));
        Self { url: listener.url.clone(), tenant, listener }
    }

    /// From now on the n-th request (from 1) is struck: no answer is sent.
    pub(crate) fn strike_at(&self, number: usize, when: When, strike: impl FnMut() + Send + 'static) {
        let mut tenant = self.tenant.lock().unwrap();
        (tenant.requests, tenant.fault, tenant.strike) = (0, Some((number, when)), Box::new(strike));
    }

    /// No more faults; gives the number of requests since the last setting.
    pub(crate) fn heal(&self) -> usize {
        let mut tenant = self.tenant.lock().unwrap();
        tenant.fault = None;
        std::mem::take(&mut tenant.requests)
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.listener.requests()
    }

    /// Adds an object by hand, as somebody at the tenant would; gives its id.
    pub(crate) fn add(&self, kind: &str, object: &Value) -> i64 {
        self.tenant.lock().unwrap().create(kind, object.clone())["id"].as_i64().unwrap()
    }

    /// Changes an object by hand.
    pub(crate) fn edit(&self, kind: &str, id: i64, change: impl FnOnce(&mut Value)) {
        change(self.tenant.lock().unwrap().objects.get_mut(kind).unwrap().get_mut(&id).unwrap());
    }

    pub(crate) fn all(&self, kind: &str) -> Vec<Value> {
        let tenant = self.tenant.lock().unwrap();
        tenant.objects.get(kind).map(|objects| objects.values().cloned().collect()).unwrap_or_default()
    }

    /// The names of all objects of a kind, sorted.
    pub(crate) fn names(&self, kind: &str) -> Vec<String> {
        let mut names: Vec<String> =
            self.all(kind).iter().map(|object| object["name"].as_str().unwrap_or("?").to_owned()).collect();
        names.sort();
        names
    }
}

impl Tenant {
    fn answer(&mut self, request: &Request) -> Reply {
        self.requests += 1;
        let struck = self.fault.filter(|(number, _)| *number == self.requests).map(|(_, when)| when);
        if struck == Some(When::Before) {
            (self.strike)();
            return Reply::Close;
        }
        let reply = self.route(request);
        if struck == Some(When::After) {
            (self.strike)();
            return Reply::Close;
        }
        reply
    }

    fn route(&mut self, request: &Request) -> Reply {
        if let Some(reply) = (self.refuse)(request) {
            return reply;
        }
        let path = request.path().strip_prefix("/api/v3/").unwrap_or_default().to_owned();
        let (kind, id) =
            path.split_once('/').map_or((path.as_str(), None), |(kind, id)| (kind, id.parse().ok()));
        let body = || serde_json::from_str::<Value>(&request.body).unwrap();
        let data = |object: &Value| json!({ "data": object }).to_string();
        match (request.method.as_str(), id) {
            ("GET", None) => self.list(kind, request),
            ("POST", None) => Reply::json(201, &data(&self.create(kind, body()))),
            (method, Some(id)) => {
                let normalise = self.normalise;
                let objects = self.objects.entry(kind.to_owned()).or_default();
                let Some(object) = objects.get_mut(&id) else { return Reply::json(404, "{}") };
                if method == "DELETE" {
                    objects.remove(&id);
                    return Reply::Bytes(b"HTTP/1.1 204 X\r\nConnection: close\r\n\r\n".to_vec());
                }
                if method == "PUT" {
                    for (key, value) in body().as_object().unwrap() {
                        object[key] = value.clone();
                    }
                    normalise(object);
                }
                Reply::json(200, &data(object))
            }
            _ => Reply::json(405, "{}"),
        }
    }

    fn create(&mut self, kind: &str, mut object: Value) -> Value {
        self.next_id += 1;
        object["id"] = self.next_id.into();
        object["created_at"] = "2026-01-02 03:04:05".into();
        if kind != "targets" && object.get("is_active").is_none_or(Value::is_null) {
            object["is_active"] = true.into();
        }
        for (number, action) in object["actions"].as_array_mut().into_iter().flatten().enumerate() {
            action["id"] = (self.next_id * 100 + number as i64).into();
            action["uuid"] = "0d9f".into();
        }
        if object["actions"].is_null() {
            object.as_object_mut().unwrap().remove("actions");
            if matches!(kind, "triggers" | "automations") {
                object["actions"] = json!([]);
            }
        }
        (self.normalise)(&mut object);
        self.objects.entry(kind.to_owned()).or_default().insert(self.next_id, object.clone());
        object
    }

    fn list(&self, kind: &str, request: &Request) -> Reply {
        let all: Vec<&Value> = self.objects.get(kind).into_iter().flat_map(BTreeMap::values).collect();
        let (size, number) =
            (request.number("page[size]").unwrap_or(15), request.number("page[number]").unwrap_or(1));
        let page: Vec<&Value> = all.iter().skip((number - 1) * size).take(size).copied().collect();
        let last = all.len().div_ceil(size).max(1);
        let body = json!({ "data": page, "meta": { "current_page": number, "last_page": last, "total": all.len() } });
        Reply::json(200, &body.to_string())
    }
}
