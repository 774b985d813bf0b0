#!/usr/bin/env python3
"""Plans a workspace of 2,000 triggers against a tenant on loopback. Usage: benches/plan.py target/release/reagent"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

COUNT = 2000
RUNS = 5


def trigger(number):
    condition = {"and": [{">": [{"var": "total"}, number]}, {"===": [{"var": "profile.tier_handle"}, "gold"]}]}
    return {
        "name": f"Trigger {number}",
        "trigger": "transaction.created",
        "description": "A trigger of the benchmark",
        "is_active": True,
        "actions": [
            {"name": "filter", "sort_order": 1, "arguments": [{"name": "condition", "value": condition, "is_dynamic": None}]},
            {"name": "reward.create", "sort_order": 2, "arguments": [
                {"name": "profile_id", "value": {"var": "profile_id"}, "is_dynamic": True},
                {"name": "definition", "value": "thank-you", "is_dynamic": None},
                {"name": "value", "value": 25, "is_dynamic": None},
            ]},
        ],
    }


TENANT = [{"id": number, "created_at": "2026-01-01 00:00:00", **trigger(number)} for number in range(1, COUNT + 1)]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        url = urlparse(self.path)
        query = parse_qs(url.query)
        size, page = int(query["page[size]"][0]), int(query["page[number]"][0])
        everything = TENANT if url.path.endswith("/triggers") else []
        last = max(1, -(-len(everything) // size))
        items = everything[(page - 1) * size:page * size]
        body = json.dumps({"data": items, "meta": {"current_page": page, "last_page": last}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def main():
    reagent = os.path.abspath(sys.argv[1])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    environment = {**os.environ, "REAGENT_TOKEN": "token-of-the-measurement"}
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/reagent.toml", "w") as file:
            file.write(f'name = "Bench"\n\n[[tenants]]\nname = "bench"\nurl = "http://127.0.0.1:{server.server_port}"\n')

        def run(*arguments):
            start = time.monotonic()
            ran = subprocess.run([reagent, *arguments, "-w", folder], env=environment, capture_output=True, text=True)
            return time.monotonic() - start, ran

        seconds, ran = run("pull")
        print(f"pull of {COUNT} triggers: {seconds:.2f} s (exit {ran.returncode})")
        for number in range(1, COUNT + 1, 10):
            path = f"{folder}/triggers/trigger-{number}.json"
            with open(path) as file:
                text = file.read()
            with open(path, "w") as file:
                file.write(text.replace("thank-you", "thank-you-25"))
        plans = [run("plan") for _ in range(RUNS)]
        print(f"plan with {COUNT // 10} changes: fastest of {RUNS} {min(plan[0] for plan in plans):.2f} s, "
              f"slowest {max(plan[0] for plan in plans):.2f} s (exit {plans[0][1].returncode})")
        print(plans[0][1].stdout.strip().splitlines()[-1])


main()
