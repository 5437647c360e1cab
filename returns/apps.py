from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aftersales.navigation import Link

REGISTERING = (
    "conditions", "consequences", "forms", "ledgers", "panels", "slips", "tables", "tasks", "timeline", "waiting",
)  # fmt: skip


class ReturnsConfig(AppConfig):
    name = "returns"
    verbose_name = _("Handover and returns")

    navigation = (
        Link("returns:parcels", _("Parcels"), "package", rank=40, permission="parcel.count"),
        Link(
            "returns:new_parcel",
            _("Receive a parcel"),
            "package-plus",
            rank=20,
            permission="parcel.count",
            place="start",
        ),
    )

    def ready(self) -> None:
        for name in REGISTERING:
            import_module(f"returns.{name}")
