"""The figures of the policy for the monthly report: what it is held against."""

from dataclasses import dataclass

from workflow.policy import Policy, declare, figure
from workflow.policy import gettext_noop as _


@declare(rank=70)
@dataclass(frozen=True, slots=True)
class FiguresPolicy(Policy):
    """Targets of the monthly quality report; 0 sets none."""

    target_per_thousand: int = figure(20, _("target: returned of 1,000 motors shipped, at most"))
    """Motors returned per 1,000 shipped, at most."""

    target_on_time_percent: int = figure(90, _("target: given back in time, at least (%)"))
    """Per cent of the promises of 4.3 kept, at least."""

    target_answer_percent: int = figure(95, _("target: first answers in time, at least (%)"))
    """Per cent of the first answers within their days, at least (二.3)."""

    target_appraisal_percent: int = figure(90, _("target: appraisals in time, at least (%)"))
    """Per cent of the appraisals within their days, at least (四.2)."""

    target_no_fault_percent: int = figure(10, _("target: found without fault, at most (%)"))
    """Per cent of the appraised motors in which nothing was found, at most."""

    target_repeat_percent: int = figure(5, _("target: repaired before, at most (%)"))
    """Per cent of the received motors that had been repaired here before, at most."""

    target_effective_percent: int = figure(80, _("target: corrective actions that work, at least (%)"))
    """Per cent of the checks of corrective actions that find them to work, at least (二.4)."""

    target_satisfied_percent: int = figure(90, _("target: satisfied customers, at least (%)"))
    """Per cent of the customers satisfied with how their case ended, at least (十)."""

    pareto_false_percent: int = figure(10, _("Pareto charts of a hundred with an arrow by chance alone"))
    """Of a hundred charts in which nothing has changed, so many may show an arrow."""

    alarm_false_per_year: int = figure(2, _("early warning: false alarms a year"))
    """Alarms that a factory in which nothing is wrong sees in a year by chance."""

    alarm_least_returns: int = figure(3, _("early warning: no alarm below (returns)"))
    """Returns of a lot below which it never rings."""

    alarm_least_motors: int = figure(5, _("early warning: no alarm of a lot below (motors)"))
    """Motors that left the factory of a lot below which it never rings."""

    alarm_lot_spread_percent: int = figure(30, _("early warning: how much good lots differ (%)"))
    """How much good lots differ from each other, as a coefficient of variation in per cent."""

    alarm_prior_returns: int = figure(2, _("early warning: weight of the factory's level (returns)"))
    """Returns that the level of all models weighs beside a model's own."""

    alarm_reference_months: int = figure(24, _("early warning: lots before, for comparison (months)"))
    """Months of production before a lot with which it is compared."""

    alarm_days: int = figure(7, _("looking into an early warning (days)"))
    """Calendar days for quality to look into a warning."""
