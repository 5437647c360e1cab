"""Any facts that can be written down, for the property tests."""

from datetime import date
from typing import get_args

from hypothesis import strategies as st

from warranty.facts import Cause, Channel, Consent, Evidence, Facts, Shipping, Source

words = st.sampled_from
days = st.dates(date(2023, 1, 1), date(2026, 12, 31)) | st.dates()


@st.composite
def pieces_of_evidence(draw):
    month_only = draw(st.booleans())
    day = draw(days)
    return Evidence(draw(words(get_args(Source))), day.replace(day=1) if month_only else day, month_only)


any_facts = st.builds(
    Facts,
    claim_date=days,
    own_product=words([True, True, True, False]),
    channel=words(get_args(Channel)),
    evidence=st.lists(pieces_of_evidence(), max_size=3).map(tuple),
    used=st.booleans(),
    hours_used=st.none() | st.integers(0, 9000) | st.floats(0, 9000),
    cause=words(get_args(Cause)),
    spec_mismatch=st.booleans(),
    shipping=st.none() | words(get_args(Shipping)),
    affects_use=st.booleans(),
    exterior_damage=st.booleans(),
    customer_machined=st.booleans(),
    unauthorized_disassembly=st.booleans(),
    misuse=st.booleans(),
    custom_made=st.booleans(),
    agreement_allows_return=st.booleans(),
    factory_consent=st.none() | words(get_args(Consent)),
    repair_consent=st.booleans(),
    wrongly_returned=st.booleans(),
)
