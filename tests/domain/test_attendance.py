"""Who may come on which ground, whose consent is needed, and what is told of who came."""

import pytest

from app.domain.attendance import (
    Came,
    ConsentBy,
    Ground,
    check_basis,
    check_may_attend,
    missing_consents,
    parties_to,
    present,
)
from app.domain.parties import PartyRole
from app.domain.refusals import GuardRefused, Invalid

BOTH = (ConsentBy.PARENT, ConsentBy.LA)


def test_one_supporter_comes_by_right_a_lawyer_too_and_a_second_needs_consent() -> None:
    for role in (PartyRole.SUPPORTER, PartyRole.LEGAL_REPRESENTATIVE):
        check_basis(Ground.SUPPORTER, role, [Ground.PARTY], young_person_is_party=False)
    with pytest.raises(GuardRefused) as refused:
        check_basis(Ground.SUPPORTER, PartyRole.SUPPORTER, [Ground.SUPPORTER], young_person_is_party=False)
    assert refused.value.rule == "attend-list"
    check_basis(Ground.BY_CONSENT, PartyRole.SUPPORTER, [Ground.SUPPORTER], young_person_is_party=False)
    assert missing_consents(Ground.SUPPORTER, {}, BOTH) == ()


@pytest.mark.parametrize(
    ("basis", "role"),
    [
        (Ground.PARTY, PartyRole.CURRENT_SCHOOL),
        (Ground.PARTY, PartyRole.SUPPORTER),
        (Ground.SUPPORTER, PartyRole.PROPOSED_SCHOOL),
        (Ground.CHILD, PartyRole.PARENT),
        (Ground.PARENT_OF_YOUNG_PERSON, PartyRole.CHILD),
        (Ground.PARENT_OF_YOUNG_PERSON, PartyRole.PARENT),
    ],
)
def test_a_ground_is_for_those_it_names(basis: Ground, role: PartyRole) -> None:
    with pytest.raises(Invalid) as refused:
        check_basis(basis, role, [], young_person_is_party=False)
    assert (refused.value.rule, refused.value.faults[0].pointer) == ("attend-list", "/basis")


def test_each_ground_needs_its_consents() -> None:
    assert missing_consents(Ground.CHILD, {}, BOTH) == (ConsentBy.PARENT, ConsentBy.MEDIATOR)
    assert missing_consents(Ground.CHILD, {ConsentBy.PARENT: True, ConsentBy.MEDIATOR: True}, BOTH) == ()
    assert missing_consents(Ground.PARENT_OF_YOUNG_PERSON, {}, BOTH) == (ConsentBy.YOUNG_PERSON,)
    assert missing_consents(Ground.BY_CONSENT, {ConsentBy.PARENT: True}, BOTH) == (ConsentBy.LA,)
    refused = {ConsentBy.PARENT: True, ConsentBy.LA: False}
    assert missing_consents(Ground.BY_CONSENT, refused, BOTH) == (ConsentBy.LA,)
    # All the parties' or, failing that, the mediator's.
    assert missing_consents(Ground.BY_CONSENT, refused | {ConsentBy.MEDIATOR: True}, BOTH) == ()
    with pytest.raises(GuardRefused) as guard:
        check_may_attend((ConsentBy.LA,))
    assert (guard.value.rule, guard.value.extra) == ("attend-list", {"missing_consents": ["la"]})


def test_the_parties_are_those_of_the_case() -> None:
    assert parties_to({PartyRole.PARENT, PartyRole.LA_OFFICER}) == (ConsentBy.PARENT, ConsentBy.LA)
    assert parties_to({PartyRole.YOUNG_PERSON, PartyRole.PARENT, PartyRole.ICB_OFFICER}) == (
        ConsentBy.YOUNG_PERSON,
        ConsentBy.LA,
        ConsentBy.ICB,
    )


def test_a_body_is_told_once_and_with_authority_where_anyone_of_it_had_it() -> None:
    came = [
        Came(PartyRole.LA_OFFICER, False),
        Came(PartyRole.LA_SOCIAL_CARE, True),
        Came(PartyRole.ICB_OFFICER, None),
        Came(PartyRole.CURRENT_SCHOOL, True),
        Came(PartyRole.LEGAL_REPRESENTATIVE, None),
        Came(PartyRole.PARENT, None),
    ]
    assert present(came) == ["icb", "la_with_authority", "parent", "school", "supporter"]
    assert present([]) == []


def test_a_refused_ground_says_for_whom_it_is_and_under_which_rule() -> None:
    with pytest.raises(Invalid) as refused:
        check_basis(Ground.CHILD, PartyRole.SUPPORTER, [], young_person_is_party=False)
    fault = refused.value.faults[0]
    assert (fault.pointer, fault.code, refused.value.rule) == ("/basis", "other_ground", "attend-list")
    assert fault.detail == f"Ground ({Ground.CHILD}) is for: child."
    with pytest.raises(Invalid) as parent:
        check_basis(Ground.PARENT_OF_YOUNG_PERSON, PartyRole.PARENT, [], young_person_is_party=False)
    fault = parent.value.faults[0]
    assert (fault.pointer, fault.code, parent.value.rule) == ("/basis", "other_ground", "attend-list")
    assert fault.detail == "Ground (d) is for the parent where the young person is the party."
    check_basis(Ground.PARENT_OF_YOUNG_PERSON, PartyRole.PARENT, [], young_person_is_party=True)
    with pytest.raises(GuardRefused, match="comes by right"):
        check_basis(Ground.SUPPORTER, PartyRole.SUPPORTER, [Ground.SUPPORTER], young_person_is_party=False)
