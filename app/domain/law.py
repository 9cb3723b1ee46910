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

_CFA_51 = (
    "https://legislation.gov.uk/ukpga/2014/6/part/3/crossheading/"
    "appeals-mediation-and-dispute-resolution?timeline=false&view=extent"
)
_EN_52 = "https://www.legislation.gov.uk/ukpga/2014/6/notes/division/4/3/12/2"
_EN_57 = "http://www.legislation.gov.uk/ukpga/2014/6/notes/division/4/3/12/7?view=plain"
_CFA_56 = "https://legislation.gov.uk/id/ukpga/2014/6/section/56?timeline=false&view=extent"
_SI_2017 = "https://legislation.gov.uk/uksi/2017/1306/note?timeline=false&view=extent"

CFA_51 = Citation(f"{_CFA} 51(2) and (3)", _P, _CFA_51)
CFA_51_CERTIFICATE = Citation(f"{_CFA} 51(1) and 55(1) to (3)", _P, _EN_52)
CFA_51_PARENT = Citation(f"{_CFA} 51(1) and 83(2); Education Act 1996, section 576", _P, _CFA_51)
CFA_52 = Citation(f"{_CFA} 52(3) and (4); {_SR} 32(e)", _P, _EN_52)
CFA_53_MEDIATION = Citation(f"{_CFA} 52(3); {_SR} 32(e)", _P, _SR_MEDIATION)
CFA_54 = Citation(f"{_CFA} 54; SEND Code of Practice 2015, chapter 11", _S)
CFA_55_2 = Citation(f"{_CFA} 55(2)", _S)
CFA_55_CONTENT = Citation(f"{_CFA} 55(4) and (5)", _U)
CFA_56_INDEPENDENCE = Citation(f"{_CFA} 56(2) and (3)", _P, _CFA_56)
CFA_56_VIEWS = Citation(f"{_CFA} 56(1)(e); {_SR} 38", _P, _CFA_56)
CFA_56_EXPENSES = Citation(f"{_CFA} 56(1)(g); {_SR} 41", _P, _CFA_56)
CFA_57 = Citation(f"{_CFA} 57; explanatory notes 273 to 277", _P, _EN_57)
CFA_57_NO_CERTIFICATE = Citation(f"{_CFA} 55 and 57 (no certificate from disagreement resolution)", _S)
CFA_57_NO_CLOCK = Citation(f"{_SR}s 32 to 42 (none speaks of disagreement resolution)", _P)
CFA_57_POPULATION = Citation(f"{_CFA} 57; SEND Code of Practice 2015, chapter 11 (who may use it)", _S)
CONTINUING_CARE = Citation("Norfolk's own arrangement: children's Continuing Care disputes", _S)
EQUALITY_ACT = Citation("SEND Code of Practice 2015, chapter 11 (disability discrimination claims)", _S)
DETAINED = Citation(
    "SI 2015/62, regulations 18 onwards", _P, "https://legislation.gov.uk/uksi/2015/62/regulation/18/made/data.html"
)
RECOMMENDATIONS = Citation("SI 2017/1306 (recommendations on health and social care)", _P, _SI_2017)
SR_32 = Citation(f"{_SR} 32", _P, _SR_MEDIATION)
SR_37_AUTHORITY = Citation(f"{_SR} 37; SEND Code of Practice 2015, chapter 11 (somebody able to decide)", _S)
SR_38 = Citation(f"{_SR} 38(1)", _S)
SR_39_NOTIFY = Citation(f"{_SR} 39 (the council tells the adviser)", _S)
SR_40 = Citation(f"{_SR} 40", _U)
SR_42_1 = Citation(f"{_SR} 42(1)", _P, _SR_42)
SR_42_2 = Citation(f"{_SR} 42(2)", _P, _SR_42)
SR_44_3 = Citation(f"{_SR} 44(3)", _S)
SR_45 = Citation(f"{_SR} 45, as substituted by SI 2015/359", _S)
SR_63 = Citation(f"{_SR} 63", _S)
SR_64 = Citation(f"{_SR}s 64 and 65, and Schedule 3", _S)
SR_3_4 = Citation(f"{_SR}s 3 and 4", _U)
SR_8 = Citation(f"{_SR} 8", _S)
SR_14 = Citation(f"{_SR} 14(2)", _S)
SR_18 = Citation(f"{_SR} 18", _S)
SR_18_POST_16 = Citation(f"{_SR} 18 (31 March)", _U)
SR_31 = Citation(f"{_SR} 31; {_CFA} 45(4)", _U)
SR_53 = Citation(f"{_SR}s 53 to 57 and Schedule 2; {_CFA} 30", _U)
CONFIDENTIAL = Citation("SEND Code of Practice 2015, chapter 11 (principles of mediation)", _S)
RIGHT_KEPT = Citation(f"{_SR} 32 (the notice tells of the right to appeal)", _P, _SR_MEDIATION)
HESC_12_2 = Citation(f"{_HESC}, rule 12(2)", _P)
HESC_12_3 = Citation(f"{_HESC}, rule 12(3)(a)", _P)
HESC_19 = Citation(f"{_HESC}, rules 19 and 20, as amended in 2014", _P)
HESC_LATE = Citation(f"{_HESC}, rules 5(3)(a) and 20(4) and (5)", _U)
HMCTS_FORMS = Citation("Forms SEND35 and SEND35A of the tribunal", _S)
UK_GDPR_12 = Citation("UK GDPR, articles 12(3) and 15", _U)

EA_8 = Citation("Education Act 1996, section 8(3)", _P, "https://legislation.gov.uk/ukpga/1996/56/section/8/2009-01-01")
CFA_83 = Citation(f"{_CFA} 83(2)", _S)
DUAA_COMPLAINTS = Citation("Data (Use and Access) Act 2025 (complaints to a controller)", _S)
