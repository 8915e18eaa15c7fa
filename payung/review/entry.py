"""How a line of a register is known again in the register's next version. No database."""

from hashlib import sha256

import polars as pl


def entry_keys(entries: pl.DataFrame) -> pl.Series:
    """SHA-256 of "<kind>/<NIK>/<NAME>/<birth date>" of each line (kind, nik, name, birth_date); capitals and double spaces make no other person."""
    name = pl.col("name").str.to_uppercase().str.replace_all(r"\s+", " ").str.strip_chars()
    born = pl.col("birth_date").dt.to_string("%Y-%m-%d")
    texts = entries.select(pl.concat_str("kind", *(part.fill_null("") for part in (pl.col("nik"), name, born)), separator="/")).to_series()
    return pl.Series("entry_key", [sha256(text.encode()).hexdigest() for text in texts], dtype=pl.String)
