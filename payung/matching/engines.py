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
_LEAST_BITS = -14.0  # pairs with less than one chance in ten thousand are not even looked at again


def scored(sides: list[pl.DataFrame], settings: dict[str, Any], engine: Engine) -> pl.DataFrame:
    """id_l, id_r, match_weight (bits, with the prior of `settings`) and a gamma_… a comparison, of each pair that shares a key.

    `sides`: one frame as `with_keys` gives it (pairs inside it) or two (links between them); `id` is a whole number.
    """
    logging.getLogger("splink").setLevel(logging.ERROR)
    return _on_duckdb(sides, settings) if engine == "duckdb" else _on_spark(sides, settings)


def _on_duckdb(sides: list[pl.DataFrame], settings: dict[str, Any]) -> pl.DataFrame:
    with tempfile.TemporaryDirectory() as spill, duckdb.connect(config={"temp_directory": spill, "preserve_insertion_order": "false"}) as connection:
        api = DuckDBAPI(connection)
        tables = [api.register(side.to_arrow(), dataset_display_name=f"side_{at}") for at, side in enumerate(sides)]
        linker = Linker(tables if len(tables) > 1 else tables[0], settings, log_level=None, validate_settings=False)
        found = linker.inference.predict(threshold_match_weight=_LEAST_BITS, warning_mode="never")
        return pl.DataFrame(connection.sql(f"SELECT {', '.join(_KEPT)} FROM {found.physical_name}").arrow())


def _on_spark(sides: list[pl.DataFrame], settings: dict[str, Any]) -> pl.DataFrame:
    """On the cluster that PAYUNG_SPARK_MASTER names (this machine's cores without it). Frames travel as Parquet files, which the workers must see."""
    from pyspark.sql import SparkSession
    from splink import SparkAPI

    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory(dir=os.environ.get("PAYUNG_SPARK_FOLDER")) as folder:
        spark = (
            SparkSession.builder.master(os.environ.get("PAYUNG_SPARK_MASTER", f"local[{cores}]"))
            .appName("payung match")
            .config("spark.sql.shuffle.partitions", str(4 * cores))
            .config("spark.ui.enabled", "false")
            .config("spark.sql.warehouse.dir", folder)
            .getOrCreate()
        )
        try:
            spark.sparkContext.setLogLevel("ERROR")
            spark.sparkContext.setCheckpointDir(str(Path(folder) / "checkpoints"))
            api = SparkAPI(spark_session=spark, break_lineage_method="parquet", register_udfs_automatically=False)  # type: ignore[no-untyped-call]
            tables = []
            for at, side in enumerate(sides):
                side.write_parquet(Path(folder) / f"side_{at}.parquet")
                frame = spark.read.parquet(str(Path(folder) / f"side_{at}.parquet"))
                tables.append(api.register(frame, dataset_display_name=f"side_{at}"))
            linker = Linker(tables if len(tables) > 1 else tables[0], settings, log_level=None, validate_settings=False)
            found = linker.inference.predict(threshold_match_weight=_LEAST_BITS, warning_mode="never")
            frame = spark.sql(f"SELECT {', '.join(_KEPT)} FROM {found.physical_name}")
            frame.write.parquet(str(Path(folder) / "found"))
            return pl.read_parquet(Path(folder) / "found" / "*.parquet")
        finally:
            spark.stop()
