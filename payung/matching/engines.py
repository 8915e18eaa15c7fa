"""Scoring pairs with Splink, in this process (DuckDB) or on a cluster (Spark): the same model, the same SQL, the same pairs."""

import logging
import os
import tempfile
from pathlib import Path
from typing import Any, Literal

import duckdb
import polars as pl
from splink import DuckDBAPI, Linker

from payung.matching.model import COMPARISONS

Engine = Literal["duckdb", "spark"]
_KEPT = ("id_l", "id_r", "match_weight", *(f"gamma_{comparison.name}" for comparison in COMPARISONS))
LEAST_BITS = -14.0  # pairs with less than one chance in ten thousand are not even looked at again


def scored(
    sides: list[pl.DataFrame], frequencies: dict[str, pl.DataFrame], settings: dict[str, Any], engine: Engine, least: float = LEAST_BITS
) -> pl.DataFrame:
    """id_l, id_r, match_weight (bits, with the prior of `settings`) and a gamma_… a comparison, of each pair that shares a key.

    `sides`: one frame as `looked_for` gives it (pairs inside it) or two (links between them); `id` is a whole number. `frequencies`: column of the
    model -> its values with tf_…. Pairs under `least` bits are left out.
    """
    if any(side.is_empty() for side in sides):
        return pl.DataFrame(schema={"id_l": pl.Int64, "id_r": pl.Int64, "match_weight": pl.Float64, **dict.fromkeys(_KEPT[3:], pl.Int64)})
    logging.getLogger("splink").setLevel(logging.ERROR)
    run = _on_duckdb if engine == "duckdb" else _on_spark
    return run(sides, frequencies, settings, least).with_columns(pl.col("^gamma_.*$").cast(pl.Int64))


def _predicted(api: Any, tables: list[Any], frequencies: dict[str, Any], settings: dict[str, Any], least: float) -> str:
    """The name of the table of scored pairs. `frequencies`: column -> table as the engine takes it."""
    linker = Linker(tables if len(tables) > 1 else tables[0], settings, log_level=None, validate_settings=False)
    for column, table in frequencies.items():
        linker.table_management.register_term_frequency_lookup(api.register(table, dataset_display_name=f"tf_{column}"), column)
    found = linker.inference.predict(threshold_match_weight=least, warning_mode="never")
    return str(found.physical_name)


def _on_duckdb(sides: list[pl.DataFrame], frequencies: dict[str, pl.DataFrame], settings: dict[str, Any], least: float) -> pl.DataFrame:
    with tempfile.TemporaryDirectory() as spill, duckdb.connect(config={"temp_directory": spill, "preserve_insertion_order": "false"}) as connection:
        api = DuckDBAPI(connection)
        tables = [api.register(side.to_arrow(), dataset_display_name=f"side_{at}") for at, side in enumerate(sides)]
        found = _predicted(api, tables, {column: frame.to_arrow() for column, frame in frequencies.items()}, settings, least)
        return pl.DataFrame(connection.sql(f"SELECT {', '.join(_KEPT)} FROM {found}").arrow())


def _on_spark(sides: list[pl.DataFrame], frequencies: dict[str, pl.DataFrame], settings: dict[str, Any], least: float) -> pl.DataFrame:
    """On the cluster that PAYUNG_SPARK_MASTER names (this machine's cores without it). Frames travel as Parquet files in PAYUNG_SPARK_FOLDER, which
    the workers must see.
    """
    from pyspark.sql import SparkSession
    from splink import SparkAPI

    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory(dir=os.environ.get("PAYUNG_SPARK_FOLDER")) as folder:
        spark = (
            SparkSession.builder.master(os.environ.get("PAYUNG_SPARK_MASTER", f"local[{cores}]"))
            .appName("payung match")
            .config("spark.sql.shuffle.partitions", str(2 * cores))
            .config("spark.sql.codegen.wholeStage", "false")  # the model is one expression too long to be compiled
            .config("spark.sql.constraintPropagation.enabled", "false")  # and would be written out again for everything that follows from it
            .config("spark.sql.warehouse.dir", folder)
            .config("spark.sql.adaptive.enabled", "false")  # planning again after each step costs more than it saves here
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .getOrCreate()
        )

        def shared(frame: pl.DataFrame, name: str) -> Any:
            frame.write_parquet(Path(folder) / f"{name}.parquet")
            return spark.read.parquet(str(Path(folder) / f"{name}.parquet"))

        try:
            spark.sparkContext.setLogLevel("ERROR")
            spark.sparkContext.setCheckpointDir(str(Path(folder) / "checkpoints"))
            api = SparkAPI(spark_session=spark, break_lineage_method="parquet", register_udfs_automatically=False)  # type: ignore[no-untyped-call]
            tables = [api.register(shared(side, f"side_{at}"), dataset_display_name=f"side_{at}") for at, side in enumerate(sides)]
            counted = {column: shared(frame, f"tf_{column}") for column, frame in frequencies.items()}
            found = _predicted(api, tables, counted, settings, least)
            spark.sql(f"SELECT {', '.join(_KEPT)} FROM {found}").write.parquet(str(Path(folder) / "found"))
            return pl.read_parquet(Path(folder) / "found" / "*.parquet")
        finally:
            spark.stop()
