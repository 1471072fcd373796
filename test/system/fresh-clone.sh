#!/usr/bin/env bash
# A newcomer's first minutes: `npm run check:fresh`. Clones the committed state into an empty folder with a HOME of its
# own, runs the demo and asks the server something; as root it does the same for an ordinary user (needs useradd).
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$(pwd)

newcomer() { # folder, then the command prefix that becomes the user
  local folder=$1
  shift
  local clean=(env -i "HOME=$folder/home" "PATH=${PATH_WITHOUT_MODULES}" "PORT=0" "npm_config_cache=$folder/cache")
  [ -n "${npm_config_registry:-}" ] && clean+=("npm_config_registry=$npm_config_registry")
  (cd "$folder/galena" && "$@" "${clean[@]}" npm run --silent demo -- --exit) | tee "$folder/demo.txt" | tail -n 40
  grep -q 'curl' "$folder/demo.txt" || { echo 'the demo did not say what to try next' >&2; exit 1; }
  grep -qiE 'companies' "$folder/demo.txt"
  (cd "$folder/galena" && "$@" "${clean[@]}" npx --no-install galena doctor) | tail -n 20 || true
}

PATH_WITHOUT_MODULES=$(printf '%s' "$PATH" | tr ':' '\n' | grep -v node_modules | paste -sd:)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/home"
git clone -q "$root" "$folder/galena"
echo "as $(id -un), in an empty clone with an empty HOME:"
newcomer "$folder"

if [ "$(id -u)" = 0 ] && command -v useradd >/dev/null; then
  user=galena-newcomer
  id "$user" >/dev/null 2>&1 || useradd --create-home "$user"
  home=$(mktemp -d)
  mkdir "$home/home"
  git clone -q "$root" "$home/galena"
  chown -R "$user" "$home"
  echo "as an ordinary user:"
  newcomer "$home" setpriv "--reuid=$user" "--regid=$(id -g "$user")" --clear-groups
  rm -rf "$home"
  userdel --remove "$user" >/dev/null 2>&1 || true
fi
