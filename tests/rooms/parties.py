"""People and their parts in a case as the common tests see them."""

from tests.rooms import Change, Ground, Records, Room

PERSON = {"role": "supporter", "person": {"family_name": "Reed"}}
NOBODY = "00000000-0000-7000-8000-000000000000"


async def furnish(ground: Ground) -> Records:
    """Withhold how to reach the parent, and keep adjustments, a consent and an assessment, in confidential words."""
    parties = (await ground.manager.get(f"/v1/cases/{ground.id}/parties")).json()["items"]
    parent = next(party for party in parties if party["role"] == "parent")
    person = f"/v1/people/{parent['person_id']}"
    for path, body, version in (
        ("passport", {"needs": ["breaks"], "details": ground.say("adjustments")}, None),
        ("contact", {"address": ground.say("address"), "safe_contact": ground.say("safe_contact")}, None),
        ("withheld-contact", {"address": ground.say("withheld_address")}, 0),
    ):
        seen = await ground.manager.get(f"{person}/{path}")
        version = version if version is not None else seen.json()["version"]
        kept = await ground.manager.patch(f"{person}/{path}", body, version=version)
        assert kept.status_code == 200, kept.text
    read = await ground.manager.post(f"{person}/withheld-contact-readings", {"reason": "Calling about the session"})
    assert ground.say("withheld_address") in read.text
    consent = await ground.made(
        ground.manager,
        f"/v1/cases/{ground.id}/consents",
        {
            "person_id": parent["person_id"],
            "kind": "take_part",
            "how": ground.say("how"),
            "given_on": "2025-03-11",
        },
    )
    await ground.made(
        ground.manager,
        f"/v1/cases/{ground.id}/capacity-assessments",
        {
            "person_id": parent["person_id"],
            "assessed_on": "2025-03-11",
            "assessor": ground.say("assessor"),
            "decision": ground.say("decision"),
            "has_capacity": True,
            "grounds": ground.say("grounds"),
        },
        version=await ground.version(),
    )
    return {"party_id": [parent["id"]], "person_id": [parent["person_id"]], "consent_id": [consent["id"]]}


_STAFF = "ADV:A COO:T SMG:T"
_READERS = "ADV:A MED:A COO:T SMG:T"
ROOM = Room(
    furnish=furnish,
    changes=(
        Change("POST", "/v1/cases/{case_id}/parties", {"role": "interpreter", "person_id": NOBODY}),
        Change("PATCH", "/v1/parties/{party_id}", {"role": "parent"}),
        Change("POST", "/v1/parties/{party_id}/ending", {"ends_on": "2025-03-12"}, last=True),
        Change("POST", "/v1/people/search", {"family_name": "Reed", "reason": "Adding a supporter"}),
        Change("PATCH", "/v1/people/{person_id}", {"job_title": "Teacher"}),
        Change("PATCH", "/v1/people/{person_id}/passport", {"needs": ["breaks"]}),
        Change("PATCH", "/v1/people/{person_id}/contact", {"safe_contact": "After four"}),
        Change("PATCH", "/v1/people/{person_id}/withheld-contact", {"phone": "01632960002"}),
        Change("POST", "/v1/people/{person_id}/withheld-contact-readings", {"reason": "A call"}),
        Change(
            "POST",
            "/v1/cases/{case_id}/consents",
            {"person_id": NOBODY, "kind": "take_part", "how": "By phone", "given_on": "2025-03-11"},
        ),
        Change("POST", "/v1/consents/{consent_id}/withdrawal", {"withdrawn_on": "2025-03-12"}),
        Change(
            "POST",
            "/v1/cases/{case_id}/capacity-assessments",
            {
                "person_id": NOBODY,
                "assessed_on": "2025-03-11",
                "assessor": "A doctor",
                "decision": "Whether to appeal",
                "has_capacity": True,
                "grounds": "As presumed",
            },
        ),
    ),
    matrix={
        "listParties": f"{_READERS} LCO:L IBO:I SUB:S",
        "readParty": f"{_READERS} LCO:L IBO:I SUB:S",
        "addParty": f"{_STAFF} LCO:L IBO:I SUB:S",
        "correctParty": f"{_STAFF} LCO:X IBO:X SUB:X",
        "endParty": f"{_STAFF} LCO:X IBO:X SUB:X",
        "searchPeople": "ADV:E COO:E SMG:E",
        "readPerson": _STAFF,
        "correctPerson": _STAFF,
        "readPassport": _READERS,
        "correctPassport": _STAFF,
        "readContact": _READERS,
        "correctContact": _STAFF,
        "correctWithheldContact": _STAFF,
        "readWithheldContact": _READERS,
        "readRightsHolder": _READERS,
        "listIssues": f"{_READERS} LCO:L IBO:I SUB:S",
        "listConsents": _READERS,
        "recordConsent": _STAFF,
        "withdrawConsent": _STAFF,
        "listCapacityAssessments": _READERS,
        "recordCapacityAssessment": _STAFF,
    },
    appends=frozenset(
        {
            "/v1/cases/{case_id}/parties",
            "/v1/cases/{case_id}/consents",
            "/v1/people/{person_id}/withheld-contact-readings",
            "/v1/referrals/{referral_id}/withheld-contact-readings",
        }
    ),
    unseen=frozenset({"withheld_address"}),  # read by a POST, with a reason: `furnish` sees that it is there
)
