"""Every state of both machines can be reached by the real actions."""

import pytest

from cases.statuses import CaseStatus, MotorStatus
from tests.factories import case_at, motor_at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", CaseStatus.values)
def test_a_case_reaches_every_state(state):
    assert case_at(state).status == state


@pytest.mark.parametrize("state", MotorStatus.values)
def test_a_motor_reaches_every_state(state):
    assert motor_at(state).status == state
