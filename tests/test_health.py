"""What whoever watches over the server is told, and that nobody else is told more for it."""

import pytest
from django.db import connection
from django.test import Client

HOST = "127.0.0.1:8000"  # as a supervisor on the same machine asks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def production(settings):
    settings.ALLOWED_HOSTS = ["aftersales.factory.example"]
    settings.SECURE_SSL_REDIRECT = True


def ask(path="/healthy/", host=HOST):
    answer = Client().get(path, headers={"host": host})
    return answer.status_code, answer.content.decode()


def test_it_answers_at_the_address_of_the_machine_without_https():
    assert ask() == (200, "ok")


@pytest.mark.parametrize("path", ["/", "/login/", "/healthy", "/healthy/x/", "//healthy/", "/static/app.css"])
def test_nothing_else_is_opened_to_a_foreign_name(path):
    assert ask(path)[0] == 400


def test_a_database_that_is_not_there_is_said(monkeypatch):
    place = {"NAME": "/nowhere/aftersales.sqlite3"}
    if connection.vendor == "postgresql":
        place = {"HOST": "127.0.0.1", "PORT": "1"}
    for name, value in place.items():
        monkeypatch.setitem(connection.settings_dict, name, value)
    assert ask() == (503, "database")


def test_a_database_without_our_tables_is_no_database_of_ours(monkeypatch, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("one kind of empty database is enough")
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "empty.sqlite3"))
    assert ask() == (503, "database")
