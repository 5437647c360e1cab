"""Who administers people; it is no verb of a machine, and so declared here."""

from aftersales.models import User
from workflow.guards import Permission

ADMINISTERS = Permission[User]("person.edit")
