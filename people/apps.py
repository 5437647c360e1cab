from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aftersales.navigation import Link


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("Administration")
    navigation = (
        Link("people:administration", _("Administration"), "settings", rank=105, permission="person.edit"),
        Link("people:editions", _("Policy"), "book-open", rank=110),
        Link("people:deputies", _("Deputies"), "user-check", rank=30, place="account"),
        Link("people:sessions", _("Where I am signed in"), "monitor-smartphone", rank=25, place="account"),
        Link(
            "people:people",
            _("People"),
            "users",
            rank=10,
            place="administration",
            permission="person.edit",
            hint=_("Who works here, their roles and passwords, what they hold and who takes it over"),
        ),
        Link(
            "people:roles",
            _("Roles and departments"),
            "id-card",
            rank=20,
            place="administration",
            permission="person.edit",
            hint=_("Who holds which role, what comes to it, and which role nobody holds"),
        ),
        Link(
            "people:deputies",
            _("Deputies"),
            "user-check",
            rank=30,
            place="administration",
            permission="person.edit",
            hint=_("Who acts in whose place, from when until when"),
        ),
        Link(
            "people:sessions",
            _("Who is signed in"),
            "monitor-smartphone",
            rank=40,
            place="administration",
            permission="person.edit",
            hint=_("Since when and from where; a lost phone is signed out here"),
        ),
        Link(
            "people:editions",
            _("Policy"),
            "book-open",
            rank=80,
            place="administration",
            permission="policy.edit",
            hint=_("The figures of the regulation and their editions, changed by two people"),
        ),
    )

    def ready(self) -> None:
        from people import beginning, consequences, forms, ledgers, panels, tasks, waiting  # noqa: F401  (register what others read)
