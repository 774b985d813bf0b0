#!/usr/bin/env bash
# Renders the same payload with PHP Twig (opcache JIT on) and with Reagent, one after the other on one core, and prints
# the ratio. Installs php-cli and php-twig from Debian if they are missing.
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! command -v php >/dev/null || [ ! -f /usr/share/php/Twig/autoload.php ]; then
    apt-get update -qq
    apt-get install -y -qq php-cli php-twig >/dev/null
fi
pin=()
command -v taskset >/dev/null && pin=(taskset -c 1)

cargo bench --bench twig --no-run --quiet
php=$("${pin[@]}" php -d opcache.enable_cli=1 -d opcache.jit_buffer_size=64M \
    -d opcache.jit=tracing benches/peers/twig.php)
ours=$("${pin[@]}" cargo bench --bench twig --quiet -- '^render' | awk '
    /Html/ { for (i = 1; i <= NF; i++) if ($i ~ /^[0-9.]+$/) { value = $i; unit = $(i + 1); break }
             scale = unit == "ns" ? 1e9 : unit == "ms" ? 1e3 : 1e6; printf "%.0f", scale / value; exit }')
awk -v php="$php" -v ours="$ours" 'BEGIN {
    printf "PHP Twig with JIT  %6d renders/s\nReagent            %6d renders/s\nratio              %.2f\n", php, ours, ours / php }'
