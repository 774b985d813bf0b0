#!/usr/bin/env bash
# Drives the program over the samples as a user would, and checks exit codes and a few words of the output.
set -euo pipefail
reagent=$1
work=$(mktemp -d)
servers=()
trap 'for server in "${servers[@]}"; do kill "$server"; done; rm -rf "$work"' EXIT

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
expect 0 "do not count on it" "$reagent" sandbox --assumptions
expect 2 "files of something else" "$reagent" sandbox --dir samples

# The README's practice, on free ports: every command of it answers, and the payload arrives.
start() { # start NAME COMMAND…; its address is in $address
    local name=$1 tries=0
    shift
    "$@" >"$work/$name" 2>&1 &
    servers+=("$!")
    # Not the address of the tenant that it says first.
    until address=$(grep -sv '^reagent:' "$work/$name" | grep -om1 "http://127.0.0.1:[0-9]*"); do
        tries=$((tries + 1))
        [ "$tries" -lt 100 ] || { cat "$work/$name"; exit 1; }
        sleep 0.1
    done
}
start sandbox "$reagent" sandbox --token practice-token --port 0 --dir "$work/practice"
sandbox=$address
start receive "$reagent" receive --port 0
receiver=$address
practised=0
while IFS= read -r command; do
    command=${command//http:\/\/127.0.0.1:8377/$sandbox}
    command=${command//http:\/\/127.0.0.1:8899/$receiver}
    answer=$(bash -c "$command") || { echo "smoke: $command"; exit 1; }
    case $answer in
    *'"errors"'* | *'"message":"Unauth'* | '') printf 'smoke: %s\n  %s\n' "$command" "$answer"; exit 1 ;;
    esac
    practised=$((practised + 1))
done < <(sed -n '/^## Practise with curl/,/^## A workspace/p' README.md | grep '^curl ')
[ "$practised" -eq 7 ]
grep -q '"status":"sent"' <<<"$(curl -s -H 'Authorization: Bearer practice-token' "$sandbox/api/v3/action-history")"
grep -q 'POST /care' "$work/receive"
grep -qF 'too slow' "$work/receive"
secret=$(sed -n 's/^export SECRET=//p' "$work/sandbox")
[ "${#secret}" -eq 64 ]
if grep -rqF -e "$secret" "$work/practice" "$work/receive"; then echo "smoke: a secret was written"; exit 1; fi
kill -INT "${servers[0]}" && wait "${servers[0]}"
grep -q '^Stopped' "$work/sandbox"
servers=("${servers[1]}")

# The README's way from Open Loyalty to Omneo: every command of it, and the benefit at its end.
printf practice-token >"$work/token" && printf 'our secret' >"$work/key"
start loyalty "$reagent" sandbox --token practice-token --secret-file "$work/key" --from samples/open-loyalty --port 0
loyalty=$address
cp -r samples/open-loyalty "$work/open-loyalty"
sed -i "s|http://127.0.0.1:8377|$loyalty|" "$work/open-loyalty/reagent.toml"
start forward timeout 60 "$reagent" openloyalty forward --workspace "$work/open-loyalty" --token-file "$work/token" \
    --secret-file "$work/key" --port 0 --count 1 --yes
forwarder=$address
while IFS= read -r command; do
    command=${command//reagent openloyalty/$reagent openloyalty}
    command=${command//reagent probe/$reagent probe}
    command=${command//samples\/open-loyalty/$work/open-loyalty}
    command=${command//--token-file token/--token-file $work/token}
    command=${command//http:\/\/127.0.0.1:8377/$loyalty}
    command=${command//http:\/\/127.0.0.1:8898/$forwarder}
    answer=$(bash -c "$command" 2>&1) || { printf 'smoke: %s\n  %s\n' "$command" "$answer"; exit 1; }
    practised=$((practised + 1))
done < <(sed -n '/^In a third one see the events/,/^Assumptions, where/p' README.md | grep -E '^(reagent|curl) ')
[ "$practised" -eq 12 ]
wait "${servers[-1]}"
grep -qF "signature is valid (Open Loyalty's scheme" "$work/forward"
grep -qF 'there benefit.create simulated' "$work/forward"
servers=("${servers[0]}" "${servers[1]}")
printf 'smoke: %s commands of the README answered by the practice server\n' "$practised"

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
