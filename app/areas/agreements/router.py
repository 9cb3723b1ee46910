"""Record agreements and follow each action to its proof, over HTTP."""

from fastapi import APIRouter

from app.web.answers import Replays
from app.web.transaction import TransactionRoute

router = APIRouter(prefix="/cases/{case_id}/agreements", tags=["Agreements"], route_class=TransactionRoute)
by_id = APIRouter(prefix="/agreements", tags=["Agreements"], route_class=TransactionRoute)

REPLAYS: Replays = {}
