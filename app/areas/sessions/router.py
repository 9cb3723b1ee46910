"""Propose, fix, hold and record sessions, and find a time that everybody can keep, over HTTP."""

from fastapi import APIRouter

from app.web.answers import Replays
from app.web.transaction import TransactionRoute

router = APIRouter(prefix="/cases/{case_id}/sessions", tags=["Sessions"], route_class=TransactionRoute)
by_id = APIRouter(prefix="/sessions", tags=["Sessions"], route_class=TransactionRoute)

REPLAYS: Replays = {}
