# Prints the feasts of data/times/movable.tsv, read from the package `holidays`: one a line, with first and last day.
from datetime import date, timedelta

from holidays.calendars.chinese import _ChineseLunisolar as Chinese
from holidays.calendars.hebrew import _HebrewLunisolar as Hebrew
from holidays.calendars.hindu import _HinduLunisolar as Hindu
from holidays.calendars.islamic import _IslamicLunar as Islamic

FIRST, LAST = 1985, 2035


def days(table):
    """All days of a table of years, in order."""
    found = set()
    for year, entry in table.items():
        for month, day in entry if isinstance(entry[0], tuple) else [entry]:
            found.add(date(year, month, day))
    return sorted(d for d in found if FIRST <= d.year <= LAST)


# Name in the table, days on which it begins, how many days it lasts.
FEASTS = [
    ("eid al-fitr", Islamic.EID_AL_FITR_DATES, 3),
    ("eid al-adha", Islamic.EID_AL_ADHA_DATES, 4),
    ("ashura", Islamic.ASHURA_DATES, 1),
    ("arbaeen", Islamic.ARBAEEN_DATES, 1),
    ("mawlid", Islamic.MAWLID_DATES, 1),
    ("islamic new year", Islamic.HIJRI_NEW_YEAR_DATES, 1),
    ("passover", Hebrew.PASSOVER_DATES, 7),
    ("hanukkah", Hebrew.HANUKKAH_DATES, 8),
    ("sukkot", Hebrew.SUKKOT_DATES, 7),
    ("rosh hashanah", Hebrew.ROSH_HASHANAH_DATES, 2),
    ("yom kippur", Hebrew.YOM_KIPPUR_DATES, 1),
    ("purim", Hebrew.PURIM_DATES, 1),
    ("shavuot", Hebrew.SHAVUOT_DATES, 1),
    ("tisha b'av", Hebrew.TISHA_BAV_DATES, 1),
    ("diwali", Hindu.DIWALI_INDIA_DATES, 1),
    ("holi", Hindu.HOLI_DATES, 1),
    ("dussehra", Hindu.DUSSEHRA_DATES, 1),
    ("lunar new year", Chinese.LUNAR_NEW_YEAR_DATES, 1),
    ("mid-autumn festival", Chinese.MID_AUTUMN_DATES, 1),
]

for begin in days(Islamic.RAMADAN_BEGINNING_DATES):
    # To the eve of Eid al-Fitr.
    end = next(d for d in days(Islamic.EID_AL_FITR_DATES) if d > begin) - timedelta(1)
    print("ramadan", begin, end, sep="\t")
for name, table, length in FEASTS:
    for begin in days(table):
        print(name, begin, begin + timedelta(length - 1), sep="\t")
