"""The people in a case: their roles, contact wishes, adjustments, consents and capacity, over HTTP."""

from fastapi import APIRouter

from app.web.answers import Replays
from app.web.transaction import TransactionRoute

router = APIRouter(prefix="/cases/{case_id}/parties", tags=["Parties"], route_class=TransactionRoute)
people = APIRouter(prefix="/people", tags=["Parties"], route_class=TransactionRoute)

REPLAYS: Replays = {}
