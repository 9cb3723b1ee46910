"""Later decisions about the same child as linked cases, over HTTP."""

from fastapi import APIRouter

from app.web.answers import Replays
from app.web.transaction import TransactionRoute

router = APIRouter(prefix="/cases/{case_id}/linked-cases", tags=["Linked cases"], route_class=TransactionRoute)

REPLAYS: Replays = {}
