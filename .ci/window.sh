#!/usr/bin/env bash
# Opens the real window on a sample under a virtual display, presses a few keys, looks whether something is shown and
# closes it; then prints start time, memory and size. Usage: .ci/window.sh PROGRAM. With a display number in
# WINDOW_DISPLAY that display is used and left alone.
set -euo pipefail
program=$(realpath "$1")
sample=samples/loyalty-demo
most_millis=400

needed=(Xvfb xdotool import convert compare)
packages=(xvfb xdotool imagemagick libgl1-mesa-dri libxkbcommon-x11-0 libx11-xcb1 libxcursor1 libxi6 libgl1)
missing() { for tool in "${needed[@]}"; do command -v "$tool" >/dev/null || return 0; done; ! ldconfig -p | grep -q libxkbcommon-x11; }
if missing && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"; } >/dev/null 2>&1 || true
fi
if missing; then
    printf '\n######## window: SKIPPED, nothing was tested: needs %s ########\n\n' "${packages[*]}"
    exit 0
fi

work=$(mktemp -d)
app= server=
finish() {
    [ -n "$app" ] && kill "$app" 2>/dev/null || true
    [ -n "$server" ] && kill "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

fail() {
    printf 'window: %s\n' "$1"
    cat "$work/errors" 2>/dev/null || true
    exit 1
}

# until SECONDS COMMAND…: tries until it succeeds
until_true() {
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$end" ] || return 1
        read -r -t 0.05 <> <(:) || true
    done
}

if [ -n "${WINDOW_DISPLAY:-}" ]; then
    export DISPLAY=$WINDOW_DISPLAY
else
    Xvfb -displayfd 3 -screen 0 1440x900x24 -nolisten tcp 3>"$work/display" >/dev/null 2>&1 &
    server=$!
    until_true 20 test -s "$work/display" || fail "the virtual display does not start"
    DISPLAY=:$(cat "$work/display")
    export DISPLAY
fi
unset WAYLAND_DISPLAY

digest() { find "$sample" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum; }
before=$(digest)

# Its own home, so that nobody's settings are read or written.
mkdir "$work/home"
HOME=$work/home XDG_CONFIG_HOME=$work/home XDG_DATA_HOME=$work/home XDG_STATE_HOME=$work/home XDG_CACHE_HOME=$work/home \
    LIBGL_ALWAYS_SOFTWARE=1 REAGENT_LOG_FIRST_FRAME=1 "$program" "$sample" >"$work/output" 2>"$work/errors" &
app=$!
until_true 60 grep -q "first frame with the workspace" "$work/errors" || fail "no frame was drawn in a minute"
window=$(xdotool search --onlyvisible --pid "$app" 2>/dev/null | tail -n 1 || true)
[ -n "$window" ] || window=$(xdotool search --onlyvisible --name Reagent | tail -n 1)
[ -n "$window" ] || fail "there is no window"
xdotool windowfocus --sync "$window"

shot() { import -window "$window" "$work/$1.png"; }
colours() { convert "$work/$1.png" -format '%k' info:; }
differ() { [ "$(compare -metric AE "$work/$1.png" "$work/$2.png" null: 2>&1 | sed 's/[^0-9].*//')" -gt 2000 ]; }
is_drawn() { shot shown && [ "$(colours shown)" -gt 40 ]; }
palette_is_open() { shot palette && differ shown palette; }
palette_is_closed() { shot closed && ! differ shown closed; }

until_true 30 is_drawn || fail "the window is blank"
xdotool key --window "$window" ctrl+k
until_true 20 palette_is_open || fail "Ctrl+K shows no palette"
xdotool key --window "$window" Escape
until_true 20 palette_is_closed || fail "Escape does not close the palette"
xdotool key --window "$window" ctrl+Return
kill -0 "$app" 2>/dev/null || fail "the program ended by itself"
shot last
[ "$(colours last)" -gt 40 ] || fail "the window is blank after a run"
memory=$(awk '/^VmRSS/ {printf "%d", $2 / 1024}' "/proc/$app/status")

# There is no window manager to ask; Ctrl+Q is the way out.
xdotool key --window "$window" ctrl+q
until_true 20 bash -c "! kill -0 $app 2>/dev/null" || fail "Ctrl+Q does not close the window"
status=0
wait "$app" || status=$?
app=
[ "$status" -eq 0 ] || fail "the program ended with $status"
[ "$before" = "$(digest)" ] || fail "the sample was written to"
[ -n "${WINDOW_SHOT:-}" ] && cp "$work/shown.png" "$WINDOW_SHOT"

millis=$(sed -n 's/^first frame with the workspace: \([0-9]*\) ms$/\1/p' "$work/errors")
sed 's/^/window: /' "$work/errors" | grep 'first frame'
printf 'window: %s MB resident, program %s MB\n' "$memory" "$(($(stat -c %s "$program") / 1000000))"
case $program in
*/release/*) [ "$millis" -le "$most_millis" ] || fail "the first frame took more than $most_millis ms" ;;
*) printf 'window: not an optimised build, the bar of %s ms is not applied\n' "$most_millis" ;;
esac
