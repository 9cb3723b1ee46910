"""Bank holidays of England and Wales on weekdays, 2012 to 2028, with substitute days as they fell or will fall.

Dated data. A newly proclaimed day is a new row here, and a line in ADDED_IN with the edition of the law that brings
it; the tests compare with two packages.
"""

from datetime import date

NAME = "england-and-wales-2012-2028"
SOURCE = "https://www.gov.uk/bank-holidays (Banking and Financial Dealings Act 1971, s.1, and proclamations)"
FIRST = date(2012, 1, 1)
LAST = date(2028, 12, 31)

# Name of the day: the dates on which it was kept. A day kept on a later weekday carries the later date.
_KEPT_ON = {
    "New Year's Day": """
        2012-01-02 2013-01-01 2014-01-01 2015-01-01 2016-01-01 2017-01-02 2018-01-01
        2019-01-01 2020-01-01 2021-01-01 2022-01-03 2023-01-02 2024-01-01 2025-01-01
        2026-01-01 2027-01-01 2028-01-03
    """,
    "Good Friday": """
        2012-04-06 2013-03-29 2014-04-18 2015-04-03 2016-03-25 2017-04-14 2018-03-30
        2019-04-19 2020-04-10 2021-04-02 2022-04-15 2023-04-07 2024-03-29 2025-04-18
        2026-04-03 2027-03-26 2028-04-14
    """,
    "Easter Monday": """
        2012-04-09 2013-04-01 2014-04-21 2015-04-06 2016-03-28 2017-04-17 2018-04-02
        2019-04-22 2020-04-13 2021-04-05 2022-04-18 2023-04-10 2024-04-01 2025-04-21
        2026-04-06 2027-03-29 2028-04-17
    """,
    "Early May bank holiday": """
        2012-05-07 2013-05-06 2014-05-05 2015-05-04 2016-05-02 2017-05-01 2018-05-07
        2019-05-06 2021-05-03 2022-05-02 2023-05-01 2024-05-06 2025-05-05 2026-05-04
        2027-05-03 2028-05-01
    """,
    "Spring bank holiday": """
        2012-06-04 2013-05-27 2014-05-26 2015-05-25 2016-05-30 2017-05-29 2018-05-28
        2019-05-27 2020-05-25 2021-05-31 2022-06-02 2023-05-29 2024-05-27 2025-05-26
        2026-05-25 2027-05-31 2028-05-29
    """,
    "Queen's Diamond Jubilee": "2012-06-05",
    "Summer bank holiday": """
        2012-08-27 2013-08-26 2014-08-25 2015-08-31 2016-08-29 2017-08-28 2018-08-27
        2019-08-26 2020-08-31 2021-08-30 2022-08-29 2023-08-28 2024-08-26 2025-08-25
        2026-08-31 2027-08-30 2028-08-28
    """,
    "Christmas Day": """
        2012-12-25 2013-12-25 2014-12-25 2015-12-25 2016-12-27 2017-12-25 2018-12-25
        2019-12-25 2020-12-25 2021-12-27 2022-12-27 2023-12-25 2024-12-25 2025-12-25
        2026-12-25 2027-12-27 2028-12-25
    """,
    "Boxing Day": """
        2012-12-26 2013-12-26 2014-12-26 2015-12-28 2016-12-26 2017-12-26 2018-12-26
        2019-12-26 2020-12-28 2021-12-28 2022-12-26 2023-12-26 2024-12-26 2025-12-26
        2026-12-28 2027-12-28 2028-12-26
    """,
    "Early May bank holiday (moved for VE Day)": "2020-05-08",
    "Platinum Jubilee bank holiday": "2022-06-03",
    "Bank Holiday for the State Funeral of Queen Elizabeth II": "2022-09-19",
    "Bank holiday for the coronation of King Charles III": "2023-05-08",
}

HOLIDAYS: dict[date, str] = {date.fromisoformat(day): name for name, days in _KEPT_ON.items() for day in days.split()}

# A day added after the first edition, and the edition that brought it.
ADDED_IN: dict[date, int] = {}
