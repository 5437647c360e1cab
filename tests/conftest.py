"""What every test stands on: English pages, cheap passwords, and a database that threads can share."""

import gc
from contextlib import ExitStack, contextmanager

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import translation
from django.utils.crypto import get_random_string

from aftersales.models import User
from aftersales.sessions import SessionStore
from slips.rendering import TRIED
from tests.actors import person
from tests.everything import one_in_every_state
from tests.ready_tables import be_ready

CHEAP = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Tests that share one of these come first, those of the dearest before the others: another process steals from the end,
# and would make it again.
FACTORY = "something_of_everything"
MADE_ONCE = (FACTORY, "factory", "made_once", "live_server")
# Takes so long that nothing else would run beside it at the end.
LONGEST = "tests/journeys/test_keyboard.py"


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="run the tests that take minutes, too")
    parser.addoption(
        "--database", action="store_true", help="run only the tests that the database has a say in"
    )
    parser.addoption("--screenshots", metavar="DIR", help="keep pictures of the journeys' pages there")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    if config.getoption("--database"):
        config.hook.pytest_deselected(items=[item for item in items if not uses_database(item)])
        items[:] = filter(uses_database, items)
    for item in items:
        if "long" in item.keywords and not config.getoption("--long"):
            item.add_marker(pytest.mark.skip(reason="takes minutes: --long runs it"))
    items.sort(key=place)


def place(item):
    """When it is its turn: that of the dearest of what it shares; the longest is the first."""
    if item.nodeid.startswith(LONGEST):
        return -1
    shared = [number for number, name in enumerate(MADE_ONCE) if name in item.fixturenames]
    return min(shared, default=len(MADE_ONCE))


def pytest_collection_finish():
    """What is in memory now stays, so that the garbage collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()


# Where statements are written for one database or the other, or tell them apart: searches, lists, ledgers, figures,
# the projection, prepared statements, constraints, triggers, hostile text. Elsewhere either database shows a fault.
HAS_A_SAY = (
    "accountability/test_confidential", "accountability/test_recurrence", "cases/clock/test_on_time",
    "cases/test_events", "cases/test_lists", "cases/test_many_at_once", "cases/test_pages", "cases/test_same_motor",
    "cases/test_similar",
    "catalogue/", "figures/", "finding/", "ledgers/", "notices/", "people/", "returns/test_custody",
    "returns/test_issuing", "returns/test_printing", "satisfaction/", "talk/", "test_any_text", "test_demo_again",
    "test_once", "test_planned", "test_policy", "test_prepared", "test_queries", "test_start_up", "test_tidy",
    "test_upgrading", "test_urls.py::test_no_", "test_waiting", "test_worklist", "warranty/",
)  # fmt: skip


def uses_database(item):
    """Whether another database may tell a test otherwise; all that commit something are among them."""
    database = item.get_closest_marker("django_db")
    commits = "transactional_db" in item.fixturenames or (database and database.kwargs.get("transaction"))
    used = database or "db" in item.fixturenames
    return commits or (used and item.nodeid.removeprefix("tests/").startswith(HAS_A_SAY))


@pytest.fixture(autouse=True)
def in_english(settings):
    """Every test reads English, in this thread and on the pages; one that reads Chinese says so itself."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def in_chinese(in_english, settings):
    settings.LANGUAGE_CODE = "zh-hans"
    with translation.override("zh-hans"):
        yield


@pytest.fixture(autouse=True)
def no_boxes(monkeypatch):
    """No test prints a character as an empty box."""

    def alarm(message, characters):
        raise AssertionError(message % characters)

    monkeypatch.setattr("aftersales.kit.pdf.logger.error", alarm)


@pytest.fixture(autouse=True)
def no_document_has_failed_yet():
    """Keys of rows come again in every test."""
    TRIED.clear()


@pytest.fixture(autouse=True)
def cheap_passwords(settings):
    """argon2 takes its time on purpose."""
    settings.PASSWORD_HASHERS = CHEAP


@pytest.fixture(scope="session", autouse=True)
def static_files_when_asked_for():
    """Else each browser of a test would read all of them first."""
    with override_settings(WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(scope="session")
def ready_tables(request):
    """The folder where the tables are kept from one run to the next; None where they are not asked of migrations."""
    cache = getattr(request.config, "cache", None)
    if cache and not request.config.option.nomigrations and not request.config.option.reuse_db:
        return cache.mkdir("tables")
    return None


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, ready_tables):
    """A file that stands there already is taken as it is; on PostgreSQL Django makes the copy."""
    return django_db_keepdb or bool(ready_tables and connection.vendor == "sqlite")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, tmp_path_factory, ready_tables, django_db_blocker
):
    """A file for SQLite: threads of one process would share a database in memory, with other locks."""
    if connection.vendor == "sqlite":
        name = tmp_path_factory.mktemp("database") / "test.sqlite3"
        settings = connection.settings_dict
        settings["TEST"]["NAME"] = str(name)
        # What a test wrote need not outlive the machine.
        options = settings["OPTIONS"]
        settings["OPTIONS"] = options | {"init_command": f"{options['init_command']};PRAGMA synchronous=OFF"}
    if ready_tables:
        with django_db_blocker.unblock():
            be_ready(ready_tables)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """Tests that commit are cleaned up by DELETE, past the triggers of the audit log, but for what never changes."""
    operations = type(connection.ops)
    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "sqlite":
            patch.setattr(operations, "execute_sql_flush", without_triggers(operations.execute_sql_flush))
            patch.setattr(operations, "sql_flush", but_for_what_stays(operations.sql_flush))
        else:
            patch.setattr(operations, "sql_flush", but_for_what_stays(deletions))
        patch.setattr("django.core.management.commands.flush.emit_post_migrate_signal", lambda *_, **__: None)
        yield


# What Django writes down of the models themselves; to make it anew after each test takes longer than the test.
STAYS = {"django_content_type", "auth_permission"}


def but_for_what_stays(flush):
    """A way of emptying all tables but these."""

    def flush_the_others(self, style, tables, **options):
        return flush(self, style, [table for table in tables if table not in STAYS], **options)

    return flush_the_others


def without_triggers(flush):
    """Django's way of emptying the tables of SQLite, while the triggers are away."""

    def flush_past_the_triggers(self, statements):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            flush(self, statements)
            for _, sql in triggers:
                cursor.execute(sql)

    return flush_past_the_triggers


def deletions(self, style, tables, **options):
    """How to empty the tables of PostgreSQL: TRUNCATE makes new files of all tables and indexes, for 0.6 s."""
    replica = "SET LOCAL session_replication_role = replica"  # neither triggers nor foreign keys are asked
    return [replica, *(f"DELETE FROM {self.quote_name(table)}" for table in tables)]  # noqa: S608


@contextmanager
def rolled_back(blocker):
    """What is made here stays for the tests inside, each of which rolls back to it."""
    with (
        blocker.unblock(),
        transaction.atomic(),
        translation.override("en"),
        override_settings(LANGUAGE_CODE="en", PASSWORD_HASHERS=CHEAP),
    ):
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker):
    """For fixtures of a module: what they make stays for its tests."""
    with rolled_back(django_db_blocker):
        yield


class Factory:
    """A factory in which something waits for everybody, made for the first of the tests in a row that want it."""

    blocker = None
    stands = False

    def stand(self):
        if not self.stands:
            self.until = ExitStack()
            self.until.enter_context(rolled_back(self.blocker))
            one_in_every_state()
            self.stands = True

    def end(self):
        if self.stands:
            self.until.close()
            self.stands = False


factory = Factory()


@pytest.fixture(scope="session")
def something_of_everything(django_db_setup, django_db_blocker):
    """A factory in which something waits for everybody."""
    factory.blocker = django_db_blocker
    factory.stand()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    if FACTORY in item.fixturenames and factory.blocker:
        factory.stand()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item, nextitem):
    if nextitem is None or FACTORY not in nextitem.fixturenames:
        factory.end()


@pytest.fixture
def browse(db):
    """A browser in which a person is signed in: ``browse(manager()).get("/cases/")``."""

    return signed_in


def signed_in(user: User) -> Client:
    """As ``force_login``, which writes eighteen statements, ten of them of who signs in too often."""
    says = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: "aftersales.signing_in.CountedBackend",
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
    key, store = get_random_string(32), SessionStore()
    Session.objects.create(
        session_key=key, session_data=store.encode(says), expire_date=store.get_expiry_date()
    )
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return client


@pytest.fixture
def stranger(db) -> User:
    """Somebody with an account and no role."""
    return person("stranger", "外来人")


@pytest.fixture
def with_admin(settings):
    """Django's own administration is switched on."""
    settings.ROOT_URLCONF = "tests.with_admin"
