"""The provisions the rules rest on. No other file writes a regulation number."""

from dataclasses import dataclass
from enum import StrEnum


class Verification(StrEnum):
    """How a provision was checked: its own text, a reliable page about it, or neither."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule comes from, how well that was checked, and the official page where one was read."""

    provision: str
    verification: Verification
    url: str | None = None


_P, _S, _U = Verification.PRIMARY, Verification.SECONDARY, Verification.UNVERIFIED

_SR = "SEND Regulations 2014 (SI 2014/1530), regulation"
_HESC = "Tribunal Procedure (First-tier Tribunal) (HESC Chamber) Rules 2008 (SI 2008/2699)"
_CFA = "Children and Families Act 2014, section"
_SR_MEDIATION = "http://www.legislation.gov.uk/uksi/2014/1530/part/2/crossheading/mediation/made"
_HESC_20 = "https://www.legislation.gov.uk/uksi/2008/2699/article/20/data.html"
_SR_42 = "https://legislation.gov.uk/uksi/2014/1530/regulation/42/2014-09-01/data.htm?view=plain"
_SR_5 = "https://legislation.gov.uk/uksi/2014/1530/regulation/5/data.htm"

SR_33 = Citation(f"{_SR} 33", _P, _SR_MEDIATION)
HESC_20_LIMB_I = Citation(f"{_HESC}, rule 20(1)(c)(i)", _P, _HESC_20)
HESC_20_LIMB_II = Citation(f"{_HESC}, rule 20(1)(c)(ii)", _P, _HESC_20)
HESC_20_AND_12 = Citation(f"{_HESC}, rules 20(1)(c) and 12", _P, _HESC_20)

SR_34 = Citation(f"{_SR} 34; {_CFA} 55(4)", _S)
SR_39_CONCLUSION = Citation(f"{_SR} 39; {_CFA} 55(5)", _S)
SR_39_NOT_ARRANGED = Citation(f"{_SR} 39 (treated as having taken part)", _S)

SR_35_NOTICE = Citation(f"{_SR} 35; {_CFA} 53", _S)
SR_36 = Citation(f"{_SR} 36; {_CFA} 54", _S)
SR_35_MIXED = Citation(f"{_SR} 35; {_CFA} 53 (health and other issues)", _S)
SR_35_HEALTH = Citation(f"{_SR} 35; {_CFA} 53 (health issues only)", _S)
CODE_30_DAYS = Citation("SEND Code of Practice 2015, chapter 11 (meeting within 30 days)", _S)
SR_37 = Citation(f"{_SR} 37; SEND Code of Practice 2015, chapter 11 (notice of the session)", _S)

SR_42_TWO_WEEKS = Citation(f"{_SR} 42(3)", _P, _SR_42)
SR_42_ONE_WEEK = Citation(f"{_SR} 42(4)", _P, _SR_42)
SR_44_CEASE = Citation(f"{_SR} 44(2)(a), by regulation 42(2)", _S)
SR_44_ASSESS = Citation(f"{_SR} 44(2)(b), by regulation 42(2)", _S)
SR_44_ISSUE = Citation(f"{_SR} 44(2)(c), by regulation 42(2)", _S)
SR_44_RECONSIDER = Citation(f"{_SR} 44(2)(d), by regulation 42(2)", _U)
SR_44_AMEND = Citation(f"{_SR} 44(2)(e), by regulation 42(2)", _S)
SR_44_SCHOOL = Citation(f"{_SR} 44(2)(f), by regulation 42(2)", _S)
SR_44_CONTINUE = Citation(f"{_SR} 44(2)(g), by regulation 42(2)", _U)
SR_44_CONTINUE_AMEND = Citation(f"{_SR} 44(2)(h), by regulation 42(2)", _U)

SR_5 = Citation(f"{_SR} 5(1)", _P, _SR_5)
SR_10 = Citation(f"{_SR} 10(1)", _U)
SR_13_DRAFT = Citation(f"{_SR} 13(1)", _S)
SR_13_FINAL = Citation(f"{_SR} 13(2)", _U)
SR_20_REVIEW = Citation(f"{_SR} 20(10)", _S)
SR_22_AMEND = Citation(f"{_SR} 22; R (L) v Devon County Council [2022] EWHC 493 (Admin)", _S)
SR_25 = Citation(f"{_SR} 25", _U)
SR_27 = Citation(f"{_SR} 27", _U)

EA_8 = Citation("Education Act 1996, section 8(3)", _P, "https://legislation.gov.uk/ukpga/1996/56/section/8/2009-01-01")
CFA_83 = Citation(f"{_CFA} 83(2)", _S)
DUAA_COMPLAINTS = Citation("Data (Use and Access) Act 2025 (complaints to a controller)", _S)
