from satisfaction.models.campaign import Campaign, Target
from satisfaction.models.improvement import Improvement
from satisfaction.models.response import Invitation, Response, ResponseQuerySet

__all__ = ["Campaign", "Improvement", "Invitation", "Response", "ResponseQuerySet", "Target"]
