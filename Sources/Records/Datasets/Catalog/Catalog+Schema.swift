extension Catalog {
    /// The tables of `catalog.sqlite`.
    ///
    /// All tables but `runs` and `performance` hold the same content whether or not a run was
    /// interrupted. `kind` is `accepted` or `rejected`; positions and numbers count from 0; hashes
    /// are the 64-bit xxHash in hexadecimal.
    ///
    /// - `meta`: facts about the dataset: pipeline, document, seed, models, whether it is complete.
    /// - `shards`: the files. `hash` is of the whole file, null while the shard may grow.
    /// - `frames`: the zstd frames of each kind in order. `offset` and `bytes` give a frame's range
    ///   in its shard; `hash` is of its content, `fileHash` of its compressed bytes.
    /// - `records`: one row a record. `offset` and `length` give its range in its frame's content.
    /// - `source_records`: finished source records in canonical order. `firstRow` is the first
    ///   lineage row of each, `counts` what the stages did with it.
    /// - `lineage`: every record that a stage made or rejected. `sourceRecord` is the position of
    ///   the source record from which it descends, `parents` a JSON array of ids, `fields` a JSON
    ///   object of the fields that the stage made, `call` a journal key.
    /// - `stage_counts`, `rejections`, `repairs`: sums of `source_records.counts`.
    /// - `runs`, `performance`: timings and host facts of each run that wrote here.
    static let schema = """
        CREATE TABLE meta (
            key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE shards (
            kind TEXT NOT NULL, number INTEGER NOT NULL, file TEXT NOT NULL,
            frames INTEGER NOT NULL, records INTEGER NOT NULL, bytes INTEGER NOT NULL,
            rawBytes INTEGER NOT NULL, hash TEXT, PRIMARY KEY (kind, number)) WITHOUT ROWID;
        CREATE TABLE frames (
            kind TEXT NOT NULL, number INTEGER NOT NULL, shard INTEGER NOT NULL,
            offset INTEGER NOT NULL, bytes INTEGER NOT NULL, rawBytes INTEGER NOT NULL,
            firstRecord INTEGER NOT NULL, records INTEGER NOT NULL, hash TEXT NOT NULL,
            fileHash TEXT NOT NULL, PRIMARY KEY (kind, number)) WITHOUT ROWID;
        CREATE TABLE records (
            kind TEXT NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL,
            frame INTEGER NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL,
            PRIMARY KEY (kind, position)) WITHOUT ROWID;
        CREATE TABLE source_records (
            position INTEGER PRIMARY KEY NOT NULL, stage TEXT NOT NULL, id TEXT NOT NULL,
            digest TEXT NOT NULL, firstRow INTEGER NOT NULL, counts TEXT NOT NULL);
        CREATE TABLE lineage (
            position INTEGER PRIMARY KEY NOT NULL, sourceRecord INTEGER NOT NULL, id TEXT NOT NULL,
            parents TEXT NOT NULL, stage TEXT NOT NULL, number INTEGER NOT NULL, call TEXT,
            status TEXT NOT NULL, reason TEXT, fields TEXT NOT NULL);
        CREATE TABLE stage_counts (
            stage TEXT PRIMARY KEY NOT NULL, created INTEGER NOT NULL, passed INTEGER NOT NULL,
            rejected INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE rejections (
            stage TEXT NOT NULL, reason TEXT NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY (stage, reason)) WITHOUT ROWID;
        CREATE TABLE repairs (
            stage TEXT NOT NULL, reason TEXT NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY (stage, reason)) WITHOUT ROWID;
        CREATE TABLE runs (
            number INTEGER PRIMARY KEY NOT NULL, started TEXT NOT NULL, finished TEXT,
            status TEXT NOT NULL, host TEXT NOT NULL);
        CREATE TABLE performance (
            run INTEGER NOT NULL, name TEXT NOT NULL, value REAL NOT NULL,
            PRIMARY KEY (run, name)) WITHOUT ROWID;
        """

    /// Indexes by record id, created when a dataset is finished.
    ///
    /// Ids are random, so keeping an index up to date while its table grows would cost more than
    /// the table itself.
    static let indexes = """
        CREATE INDEX IF NOT EXISTS records_by_id ON records (id);
        CREATE INDEX IF NOT EXISTS lineage_by_id ON lineage (id);
        """
}
