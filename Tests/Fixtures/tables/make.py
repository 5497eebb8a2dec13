"""Writes the files of this folder and, beside each, the rows that a reader must give.

    python3 make.py            # needs pyarrow, pandas, datasets and zstandard

Expected rows are what pyarrow says of the file, in the manner of synthgen's reader: timestamps as ISO 8601,
decimals as texts, a map whose keys are texts that differ as an object, bytes that are not UTF-8 as base64.
"""

import base64
import datetime
import decimal
import gzip
import json
import math
import os
import random
import uuid

import datasets
import pandas
import pyarrow as pa
import pyarrow.parquet as parquet
import zstandard

HERE = os.path.dirname(os.path.abspath(__file__))
WORDS = "tide kettle ridge lamp sailor nickel orchard thread basin cedar violin quarry".split()


def plain(value, kind):
    """A value of pyarrow as the reader writes it in JSON."""
    if value is None:
        return None
    if pa.types.is_map(kind):
        pairs = [(plain(k, kind.key_type), plain(v, kind.item_type)) for k, v in value]
        if all(isinstance(k, str) for k, _ in pairs) and len(dict(pairs)) == len(pairs):
            return dict(pairs)
        return [{"key": k, "value": v} for k, v in pairs]
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return [plain(one, kind.value_type) for one in value]
    if pa.types.is_struct(kind):
        return {field.name: plain(value[field.name], field.type) for field in kind}
    if pa.types.is_timestamp(kind):
        digits = {"ms": 3, "us": 6, "ns": 9}[kind.unit]
        moment = value.isoformat(timespec="seconds")[:19]
        fraction = f"{value.microsecond:06d}" + f"{getattr(value, 'nanosecond', 0):03d}"
        if int(fraction[:digits]):
            moment += "." + fraction[:digits]
        return moment + ("Z" if kind.tz else "")
    if pa.types.is_date(kind):
        return value.isoformat()
    if pa.types.is_time(kind):
        return value.isoformat()
    if pa.types.is_decimal(kind):
        return f"{value:f}"
    if pa.types.is_floating(kind):
        if math.isnan(value):
            return None
        return float(value) if math.isfinite(value) else ("Infinity" if value > 0 else "-Infinity")
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return {"base64": base64.b64encode(value).decode()}
    return value


def expect(name, rows):
    with open(os.path.join(HERE, name + ".rows.jsonl"), "w") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def write(name, table, **options):
    path = os.path.join(HERE, name)
    parquet.write_table(table, path, **options)
    read = parquet.read_table(path)
    columns = [(field.name, field.type, read.column(field.name).to_pylist()) for field in read.schema]
    expect(name, [{n: plain(v[row], t) for n, t, v in columns} for row in range(read.num_rows)])


def sentence(draw, words=8):
    return " ".join(draw.choice(WORDS) for _ in range(words))


def scalars(draw, rows):
    def some(make, share=0.2):
        return [None if draw.random() < share else make(row) for row in range(rows)]

    day = datetime.date(1969, 12, 20)
    moment = datetime.datetime(1969, 12, 31, 23, 59, 58, 123456)
    return pa.table({
        "text": pa.array(some(lambda row: sentence(draw) + " é中😀"), pa.string()),
        "label": pa.array(some(lambda row: draw.choice(["yes", "no"])), pa.string()),
        "int": pa.array(some(lambda row: draw.randint(-2**62, 2**62)), pa.int64()),
        "small": pa.array(some(lambda row: draw.randint(-128, 127)), pa.int8()),
        "big": pa.array(some(lambda row: draw.randint(0, 2**32 - 1)), pa.uint32()),
        "float": pa.array(some(lambda row: draw.choice([0.5, 0.1, math.inf, math.nan, -2e30])), pa.float32()),
        "half": pa.array(some(lambda row: draw.choice([0.5, 65504.0, -2.0**-24, 1.0])), pa.float16()),
        "double": pa.array(some(lambda row: draw.uniform(-1e6, 1e6)), pa.float64()),
        "flag": pa.array(some(lambda row: draw.random() < 0.5), pa.bool_()),
        "price": pa.array(some(lambda row: decimal.Decimal(draw.randint(-10**9, 10**9)) / 100), pa.decimal128(12, 2)),
        "huge": pa.array(some(lambda row: decimal.Decimal(draw.randint(-10**37, 10**37))), pa.decimal128(38, 0)),
        "day": pa.array(some(lambda row: day + datetime.timedelta(days=row * 997)), pa.date32()),
        "clock": pa.array(some(lambda row: datetime.time(row % 24, 5, 9, 120000)), pa.time64("us")),
        "local": pa.array(some(lambda row: moment + datetime.timedelta(hours=row * 7)), pa.timestamp("us")),
        "utc": pa.array(some(lambda row: moment.replace(microsecond=0) + datetime.timedelta(row)), pa.timestamp("ms", "UTC")),
        "bytes": pa.array(some(lambda row: bytes([255, row % 256]) if row % 2 else b"text"), pa.binary()),
        "fixed": pa.array(some(lambda row: bytes([row % 100] * 3)), pa.binary(3)),
        "nothing": pa.array([None] * rows, pa.string()),
    })


def nested(draw, rows):
    turn = pa.struct([("from", pa.string()), ("value", pa.string())])
    talk = lambda row: None if row % 11 == 5 else [
        None if draw.random() < 0.1 else {
            "from": ["human", "gpt"][turn % 2], "value": None if draw.random() < 0.1 else sentence(draw, 3)}
        for turn in range(draw.randint(0, 4))]
    return pa.table({
        "id": pa.array(range(rows), pa.int32()),
        "conversations": pa.array([talk(row) for row in range(rows)], pa.list_(turn)),
        "scores": pa.array(
            [[[draw.randint(0, 9) for _ in range(draw.randint(0, 2))] for _ in range(draw.randint(0, 3))]
             for _ in range(rows)], pa.list_(pa.list_(pa.int64()))),
        "flags": pa.array(
            [[(draw.choice(WORDS), draw.choice([True, False, None])) for _ in range(draw.randint(0, 2))]
             if row % 3 else None for row in range(rows)], pa.map_(pa.string(), pa.bool_())),
        "counts": pa.array([[(row, sentence(draw, 1))] for row in range(rows)], pa.map_(pa.int32(), pa.string())),
        "inner": pa.array(
            [None if row % 5 == 0 else {"a": row, "b": {"c": None if row % 2 else sentence(draw, 1), "d": [row, None]}}
             for row in range(rows)],
            pa.struct([("a", pa.int64()), ("b", pa.struct([("c", pa.string()), ("d", pa.list_(pa.int64()))]))])),
    })


def edges():
    """Values beyond 63 bits, maps with any keys, tables without rows or columns."""
    write("values.parquet", pa.table({
        "u": pa.array([2**64 - 1, 2**63 + 1, 2**63, 7, None], pa.uint64()),
        "decimal": pa.array([decimal.Decimal(n).scaleb(-30) for n in [10**37 + 1, -1, 0, 10**30, 5]],
                            pa.decimal128(38, 30)),
        "twice": pa.array([[("a", 1), ("a", 2)], [("a", 1), ("b", 2)], [], [("", 3)], None],
                          pa.map_(pa.string(), pa.int64())),
        "days": pa.array([[(datetime.date(2024, 2, 29), 2**64 - 1)], [], [], [], []],
                         pa.map_(pa.date32(), pa.uint64())),
        "pairs": pa.array([[({"x": 1}, "p")], [], [], [], []],
                          pa.map_(pa.struct([("x", pa.int64())]), pa.string())),
    }))
    none = pa.table({"i": pa.array([], pa.int64()), "s": pa.array([], pa.string())})
    write("no-rows.parquet", none)
    write("no-columns.parquet", pa.table({}))
    with parquet.ParquetWriter(os.path.join(HERE, "empty-group.parquet"), none.schema) as writer:
        for part in [none, pa.table({"i": [1, 2], "s": ["a", "b"]}), none, pa.table({"i": [3], "s": ["c"]})]:
            writer.write_table(part)
    expect("empty-group.parquet", [{"i": 1, "s": "a"}, {"i": 2, "s": "b"}, {"i": 3, "s": "c"}])
    equal = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])
    parquet.write_table(equal, os.path.join(HERE, "equal-names.parquet"))


def tables(draw):
    rows = [{"prompt": "Say \"hi\", please", "note": "two\nlines"}, {"prompt": " é, 中 ", "note": ""},
            {"prompt": "plain", "note": "a\ttab"}, {"prompt": "", "note": "42"}]
    frame = pandas.DataFrame(rows)
    frame.to_csv(os.path.join(HERE, "pandas.csv"), index=False)
    frame.to_csv(os.path.join(HERE, "pandas.tsv"), index=False, sep="\t")
    frame.to_csv(os.path.join(HERE, "excel.csv"), index=False, encoding="utf-8-sig", lineterminator="\r\n", quoting=1)
    frame.to_csv(os.path.join(HERE, "pandas.csv.gz"), index=False)
    frame.to_csv(os.path.join(HERE, "pandas.csv.zst"), index=False)
    for name in ["pandas.csv", "pandas.tsv", "excel.csv", "pandas.csv.gz", "pandas.csv.zst"]:
        expect(name, rows)
    frame.to_json(os.path.join(HERE, "pandas.json"), orient="records", indent=1, force_ascii=False)
    frame.to_json(os.path.join(HERE, "pandas.jsonl.gz"), orient="records", lines=True, force_ascii=False)
    for name in ["pandas.json", "pandas.jsonl.gz"]:
        expect(name, rows)


def main():
    draw = random.Random(340)
    write("scalars.parquet", scalars(draw, 24))
    write("scalars-v2.parquet", scalars(draw, 24), data_page_version="2.0", version="2.6", compression="zstd",
          use_dictionary=False, write_page_checksum=True)
    write("nested.parquet", nested(draw, 23), compression="gzip")
    write("nested-v2.parquet", nested(draw, 23), data_page_version="2.0", compression="lz4", row_group_size=7)
    text = pa.table({"a": [sentence(draw) for _ in range(60)], "b": [f"https://example.org/{n:05d}" for n in range(60)],
                     "n": pa.array([n * n - 900 for n in range(60)], pa.int64()),
                     "m": pa.array([draw.choice([None, n]) for n in range(60)], pa.int32()),
                     "x": [draw.random() for _ in range(60)], "y": [n % 3 == 0 for n in range(60)]})
    write("encodings.parquet", text, use_dictionary=False, compression="snappy", data_page_size=256, column_encoding={
        "a": "DELTA_LENGTH_BYTE_ARRAY", "b": "DELTA_BYTE_ARRAY", "n": "DELTA_BINARY_PACKED",
        "m": "DELTA_BINARY_PACKED", "x": "BYTE_STREAM_SPLIT", "y": "RLE"})
    parquet.write_table(text, os.path.join(HERE, "brotli.parquet"), compression="brotli")
    rows = [{"question": sentence(draw), "answer": str(n), "turns": [{"role": "user", "content": sentence(draw, 2)}]}
            for n in range(9)]
    datasets.Dataset.from_list(rows).to_parquet(os.path.join(HERE, "datasets.parquet"))
    expect("datasets.parquet", rows)
    for ending, pack in [(".gz", gzip.compress), (".zst", zstandard.ZstdCompressor().compress)]:
        with open(os.path.join(HERE, "datasets.parquet"), "rb") as file:
            packed = pack(file.read())
        with open(os.path.join(HERE, "datasets.parquet" + ending), "wb") as file:
            file.write(packed)
        expect("datasets.parquet" + ending, rows)
    tables(draw)
    edges()


main()
