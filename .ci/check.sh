#!/usr/bin/env bash
# Every check, quick to slow; the same script locally and in continuous integration.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }

step "format"
cargo fmt --check

step "the core without the window"
cargo check --locked --no-default-features

step "lints"
cargo clippy --locked --all-targets -- -D warnings

step "documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --quiet

step "command line on the samples"
cargo build --locked --quiet
bash .ci/smoke.sh "${CARGO_TARGET_DIR:-target}/debug/reagent"

step "the real window on a virtual display"
bash .ci/window.sh "${CARGO_TARGET_DIR:-target}/debug/reagent"

# Last, so that the tests' own summary closes the output.
step "tests (README's command)"
cargo test
