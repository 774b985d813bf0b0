#!/usr/bin/env bash
# Drives the program over the samples as a user would, and checks exit codes and a few words of the output.
set -euo pipefail
reagent=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

expect() { # expect CODE WORDS COMMAND…
    local code=$1 words=$2
    shift 2
    local output status=0
    output=$("$@" 2>&1) || status=$?
    if [ "$status" -ne "$code" ] || ! grep -qF -- "$words" <<<"$output"; then
        printf 'smoke: %s\n  expected exit %s and "%s", got exit %s:\n%s\n' "$*" "$code" "$words" "$status" "$output"
        exit 1
    fi
}

expect 0 "fires" env -u DISPLAY -u WAYLAND_DISPLAY "$reagent"
expect 0 "Nothing is sent anywhere" "$reagent" demo
expect 0 "PointsWillExpire" "$reagent" catalog events points expire
expect 0 "reward.create" "$reagent" catalog actions reward
expect 0 "true" "$reagent" eval '{">": [3, 2]}'
expect 1 "Unrecognized operator" "$reagent" eval '{"startsWith": ["gold", "g"]}'
expect 2 "no file and no" "$reagent" run no-such-trigger --context x --workspace samples/loyalty-demo
expect 2 "did you mean" "$reagent" rum

ran=0
for workspace in samples/*/; do
    [ "$workspace" = samples/broken/ ] && continue
    for trigger in "$workspace"triggers/*.json; do
        event=$(sed -n 's/^  "trigger": *"\([^"]*\)".*/\1/p' "$trigger" | head -n 1)
        for context in "$workspace"contexts/"$event"/*.json; do
            expect 0 "settings" "$reagent" run "$trigger" --context "$context"
            ran=$((ran + 1))
        done
        "$reagent" export "$workspace" --trigger "$trigger" >"$work/exported.json"
        cmp "$trigger" "$work/exported.json"
    done
done
[ "$ran" -gt 20 ]
printf 'smoke: %s runs of the samples, exports are byte-equal\n' "$ran"
