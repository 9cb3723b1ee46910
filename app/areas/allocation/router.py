"""Who may work on a case: mediators' fitness, conflicts of interest, caseload and refusals, over HTTP."""

from fastapi import APIRouter

from app.web.answers import Replays
from app.web.transaction import TransactionRoute

router = APIRouter(prefix="/cases/{case_id}", tags=["Allocation"], route_class=TransactionRoute)
mediators = APIRouter(prefix="/mediators", tags=["Allocation"], route_class=TransactionRoute)

REPLAYS: Replays = {}
