"""Every rule that is no clock: what it turns on, whom it binds, and what follows if it is missed."""

from app.domain.appeal_duties import APPEALS, DISAGREEMENTS, PROCESS
from app.domain.mediation_duties import AGREEMENTS, ARRANGING
from app.domain.party_duties import CERTIFICATES, SCOPE
from app.domain.rules import Duty

DUTIES: tuple[Duty, ...] = (*SCOPE, *CERTIFICATES, *ARRANGING, *AGREEMENTS, *APPEALS, *PROCESS, *DISAGREEMENTS)
