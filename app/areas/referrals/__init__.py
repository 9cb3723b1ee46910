"""Intake: receive, correct, accept, join or close a referral.

Beside the usual four names: `bodies`, what comes in, apart from what is shown; `rows`, what a body becomes in the
tables; and `shown`, which builds the model of each audience.
"""
