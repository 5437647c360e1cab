"""The plan of the house: which module may know which, and the one door through which states change."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

from workflow.checks import names_are_declared
from workflow.machines import machines
from workflow.models import Stateful
from workflow.panels import LINKS, PANELS
from workflow.timeline import BESIDE

ROOT = Path(__file__).resolve().parent.parent

# An app imports itself and what stands to its left, and knows nothing of what stands to its right.
APPS = [
    "aftersales", "workflow", "people", "talk", "notices", "slips", "warranty", "catalogue", "cases", "returns",
    "accountability", "satisfaction", "figures", "guide", "demo",
]  # fmt: skip
LOOKS_UPWARD = {"aftersales/urls.py"}

# Inside an app a module imports only modules of a lower layer, or of its own.
LAYERS = [
    {"urls", "admin", "apps", "management", "checks", "queues"},
    {"views", "templatetags", "context", "notes"},
    {"about_roles"},
    {"sending", "digest"},
    {
        "tasks", "panels", "finders", "explanations", "presentation", "catalogue", "strip", "ledgers", "timeline",
        "planning", "reminders", "channels", "claims",
    },
    {"forms", "consequences", "tables", "profiles", "wording", "outside"},
    {"sheets", "handouts"},
    {"actions", "printing", "rendering", "tags", "telling", "once", "starting", "issuing"},
    {"slips"},
    {
        "brief", "deadlines", "uploads", "scans", "queries", "same_motor", "passport", "results", "charting", "on_time",
        "items", "team", "lookup", "messages", "waiting", "changes", "projection", "worklist", "bound", "texts",
        "similar", "plans", "counting", "kept", "originals", "report", "overview", "sections", "service", "watch",
        "holdings", "beginning", "mailing",
    },
    {"models", "machines", "verbs"},
    {"transitions", "verdicts", "layout", "fields", "dates"},
    {"conditions", "guards"},
    {
        "statuses", "kinds", "several", "paper", "page_breaks", "fees", "limits", "rules", "facts", "policy", "clauses",
        "reasons", "labels", "questions", "scoring", "robots", "lists", "matching", "months", "declared", "chance",
        "watching", "numbers", "regulation", "contents", "pictures",
    },
]  # fmt: skip
LAYER_OF = {name: rank for rank, names in enumerate(reversed(LAYERS)) for name in names}
# The folders of a large app, each with modules of the same layers.
SUBJECTS = {
    "cases": {
        "intake",
        "appraisal",
        "clock",
        "measuring",
        "bench",
        "repair",
        "shipping",
        "freight",
        "shortage",
        "photos",
        "customers",
    }
}

PURE = [
    "aftersales/citations.py",
    "workflow/policy.py", "warranty/rules.py", "warranty/clauses.py", "warranty/facts.py", "warranty/policy.py",
    "catalogue/limits.py", "catalogue/lists.py", "catalogue/matching.py",
    "cases/clock/rules.py", "cases/policy.py", "satisfaction/scoring.py",
    "figures/chance.py", "figures/watching.py", "figures/policy.py",
]  # fmt: skip


def sources(*folders):
    """Every module of the product as (path from the root, syntax tree); no tests and no migrations."""
    for folder in folders or APPS:
        yield from parsed(folder)


@cache
def parsed(folder):
    return [(path, ast.parse((ROOT / path).read_text())) for path in paths(folder)]


def paths(folder):
    """The modules of a folder, from the root."""
    return [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def imports(tree):
    """The modules that a module imports, wherever in it; ``from a import b`` counts as ``a`` and ``a.b``.

    What is imported for the type checker alone does not count.
    """
    for node in at_run_time(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def at_run_time(tree):
    """Every node that is not below ``if TYPE_CHECKING``."""
    yield tree
    if not (isinstance(tree, ast.If) and getattr(tree.test, "id", "") == "TYPE_CHECKING"):
        for node in ast.iter_child_nodes(tree):
            yield from at_run_time(node)


def module_of(path):
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


MODULES = {module_of(path) for app in APPS for path in paths(app)}


def own_imports(tree):
    """The modules of the product that a module imports."""
    return {name for name in imports(tree) if name in MODULES}


def test_the_plan_names_every_app():
    there = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert there == set(APPS)


def above(app):
    """The apps that an app may know nothing of."""
    return APPS[APPS.index(app) + 1 :]


def test_imports_point_one_way():
    wrong = [
        f"{path} imports {name}"
        for path, tree in sources()
        if path not in LOOKS_UPWARD
        for name in own_imports(tree)
        if name.split(".")[0] in above(path.split("/")[0])
    ]
    assert wrong == []


def templates():
    """Every template as (the app whose it is, its path, its text); those of no folder are the site's."""
    for path in sorted((ROOT / "templates").rglob("*.html")):
        folder = path.relative_to(ROOT / "templates").parts[0]
        app = "slips" if folder == "paper" else folder
        yield app if app in APPS else "aftersales", path.relative_to(ROOT).as_posix(), path.read_text()


def texts():
    """Every module and template as (app, path, text without comments that only describe)."""
    for path, _ in sources():
        if path not in LOOKS_UPWARD:
            yield path.split("/")[0], path, (ROOT / path).read_text()
    yield from templates()


def test_no_address_of_an_upper_app_stands_in_a_lower_one():
    assert [
        f"{path}: {name}"
        for app, path, text in texts()
        for name in re.findall(r"""["'](\w+):[\w{]|["']/(\w+)/""", text)
        if set(above(app)).intersection(name)
    ] == []


def test_no_model_of_an_upper_app_is_named_in_a_lower_one():
    """As text, which no import shows: ``"cases.Case"``, ``get_model("cases", …)``."""
    assert [
        f"{path}: {name}"
        for app, path, text in texts()
        for name in re.findall(r"""["'](\w+)\.\w+|get_model\(["'](\w+)""", text)
        if set(above(app)).intersection(name)
    ] == []


def test_no_template_of_an_upper_app_is_included_in_a_lower_one():
    assert [
        f"{path}: {name}"
        for app, path, text in texts()
        for name in re.findall(r"""["'](\w+)/\w+\.html["']""", text)
        if name in above(app)
    ] == []


def upper_names():
    """By app, what the models of upper apps are called on its own: ``case.penalties``."""
    names = {app: set() for app in APPS}
    for model in apps.get_models():
        home = model._meta.app_label
        if home in APPS:
            for relation in model._meta.related_objects:
                if relation.related_model._meta.app_label in above(home):
                    names[home].add(relation.get_accessor_name())
    return names


def test_no_related_name_of_an_upper_app_is_used_in_a_lower_one():
    """Read in modules as attributes, in lookups and in what reads ahead, in templates after a dot."""
    names = upper_names()
    ways = {app: use_of(names_of_others(app, names)) for app in APPS}
    assert [f"{path}: {use[0]}" for app, path, text in texts() for use in ways[app].finditer(text)] == []


def names_of_others(app, names):
    """What relations of upper apps are called, which an app may not say."""
    of_others = set().union(*(names[lower] for lower in APPS if lower == app or app in above(lower)))
    return sorted(of_others - own_related_names(app))


def use_of(names):
    """How one of the names is used; of no names, nothing is."""
    name = f"({'|'.join(names)})" if names else r"(?!)"
    return re.compile(
        rf"\w(?<!facts)\.{name}\b(?!\.html)"
        rf"|(?<![\w.]){name}(__\w+)?="
        rf"""|["']{name}__"""
        rf"""|(attr|_related|values|values_list)\([^()]*["']{name}\b"""
    )


def own_related_names(app):
    """What an app may say: the accessors of relations of its own and of lower apps."""
    known = set()
    for model in apps.get_models():
        for relation in model._meta.related_objects:
            if relation.related_model._meta.app_label not in above(app):
                known.add(relation.get_accessor_name())
        if model._meta.app_label not in above(app):
            known |= {field.name for field in (*model._meta.fields, *model._meta.many_to_many)}
    return known


# The words of an upper app that a lower one has no use for, as they stand in names and keys.
WORDS = {
    "slips": ["acknowledg", "reprint"],
    "warranty": ["motor"],
    "cases": ["case", "appraisal", "quotation"],
    "accountability": ["penalt", "corrective", "recurrence"],
    "satisfaction": ["survey", "campaign", "improvement"],
}
# People and their permissions are data of the site, which lists its apps, too.
MAY_SAY = {"aftersales/roles.py", "aftersales/settings.py"}
# What the facts of every slip have, see slips/kinds.py, and its motors where it has any.
FACTS = {"case_number", "motors"}


@pytest.mark.parametrize("upper", WORDS)
def test_lower_apps_do_not_speak_of_what_only_an_upper_one_does(upper):
    found = []
    for path, tree in sources(*APPS[: APPS.index(upper)]):
        if path in MAY_SAY | LOOKS_UPWARD:
            continue
        names = {name.lower() for node in ast.walk(tree) for name in names_in(node)} - FACTS
        found += [f"{path}: {name}" for name in sorted(names) if any(word in name for word in WORDS[upper])]
    for app, path, text in templates():
        if upper in above(app) and not path.startswith("templates/paper/"):
            found += [f"{path}: {name}" for name in said(text) if any(word in name for word in WORDS[upper])]
    assert found == []


def said(text):
    """The names that a template says; not the words that people read."""
    for tag in re.findall(r"\{[{%](.*?)[%}]\}", text):
        yield from re.findall(r"\w+", re.sub(r"""translate.*|_\(["'].*?["']\)""", "", tag).lower())


def names_in(node):
    """The names that a node says: of variables, attributes, functions, arguments, and keys that look like one."""
    for attribute in ("id", "attr", "name", "arg"):
        if isinstance(name := getattr(node, attribute, None), str):
            yield name
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
        yield node.value


def test_nothing_with_states_pretends_to_have_what_it_has_not():
    """``case = None``, because somebody below asks every object for its case."""
    assert [
        f"{model.__name__}.{name}"
        for model in machines().values()
        for noun in machines()
        for name in (noun, f"{noun}_id")
        if getattr(model, name, ...) is None
    ] == []


def test_paper_is_made_in_slips_alone():
    """An app that prints needs no other app for it."""
    paper = {"kinds", "layout", "paper", "page_breaks", "printing", "rendering", "brief"}
    borrowed = [
        f"{path} imports {name}"
        for path, tree in sources()
        for name in own_imports(tree)
        if paper & set(name.split(".")[1:2]) and name.split(".")[0] not in {path.split("/")[0], "slips"}
    ]
    assert borrowed == []


def test_nobody_imports_the_tests():
    assert [
        path for path, tree in sources() if any(name.split(".")[0] == "tests" for name in imports(tree))
    ] == []


@pytest.mark.parametrize(
    "app",
    [
        "workflow",
        "notices",
        "slips",
        "warranty",
        "catalogue",
        "cases",
        "returns",
        "accountability",
        "satisfaction",
        "figures",
        "guide",
    ],
)
def test_inside_an_app_views_know_forms_and_actions_which_know_models_which_know_rules(app):
    wrong = []
    for path, tree in sources(app):
        here = layer_name(module_of(path))
        for name in own_imports(tree):
            there = layer_name(name)
            if name.split(".")[0] != app or not (here and there):
                continue
            assert here in LAYER_OF, f"{path}: say in which layer it is"
            assert there in LAYER_OF, f"{name}: say in which layer it is"
            if LAYER_OF[there] > LAYER_OF[here]:
                wrong.append(f"{path} imports {name}")
    assert wrong == []


def layer_name(module):
    """What the layers know a module by, the same in every subject; empty for an app or a subject itself."""
    app, *parts = module.split(".")
    if parts and parts[0] in SUBJECTS.get(app, ()):
        parts = parts[1:]
    return parts[0] if parts else ""


@pytest.mark.parametrize("path", PURE)
def test_the_rules_and_the_clock_are_pure(path):
    tree = ast.parse((ROOT / path).read_text())
    assert not [name for name in imports(tree) if name.split(".")[0] == "django"]
    known = {name.replace(".", "/") + ".py" for name in own_imports(tree)}
    assert {module for module in known if (ROOT / module).exists()} <= set(PURE)


def test_no_document_is_kept_on_the_way_to_whoever_asked_for_it():
    sends = re.compile(r"FileResponse\(|HttpResponse\([^)]*content_type")
    texts = [(path, (ROOT / path).read_text()) for path, _ in sources()]
    senders = [(path, text) for path, text in texts if sends.search(text)]
    assert len(senders) >= 4
    assert [path for path, text in senders if "no-store" not in text] == []


def test_only_one_module_prints():
    assert [path for path, tree in sources() if "weasyprint" in {n.split(".")[0] for n in imports(tree)}] == [
        "aftersales/kit/pdf.py"
    ]


def transitions():
    """The names of all transition methods, from the decorators."""
    return {
        node.name
        for _, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "transition"
    }


def test_there_are_transitions_to_guard():
    assert {"submit", "ship", "recount"} <= transitions()


def test_nothing_calls_a_transition_but_the_door():
    """``perform`` reaches them by name; a call in plain sight would pass the door by."""
    verbs = transitions()
    called = [
        f"{path}:{node.lineno} calls .{node.func.attr}()"
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in verbs
        and path.rsplit("/", 1)[-1] not in {"urls.py"}
        and not is_imported(node.func.value, tree)
    ]
    assert called == []


def is_imported(node, tree):
    """Whether an expression is a name as imported: a module of ours, or a thing of a library."""
    return isinstance(node, ast.Name) and any(name.split(".")[-1] == node.id for name in imports(tree))


def test_nothing_gets_at_a_transition_by_its_name_but_the_door():
    dynamic = [
        path
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Call)
        and getattr(node.func.func, "id", "") == "getattr"
        and isinstance(node.func.args[1], ast.Name)
    ]
    assert dynamic == ["workflow/actions.py"]


def test_nothing_writes_a_status_but_the_machine():
    written = []
    for path, tree in sources():
        for node in ast.walk(tree):
            targets = getattr(node, "targets", [getattr(node, "target", None)])
            for target in targets:
                if isinstance(target, ast.Attribute) and target.attr == "status":
                    written.append(f"{path}:{node.lineno}")
            if getattr(getattr(node, "func", None), "attr", "") in {"update", "bulk_update"}:
                written += [f"{path}:{node.lineno}" for keyword in node.keywords if keyword.arg == "status"]
    assert written == []


def test_the_door_of_derived_steps_is_used_by_what_follows_from_others_alone():
    users = {path for path, tree in sources() if "workflow.actions.take" in set(imports(tree))}
    assert users <= {
        "accountability/consequences/corrective_actions.py",
        "cases/consequences/advancing.py", "cases/consequences/appraisal.py", "cases/consequences/listing.py",
        "cases/customers/actions.py", "cases/freight/consequences.py",
        "returns/consequences/counting.py", "returns/consequences/parcels.py",
        "satisfaction/consequences/improvements.py",
        "satisfaction/actions/invitations.py", "figures/actions.py",
    }  # fmt: skip


def test_only_actions_bring_about_what_nobody_asked_for():
    """``derived=True`` asks nobody's permission: the permission was that of the act it follows from."""
    users = {
        path
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "derived" and isinstance(node.value, ast.Constant)
    }
    assert [path for path in users if not re.search(r"/(actions|consequences)\b", path)] == []
    assert len(users) >= 5


def test_whatever_has_states_comes_into_being_through_the_door():
    """By ``create``, or as a part of what another verb writes down."""
    own = {model.__name__ for model in machines().values() if not model.comes_with}
    assert {"Case", "Handover", "Penalty", "Response"} <= own
    assert [
        f"{path}:{node.lineno}"
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"create", "bulk_create", "get_or_create", "update_or_create"}
        and own.intersection(name.id for name in ast.walk(node.value) if isinstance(name, ast.Name))
    ] == []


def test_nobody_asks_for_a_permission_and_words_the_refusal_by_hand():
    """The sentence comes from the Permission that a verb or an act declares."""
    worded = [
        f"{path}:{node.lineno}"
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise) and getattr(getattr(node.exc, "func", None), "id", "") == "Forbidden"
    ]
    assert [place for place in worded if not place.startswith("workflow/guards.py")] == []


def test_there_are_no_signals():
    silenced = "aftersales/management/commands/migrate.py"  # where those of others are not heard
    assert [
        path for path, tree in sources() if any("signals" in name.split(".") for name in imports(tree))
    ] == [silenced]


def test_mail_and_files_wait_for_the_commit():
    """Whatever leaves the house leaves it from one module, which no action reaches."""
    senders = {"django.core.mail", "smtplib", "requests", "apprise", "urllib.request", "http.client"}
    channels = "notices/channels.py"
    ours = {"demo/benchmarks/clients.py"}  # asks nobody but the server that it has started itself
    assert [path for path, tree in sources() if senders & set(imports(tree)) and path not in ours] == [
        channels
    ]
    callers = {path for path, tree in sources() if "notices.channels" in set(imports(tree))}
    assert callers == {"notices/sending.py"}
    rounds = {path for path, tree in sources() if "notices.sending" in set(imports(tree))}
    assert rounds == {"notices/queues.py"}


def test_a_status_cannot_be_assigned_and_no_form_offers_it():
    for model in apps.get_models():
        if issubclass(model, Stateful):
            assert model._meta.get_field("status").protected, model
            assert not model._meta.get_field("version").editable, model


def test_whatever_apps_register_is_for_verbs_nouns_and_places_that_there_are():
    assert names_are_declared(None) == []


@pytest.mark.parametrize(
    ("registry", "name", "said"),
    [
        (PANELS, "case.side", 'panel("case.side")'),
        (LINKS, "cases", 'further_links("cases")'),
        (BESIDE, "motors", 'beside("motors")'),
    ],
)
def test_a_misspelt_name_is_found_before_anything_runs(monkeypatch, registry, name, said):
    monkeypatch.setitem(registry, name, [])
    assert f"{said} names nothing that there is." in [error.msg for error in names_are_declared(None)]
