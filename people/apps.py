from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aftersales.navigation import Link


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("Administration")
    navigation = (
        Link("people:people", _("People"), "users", rank=105, permission="person.edit"),
        Link("people:editions", _("Policy"), "book-open", rank=110),
        Link("people:deputies", _("Deputies"), "user-check", rank=30, place="account"),
    )

    def ready(self) -> None:
        from people import consequences, forms, ledgers, tasks, waiting  # noqa: F401  (register what others read)
