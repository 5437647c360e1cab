from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aftersales.navigation import Link


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = _("Catalogue")
    navigation = (Link("catalogue:failures", _("Failure codes"), "book-open", rank=75),)
