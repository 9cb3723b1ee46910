"""Which schools were asked to take part, and what they answered, over HTTP."""

from fastapi import APIRouter

from app.web.answers import Replays
from app.web.transaction import TransactionRoute

router = APIRouter(prefix="/cases/{case_id}/schools", tags=["Schools"], route_class=TransactionRoute)
by_id = APIRouter(prefix="/schools", tags=["Schools"], route_class=TransactionRoute)

REPLAYS: Replays = {}
