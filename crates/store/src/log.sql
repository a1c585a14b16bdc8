-- The log: what nothing else can be made from. Rows are only ever added.

CREATE TABLE blob (
    no INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,      -- BLAKE3 of the bytes before compression
    size INTEGER NOT NULL,          -- bytes before compression
    data BLOB NOT NULL              -- raw DEFLATE
);

CREATE TABLE revision (
    no INTEGER PRIMARY KEY,         -- 1, 2, 3, ... without gaps
    at INTEGER NOT NULL,            -- milliseconds since 1970, UTC; never less than the one before
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    ops TEXT NOT NULL,              -- JSON array, see docs/store.md
    hash BLOB NOT NULL              -- BLAKE3 over the hash before and all of this row
);
CREATE INDEX revision_at ON revision (at);

CREATE TRIGGER revision_stands BEFORE UPDATE ON revision BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER revision_stays BEFORE DELETE ON revision BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER blob_stands BEFORE UPDATE ON blob BEGIN SELECT RAISE(ABORT, 'stored bytes are never changed'); END;
CREATE TRIGGER blob_stays BEFORE DELETE ON blob BEGIN SELECT RAISE(ABORT, 'stored bytes are never removed'); END;
