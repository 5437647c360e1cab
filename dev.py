#!/usr/bin/env python3
"""Set up, run, test and check the project with nothing but Python 3.11 or newer.

  python3 dev.py run      a trial with demo data, at http://127.0.0.1:8000 (--port; --host 0.0.0.0: for phones, too)
  python3 dev.py test     every test; --postgres: on a throw-away PostgreSQL; the rest goes to pytest
  python3 dev.py check    lint, format, templates, types, missing migrations
  python3 dev.py setup    only what the others need: system packages, .venv, locked dependencies
  python3 dev.py lock     resolve pyproject.toml into both locks again; the rest goes to uv

DATABASE_URL chooses another database for run and test. What is already done is skipped.
"""

import argparse
import errno
import hashlib
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = str(BIN / "python")
RUNTIME_LOCK, DEV_LOCK = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
INSTALLED = VENV / "installed"  # which lock is in the venv, and its hash
UV = "uv==0.13.9"
SYSTEM_PYTHON = "/usr/bin/python3"  # production's, and a fifth faster than one compiled without profiles

RUN_PACKAGES = {
    "python3-venv": "makes the virtual environment",
    "libpango-1.0-0": "lays out the text of the slips (PDF)",
    "libpangoft2-1.0-0": "finds their fonts",
    "libharfbuzz-subset0": "embeds only the glyphs in use; without it a slip takes 12 s, not 0.2 s",
    "fonts-wqy-microhei": "the Chinese font of the slips",
    "gettext": "compiles the translations",
    "fonts-noto-cjk": "has the rare characters of some names, which print as boxes without it",
    "ca-certificates": "lets downloads be verified behind a company's own certificate",
}
TEST_PACKAGES = {
    "chromium": "walks through the pages as a person would",
    "chromium-headless-shell": "does the same in half the time, having no window",
    "libatomic1": "is needed by the driver of that browser",
    "default-jre-headless": "runs the checker of HTML",
    "poppler-utils": "turns slips into pictures, to compare them",
}
POSTGRES_PACKAGES = {"postgresql": "the database of production"}
RECOMMENDED = {"fonts-noto-cjk", "ca-certificates", "chromium-headless-shell"}  # everything else is essential

# What Python runs beside the server; each stops at SIGTERM.
BACKGROUND = ("manage.py worker",)
OLDER = "workflow.E002"  # what migrate says of a database of before it
LOCAL = ("127.0.0.1", "localhost", "[::1]")  # what only this machine reaches itself under

CHECKS = (
    "-m ruff check .",
    "-m ruff format --check .",
    "-m djlint templates --lint --quiet",
    "-m mypy .",
    "manage.py check",
    "manage.py makemigrations --check --dry-run",
)


# What apt, pip and uv say when nobody answers.
NO_NETWORK = re.compile(
    r"failure (in name resolution|resolving)|could not (resolve|connect)|cannot initiate the connection"
    r"|network is unreachable|connection (refused|timed out|failed)|dns error",
    re.IGNORECASE,
)


class Failed(Exception):
    """A step did not work out; what follows may get along without it."""


@contextmanager
def step(title: str) -> Iterator[None]:
    """Say what is being done and, once it is done, how long it took or why it failed."""
    print(f"→ {title} …", end=" ", flush=True)
    began = time.monotonic()
    try:
        yield
    except Failed as failure:
        print(f"failed: {failure}", flush=True)
    else:
        print(f"ok ({time.monotonic() - began:.1f} s)", flush=True)


def attempt(*command: str | Path, **defaults: str) -> subprocess.CompletedProcess[str]:
    """Run without input and keep the output; `defaults` hold where the environment says nothing."""
    return subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        env=defaults | os.environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def must(*command: str | Path, **defaults: str) -> None:
    """Run quietly; when it fails, stop: with its output, or with one line where there is no network."""
    done = attempt(*command, **defaults)
    if done.returncode and NO_NETWORK.search(done.stdout):
        sys.exit("failed: no network, nothing can be fetched")
    if done.returncode:
        sys.exit(f"failed\n$ {shlex.join(map(str, command))}\n{done.stdout}")


def missing_of(packages: dict[str, str]) -> list[str]:
    """Those of `packages` that dpkg does not have; a Python may bring venv along without a package."""
    listed = attempt("dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n", *packages)
    found = {line.removesuffix(" installed") for line in listed.stdout.splitlines()}
    if find_spec("ensurepip"):
        found.add("python3-venv")
    return [name for name in packages if name not in found]


def apt_get() -> list[str] | None:
    """How to call apt-get so that it asks nothing, or None where that cannot be."""
    apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--yes", "-oDPkg::Lock::Timeout=120"]
    if os.geteuid() == 0:
        return apt
    if shutil.which("sudo") and attempt("sudo", "-n", "true").returncode == 0:
        return ["sudo", "-n", *apt]
    return None


def explain(missing: list[str], packages: dict[str, str]) -> None:
    """Print what is missing, why it is needed and the command that installs it."""
    print("Missing on this machine:")
    for name in missing:
        print(f"  {name}: {packages[name]}{' (recommended)' if name in RECOMMENDED else ''}")
    print("Install with:")
    print(f"  sudo apt-get update && sudo apt-get install --no-install-recommends {' '.join(missing)}")


def install(apt: list[str], missing: list[str]) -> None:
    """Install the packages; raises Failed with apt's own errors, or in three words where there is no network."""
    update = attempt(*apt, "-oAcquire::Retries=0", "-oAPT::Update::Error-Mode=any", "update")
    if update.returncode and NO_NETWORK.search(update.stdout):
        raise Failed("no network")
    done = attempt(*apt, "install", "--no-install-recommends", *missing)
    if done.returncode:
        raise Failed("\n".join(re.findall(r"^E: .+", update.stdout + done.stdout, re.MULTILINE)))


def ensure_packages(packages: dict[str, str]) -> None:
    """Install what is missing of `packages` where possible; stop when something essential stays missing."""
    if not shutil.which("dpkg-query"):
        print(f"→ not a Debian: see that you have what corresponds to {', '.join(packages)}")
        return
    missing = missing_of(packages)
    if missing and (apt := apt_get()):
        with step(f"system packages {' '.join(missing)}"):
            install(apt, missing)
        missing = missing_of(packages)
    if missing:
        explain(missing, packages)
    if set(missing) - RECOMMENDED:
        sys.exit(1)


def interpreter() -> str:
    """The Python to make .venv of: the system's where it is new enough and can, otherwise the one that runs this."""
    fit = "import ensurepip, sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return sys.executable if attempt(SYSTEM_PYTHON, "-c", fit).returncode else SYSTEM_PYTHON
    except OSError:  # there is none
        return sys.executable


def ensure_venv() -> None:
    """Make .venv, or make it anew when its Python is gone or was replaced by another version."""
    if not Path(PYTHON).exists() or attempt(PYTHON, "-c", "import pip").returncode:
        with step("virtual environment"):
            must(interpreter(), "-m", "venv", "--clear", VENV)


def uv_defaults() -> dict[str, str]:
    """What pip is told about certificate and index, for uv, which does not read pip's settings."""
    defaults = {}
    certificate = os.environ.get("PIP_CERT", "/etc/ssl/certs/ca-certificates.crt")
    if Path(certificate).exists():
        defaults["SSL_CERT_FILE"] = certificate
    if index := re.search(r"\.index-url='(.+)'", attempt(PYTHON, "-m", "pip", "config", "list").stdout):
        defaults["UV_DEFAULT_INDEX"] = index[1]
    return defaults


def uv(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the venv's uv, installing it first."""
    if not list(BIN.glob("uv*")):
        attempt(PYTHON, "-m", "pip", "install", "--only-binary=:all:", UV, PIP_RETRIES="1")
    return attempt(PYTHON, "-m", "uv", *arguments, **uv_defaults())


def ensure_dependencies(lock: Path) -> None:
    """Install exactly what `lock` names, with uv or, where uv fails, with pip."""
    before = INSTALLED.read_text() if INSTALLED.exists() else ""
    if before.startswith(DEV_LOCK.name):
        lock = DEV_LOCK  # it holds the runtime too, so run and test do not undo each other
    now = f"{lock.name} {hashlib.sha256(lock.read_bytes()).hexdigest()}"
    if before == now:
        return
    with step(f"dependencies of {lock.name}"):
        if uv("pip", "sync", "--python", PYTHON, "--require-hashes", lock).returncode:
            pip = (PYTHON, "-m", "pip", "install", "--require-hashes", "--requirement", lock)
            must(*pip, PIP_RETRIES="1")
        INSTALLED.write_text(now)


def compile_translations() -> None:
    """Compile each .po that is newer than its .mo."""
    for source in ROOT.glob("locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with step(f"translation {source.relative_to(ROOT)}"):
                must("msgfmt", "--check-format", "-o", target, source)


def setup(lock: Path = RUNTIME_LOCK, more: dict[str, str] | None = None) -> None:
    """Bring the machine and .venv to where the project runs."""
    ensure_packages(RUN_PACKAGES | (more or {}))
    ensure_venv()
    ensure_dependencies(lock)
    compile_translations()
    print("→ all set", flush=True)


def run(host: str, port: int) -> None:
    """Serve a trial with demo data in the foreground, with production's server where there is one."""
    if "SECRET_KEY" in names_in_env_file():
        sys.exit("The .env here has a SECRET_KEY, as in production. Try the product in a folder of its own.")
    setup()
    refuse_unless_free(host, port)
    names = names_of(host)
    suggest(SITE_URL=f"http://{names[0]}:{port}", ALLOWED_HOSTS=",".join([*names, *LOCAL]))
    with step("database"):
        aside = migrate()
        must(PYTHON, "manage.py", "tasks", "--rebuild")
    if aside:
        print(f"→ the trial of an older version is kept as {aside}")
    with started(["manage.py", "demo", "--if-empty"]) as demo:
        if demo.wait():
            sys.exit("The demo data could not be made.")
    print(f"→ http://{names[0]}:{port}  (Ctrl+C stops)", flush=True)
    if names[0] not in LOCAL:
        print("  Everybody in this network can open it and sign in as one of the demo people.", flush=True)
    where = f"{bracketed(host)}:{port}"
    if os.name == "posix":
        workers = "--workers=2 --preload --worker-class=gthread --threads=4 --log-level=warning"
        serve(["-m", "gunicorn", f"--bind={where}", *workers.split(), "aftersales.wsgi"])
    else:
        serve(["manage.py", "runserver", "--noreload", where])


def migrate() -> Path | None:
    """Make the tables; return where a trial of an older version was put, whose tables cannot be brought up to date."""
    command = (PYTHON, "manage.py", "migrate", "--no-input")
    try:
        must(*command)
    except SystemExit as failure:
        file = trial_database()
        if OLDER not in str(failure) or file is None:
            raise
        aside = put_aside(file)
        must(*command)
        return aside
    return None


def put_aside(file: Path) -> Path:
    """Rename an SQLite database with what it has not yet taken in."""
    aside = file.with_stem(f"{file.stem}-before-{time.strftime('%Y-%m-%d-%H%M%S')}")
    for part in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            Path(f"{file}{part}").rename(f"{aside}{part}")
    return aside


def trial_database() -> Path | None:
    """The SQLite file of the trial; None where it is another kind of database, or .env chooses it."""
    if "DATABASE_URL" in names_in_env_file() - os.environ.keys():
        return None
    kind, _, name = os.environ.get("DATABASE_URL", "sqlite:///var/aftersales.sqlite3").partition(":///")
    return ROOT / name if kind == "sqlite" else None


def names_in_env_file() -> set[str]:
    """What .env sets."""
    file = ROOT / ".env"
    return set(re.findall(r"^(?:export )?(\w+)=", file.read_text(), re.MULTILINE)) if file.exists() else set()


def suggest(**settings: str) -> None:
    """Set for everything that is started from here what neither the environment nor .env sets."""
    for name in settings.keys() - names_in_env_file():
        os.environ.setdefault(name, settings[name])


def refuse_unless_free(host: str, port: int) -> None:
    """Stop where nothing can be served at this address."""
    try:
        family, _type, _protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        socket.create_server((address[0], port), family=family).close()
    except (OSError, OverflowError) as error:
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            sys.exit(f"Port {port} is taken. Choose another: python3 dev.py run --port {port + 1}")
        sys.exit(f"Cannot serve at {bracketed(host)}:{port}: {error}")


def names_of(host: str) -> list[str]:
    """Under which names others reach what is served at this host, the one to type first."""
    if host not in {"0.0.0.0", "::"}:  # noqa: S104  (chosen by whoever runs it)
        return [bracketed(host)]
    return [*map(bracketed, own_addresses()), socket.gethostname()]


def own_addresses() -> list[str]:
    """The addresses of this machine, first the one through which it reaches others."""
    addresses = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # sends nothing: it only chooses a way to an address of examples
        addresses.append(probe.getsockname()[0])
    listed = attempt("hostname", "-I")
    return list(dict.fromkeys(addresses + ([] if listed.returncode else listed.stdout.split())))


def bracketed(host: str) -> str:
    """As it stands in a URL: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


@contextmanager
def started(words: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run Python until we are done; in a session of its own, so that Ctrl+C reaches us alone."""
    process = subprocess.Popen([PYTHON, *words], cwd=ROOT, start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def serve(command: list[str]) -> None:
    """Run the server until it stops and, beside it, what production leaves to services of their own."""
    with ExitStack() as running:
        server = running.enter_context(started(command))
        for words in BACKGROUND:
            running.enter_context(started(words.split()))
        sys.exit(server.wait())


@contextmanager
def throwaway_postgres() -> Iterator[str]:
    """A PostgreSQL of our own in a temporary directory, on a socket only; yields its DATABASE_URL."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    with tempfile.TemporaryDirectory(prefix="postgres-") as home:
        user: list[str] = []
        if os.geteuid() == 0:  # initdb refuses root, and the project may be where postgres cannot look
            user = ["runuser", "-u", "postgres", "--", "env", f"--chdir={home}"]
            shutil.chown(home, "postgres", "postgres")
        control = [*user, f"{programs}/pg_ctl", f"--pgdata={home}/data", f"--log={home}/log"]
        # With a locale of plain C, trigram search would drop every Chinese character.
        cluster = "--username=postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync"
        options = f"-k {home} -c listen_addresses= -c fsync=off -c max_connections=200"
        with step("throw-away PostgreSQL"):
            must(*control, "init", f"--options={cluster}")
            must(*control, "start", "--wait", f"--options={options}")
        try:
            yield f"postgres://postgres@/{home}/postgres"
        finally:
            attempt(*control, "stop", "--mode=immediate")


def cores() -> int:
    """How many this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # Linux alone knows
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def test(postgres: bool, arguments: list[str]) -> int:
    """Run the tests on every core and return pytest's exit code; later arguments win over ours.

    There is one process more than there are cores, which goes on while another waits for a browser or for PostgreSQL.
    """
    setup(DEV_LOCK, TEST_PACKAGES | (POSTGRES_PACKAGES if postgres else {}))
    pytest = [PYTHON, "-m", "pytest", f"--numprocesses={cores() + 1}", "--dist=worksteal", *arguments]
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # every process would compile every module again
    with throwaway_postgres() if postgres else nullcontext() as url:
        environment = os.environ | ({"DATABASE_URL": url} if url else {})
        return subprocess.run(pytest, cwd=ROOT, env=environment, check=False).returncode


def check() -> int:
    """Run every check beside the others, show what the failing ones say, and return how many failed."""
    setup(DEV_LOCK)
    failures = 0
    with ThreadPoolExecutor() as pool:
        done_all = pool.map(lambda words: attempt(PYTHON, *words.split()), CHECKS)
        for words, done in zip(CHECKS, done_all, strict=True):
            failures += done.returncode != 0
            outcome = f"failed\n{done.stdout}" if done.returncode else "ok"
            print(f"→ {words.removeprefix('-m ')} … {outcome}", flush=True)
    return failures


def lock(arguments: list[str]) -> None:
    """Resolve the dependencies, for every platform; the runtime's versions follow those of development."""
    setup()
    compiling = ["pip", "compile", "--universal", "--generate-hashes", "--no-header", *arguments]
    for target, more in ((DEV_LOCK, "--group=dev"), (RUNTIME_LOCK, f"--constraint={DEV_LOCK.name}")):
        with step(target.name):
            done = uv(*compiling, more, "--output-file", target.name, "pyproject.toml")
            if done.returncode:
                sys.exit(f"failed\n{done.stdout}")


def end_what_was_started() -> None:
    """Let SIGTERM and a closed terminal unwind like Ctrl+C; nohup still keeps the latter away."""
    for name in {"SIGTERM", "SIGHUP"} & vars(signal).keys():
        number = getattr(signal, name)
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda *_: sys.exit(143))


def main() -> int | None:
    """Read the command line and do what it says."""
    os.environ.setdefault("DEMO", "1")  # settings then need no secret from the environment
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("command", choices=["run", "test", "check", "setup", "lock"])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--postgres", action="store_true")
    options, rest = parser.parse_known_args()
    if rest and options.command not in {"test", "lock"}:
        parser.error(f"{options.command} does not take {' '.join(rest)}")
    commands = {
        "run": lambda: run(options.host, options.port),
        "test": lambda: test(options.postgres, rest),
        "check": check,
        "setup": setup,
        "lock": lambda: lock(rest),
    }
    end_what_was_started()
    try:
        return commands[options.command]()
    except KeyboardInterrupt:
        print("\n→ stopped")
        return 130


if __name__ == "__main__":
    sys.exit(main())
