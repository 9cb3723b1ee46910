"""Families' claims for what taking part has cost them, over HTTP."""

from fastapi import APIRouter

from app.web.answers import Replays
from app.web.transaction import TransactionRoute

router = APIRouter(prefix="/cases/{case_id}/expense-claims", tags=["Sessions"], route_class=TransactionRoute)
by_id = APIRouter(prefix="/expense-claims", tags=["Sessions"], route_class=TransactionRoute)

REPLAYS: Replays = {}
