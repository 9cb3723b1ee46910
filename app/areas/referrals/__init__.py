"""Intake: receive, correct, accept, join or close a referral."""
