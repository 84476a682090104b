"""The draws of the synthesis: one name a decision, keyed by the population's own seed.

Blocks start at `SYNTHESIS_BLOCK`, so no draw of a run can meet one of these. Citizens, businesses
and employees have blocks of their own: citizen 7 and business 7 have different luck.
"""

from __future__ import annotations

from sim.draws import SYNTHESIS_BLOCK, Decision

_CITIZEN = SYNTHESIS_BLOCK
_BUSINESS = SYNTHESIS_BLOCK + 100
_EMPLOYEE = SYNTHESIS_BLOCK + 200

SYNTHESIS_HOUSEHOLD_SIZE = Decision("size of the household", _CITIZEN)
SYNTHESIS_INCOME = Decision("income rank of the household", _CITIZEN + 1)
SYNTHESIS_AGE = Decision("age", _CITIZEN + 2, 0)
SYNTHESIS_EDUCATION = Decision("education", _CITIZEN + 2, 1)
SYNTHESIS_EDUCATION_LINK = Decision("education follows income", _CITIZEN + 2, 2)
SYNTHESIS_DISABLED = Decision("disability", _CITIZEN + 2, 3)
SYNTHESIS_CAR = Decision("keeps a car", _CITIZEN + 3, 0)
SYNTHESIS_PROPERTY = Decision("owns property", _CITIZEN + 3, 1)
SYNTHESIS_DEMAND = Decision("propensity to have cases", _CITIZEN + 3, 2)
SYNTHESIS_ACCESS = Decision("rank in access", _CITIZEN + 3, 3)
SYNTHESIS_CERTIFICATE = Decision("rank in certificates", _CITIZEN + 4, 0)
SYNTHESIS_BILL = Decision("size of bills", _CITIZEN + 4, 1)
SYNTHESIS_BILL_LINK = Decision("bills follow income", _CITIZEN + 4, 2)
SYNTHESIS_SKILL = Decision("digital skill", _CITIZEN + 4, 3)
SYNTHESIS_PRIVACY = Decision("concern for privacy", _CITIZEN + 5, 0)
SYNTHESIS_TRUST = Decision("predisposition to trust", _CITIZEN + 5, 1)
SYNTHESIS_ACTIVITY = Decision("propensity to take part", _CITIZEN + 5, 2)
SYNTHESIS_TRAVEL = Decision("journey to the office", _CITIZEN + 5, 3)

SYNTHESIS_FIRM_SECTOR = Decision("sector of the firm", _BUSINESS, 0)
SYNTHESIS_FIRM_DEMAND = Decision("firm's propensity to have cases", _BUSINESS, 1)
SYNTHESIS_FIRM_ACCESS = Decision("firm's rank in access", _BUSINESS, 2)
SYNTHESIS_FIRM_CERTIFICATE = Decision("firm's rank in certificates", _BUSINESS, 3)
SYNTHESIS_FIRM_BILL = Decision("size of the firm's bills", _BUSINESS + 1, 0)
SYNTHESIS_FIRM_SKILL = Decision("firm's digital skill", _BUSINESS + 1, 1)
SYNTHESIS_FIRM_PRIVACY = Decision("firm's concern for privacy", _BUSINESS + 1, 2)
SYNTHESIS_FIRM_TRUST = Decision("firm's predisposition to trust", _BUSINESS + 1, 3)
SYNTHESIS_FIRM_ACTIVITY = Decision("firm's propensity to take part", _BUSINESS + 2, 0)
SYNTHESIS_FIRM_PLACE = Decision("firm's neighbourhood", _BUSINESS + 2, 1)
SYNTHESIS_FIRM_DEMAND_STEP = Decision("propensity within its step", _BUSINESS + 2, 3)
SYNTHESIS_FIRM_BILL_STEP = Decision("bills within their step", _BUSINESS + 3)
SYNTHESIS_FIRM_TRAVEL = Decision("firm's journey to the office", _BUSINESS + 2, 2)

SYNTHESIS_STAFF_AGE = Decision("age of the employee", _EMPLOYEE, 0)
SYNTHESIS_STAFF_TENURE = Decision("months of service", _EMPLOYEE, 1)
SYNTHESIS_STAFF_POST = Decision("months in post", _EMPLOYEE, 2)
SYNTHESIS_STAFF_ADMINISTRATION = Decision("administrative skill", _EMPLOYEE, 3)
SYNTHESIS_STAFF_IT = Decision("IT skill", _EMPLOYEE + 1, 0)
SYNTHESIS_STAFF_INSECURITY = Decision("fear for the job", _EMPLOYEE + 1, 1)
SYNTHESIS_STAFF_NOTES = Decision("what was written down", _EMPLOYEE + 1, 2)
