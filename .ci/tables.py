"""Parquet as DuckDB, pandas and polars read it, against the same tables as CSV.

    python tables.py FOLDER_OF_PARQUET FOLDER_OF_CSV

Both are written by `sayso export` from one ledger. Needs the packages of requirements.txt beside this file.
"""

import csv
import datetime
import sys
from pathlib import Path

import duckdb
import pandas
import polars

csv.field_size_limit(1 << 30)


def text(value):
    """A value as `sayso` writes it into CSV."""
    if value is None or value is pandas.NaT or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return str(bool(value)).lower()
    if isinstance(value, float):
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
    return str(value)


def number(cell):
    try:
        return float(cell)
    except ValueError:
        return cell


def same(wanted, found):
    return wanted == found or isinstance(number(wanted), float) and number(wanted) == number(found)


def rows_of_duckdb(path):
    table = duckdb.connect().execute("select * from read_parquet(?)", [str(path)])
    return [column[0] for column in table.description], table.fetchall()


def rows_of_pandas(path):
    table = pandas.read_parquet(path).astype(object)
    return list(table.columns), list(table.itertuples(index=False, name=None))


def rows_of_polars(path):
    table = polars.read_parquet(path)
    return table.columns, table.rows()


def days(value):
    """The days that a date begins and ends on, as far as Python can tell: whole days only."""
    start, _, end = value.partition("/")
    try:
        return datetime.date.fromisoformat(start[:10]), datetime.date.fromisoformat((end or start)[:10])
    except ValueError:
        return None


def check(reader, path, wanted):
    names, rows = reader(path)
    assert len(rows) == len(wanted), f"{path.name}: {len(rows)} rows, of {len(wanted)}"
    for row, known in zip(rows, wanted):
        found = dict(zip(names, row))
        for name, cell in known.items():
            assert same(cell, text(found[name])), f"{path.name}: {name} is {found[name]!r}, not {cell!r}"
            if f"{name}_first" in found and days(cell):
                ends = found[f"{name}_first"], found[f"{name}_last"]
                ends = tuple(e.date() if isinstance(e, datetime.datetime) else e for e in ends)
                assert ends == days(cell), f"{path.name}: {name} {cell} lasts {ends}"
    return len(rows)


def check_types(folder):
    """Codes are dictionaries, dates are days, flags and numbers are no words."""
    events = pandas.read_parquet(folder / "events.parquet")
    assert isinstance(events.dtypes["type"], pandas.CategoricalDtype), events.dtypes
    assert events.dtypes["quad"].kind in "iu" and events.dtypes["score"].kind == "f", events.dtypes
    events = polars.read_parquet(folder / "events.parquet").schema
    assert events["historical"] == polars.Boolean and events["date_first"] == polars.Date, events
    days = duckdb.sql(f"select count(*) from '{folder}/events.parquet' where date_first <= date_last and year(date_first) > 1000")
    assert days.fetchall()[0][0] > 0, "no event has a day"


def main():
    parquet, flat = map(Path, sys.argv[1:])
    check_types(parquet)
    tables = sorted(flat.glob("*.csv"))
    assert len(tables) == 11, f"{flat}: {len(tables)} tables"
    for table in tables:
        with table.open(newline="", encoding="utf-8") as lines:
            wanted = list(csv.DictReader(lines))
        for reader in rows_of_duckdb, rows_of_pandas, rows_of_polars:
            count = check(reader, parquet / f"{table.stem}.parquet", wanted)
        print(f"{table.stem}: {count} rows, the same in all")


main()
