"""Tables that voc gives out; any Arrow-capable library reads them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from voc._voc import Sheet

_ROWS_SHOWN_MAX = 20


class Table:
    """A read-only table of named columns.

    It offers the Arrow PyCapsule interface, so ``polars.DataFrame(table)``,
    ``pyarrow.table(table)`` and DuckDB read it. Times are UTC with microseconds.
    """

    __slots__ = ("_sheet",)

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in order."""
        return self._sheet.columns

    def __len__(self) -> int:
        return len(self._sheet)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The rows as an Arrow C stream; the requested schema is not honoured."""
        return self._sheet.__arrow_c_stream__(requested_schema)

    def to_polars(self) -> pl.DataFrame:
        """The rows as a polars data frame; needs polars."""
        import polars

        return polars.DataFrame(self)

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a pandas data frame; needs pandas and pyarrow."""
        import pyarrow

        frame: pd.DataFrame = pyarrow.table(self).to_pandas()
        return frame

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows as dicts; what is absent is ``None``, times are aware ``datetime`` in UTC."""
        return self._sheet.dicts(0, len(self))

    def __repr__(self) -> str:
        return f"Table({len(self)} rows: {', '.join(self.columns)})"

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        rows = "".join(
            "<tr>" + "".join(f"<td>{_shown(cell)}</td>" for cell in row.values()) + "</tr>"
            for row in self._sheet.dicts(0, _ROWS_SHOWN_MAX)
        )
        more = len(self) - _ROWS_SHOWN_MAX
        foot = f"<p>and {more} more rows</p>" if more > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{foot}"


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, list):
        return escape(", ".join(map(str, cell)))
    return escape(str(cell))
