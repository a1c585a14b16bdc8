-- Derived tables: made of the log, dropped and rebuilt at will.
-- `since` and `until` are revision numbers, half-open; a row that holds today has until = 9223372036854775807.
-- Hashes of claims and accounts are the 64-bit numbers behind their sixteen hexadecimal digits, as signed integers.

CREATE TABLE report (
    no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL,              -- address, or identifier and outlet: equal for versions of one article
    version INTEGER NOT NULL,       -- 1, 2, ... by arrival
    content BLOB NOT NULL,          -- BLAKE3 of title and text: equal content is a duplicate
    text BLOB NOT NULL,             -- hash of the blob
    capture BLOB,                   -- hash of the blob: the bytes as received, where they are more than the text
    url TEXT,
    lang TEXT NOT NULL,
    outlet TEXT,
    published TEXT,
    title TEXT,
    added INTEGER NOT NULL          -- revision
);
CREATE UNIQUE INDEX report_key ON report (key, version);
CREATE INDEX report_outlet ON report (outlet, no);
CREATE INDEX report_published ON report (published, no);

CREATE TABLE coding (               -- what the engine found in a report, and when that held
    report INTEGER NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    sheet BLOB NOT NULL,            -- hash of the blob
    made_by TEXT NOT NULL,
    digest BLOB NOT NULL,           -- what resolution needs of it
    PRIMARY KEY (report, since)
);

CREATE TABLE claim (
    hash INTEGER PRIMARY KEY,
    report INTEGER NOT NULL,
    mention TEXT NOT NULL,
    at INTEGER NOT NULL,
    account INTEGER NOT NULL,       -- hash of the account's first claim
    since INTEGER NOT NULL,
    until INTEGER NOT NULL
);
CREATE INDEX claim_report ON claim (report);

CREATE TABLE block (                -- blocking keys: accounts that may tell of one happening share one
    key INTEGER NOT NULL,
    account INTEGER NOT NULL,
    PRIMARY KEY (key, account)
) WITHOUT ROWID;

CREATE TABLE pair (                 -- accounts that were compared and speak for or against one another; a < b
    a INTEGER NOT NULL,
    b INTEGER NOT NULL,
    score REAL NOT NULL,            -- above 0 the two are tied to one another; the reasons are computed when asked for
    PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE INDEX pair_b ON pair (b, a);
-- The doubtful ones, for the review queue.
CREATE INDEX pair_score ON pair (score) WHERE score BETWEEN -1.5 AND 1.5;

CREATE TABLE member (               -- which incident a claim belongs to, and when
    incident INTEGER NOT NULL,
    claim INTEGER NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (incident, claim, since)
) WITHOUT ROWID;
CREATE INDEX member_claim ON member (claim, until);

CREATE TABLE version (              -- what lists and histories show of an incident, for each time it changed
    no INTEGER PRIMARY KEY,
    incident INTEGER NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    mode TEXT,
    status TEXT NOT NULL,
    certainty TEXT NOT NULL,
    first_day TEXT,
    last_day TEXT,
    place TEXT,
    place_id TEXT,
    country TEXT,
    lat REAL,
    lon REAL,
    precision TEXT,
    killed_low REAL,
    killed_high REAL,
    injured_low REAL,
    injured_high REAL,
    toll REAL NOT NULL,             -- highest number of dead that stands: what lists sort by
    claims INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    voices INTEGER NOT NULL,
    disputed TEXT NOT NULL,         -- names of disputed fields, with blanks between
    accepted INTEGER,
    pinned INTEGER NOT NULL,        -- decisions of people that shape it
    published TEXT,                 -- of the first report
    latest TEXT,                    -- of the last report
    title TEXT,                     -- of the first leading report
    brief TEXT NOT NULL             -- JSON: parties, instrument and figures of the best values
);
CREATE UNIQUE INDEX version_incident ON version (incident, since);
-- As of a moment: both tell what held then without looking at the rows.
CREATE INDEX version_since ON version (since, incident, until);
CREATE INDEX version_day ON version (first_day, incident, since, until);
CREATE INDEX version_now_day ON version (first_day, incident) WHERE until = 9223372036854775807;
CREATE INDEX version_now_toll ON version (toll, incident) WHERE until = 9223372036854775807;
-- What the review queue asks for.
CREATE INDEX version_now_disputed ON version (toll, incident) WHERE until = 9223372036854775807 AND accepted IS NULL AND disputed != '';
CREATE INDEX version_now_unplaced ON version (toll, incident) WHERE until = 9223372036854775807 AND accepted IS NULL AND lat IS NULL AND toll > 0 AND status = 'occurred';
CREATE INDEX version_now_voices ON version (voices, incident) WHERE until = 9223372036854775807;
CREATE INDEX version_now_type ON version (type, first_day, incident) WHERE until = 9223372036854775807;
CREATE INDEX version_now_country ON version (country, first_day, incident) WHERE until = 9223372036854775807;

CREATE TABLE spot (                 -- where an incident was placed, and when; `area` holds the same points as an R*Tree
    no INTEGER PRIMARY KEY,
    incident INTEGER NOT NULL,
    lat REAL NOT NULL,
    lon REAL NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL
);
CREATE INDEX spot_incident ON spot (incident, until);
CREATE VIRTUAL TABLE area USING rtree (no, south, north, west, east);

CREATE TABLE term (                 -- words that incidents are filtered by: actors, places, outlets, ...
    no INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (kind, value)
);
CREATE TABLE facet (                -- which incidents have a term, and when
    term INTEGER NOT NULL,
    incident INTEGER NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (term, incident, since)
) WITHOUT ROWID;
CREATE INDEX facet_incident ON facet (incident, until);

CREATE TABLE telling (              -- reports of an incident today, and how each repeats another
    incident INTEGER NOT NULL,
    report INTEGER NOT NULL,
    lead INTEGER NOT NULL,
    part TEXT NOT NULL,
    how TEXT NOT NULL,              -- original, copy, rewrite, quotes, agency or version
    first INTEGER NOT NULL,         -- the first report of its voice
    hours REAL,                     -- after that report
    PRIMARY KEY (incident, report)
) WITHOUT ROWID;
CREATE INDEX telling_report ON telling (report);

CREATE TABLE decision (
    no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    decision TEXT NOT NULL          -- JSON
);
CREATE INDEX decision_revision ON decision (revision);
CREATE TABLE standing (             -- when a decision held: an undo ends it, the undo of the undo begins it anew
    decision INTEGER NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (decision, since)
) WITHOUT ROWID;
CREATE TABLE decision_claim (
    claim INTEGER NOT NULL,
    decision INTEGER NOT NULL,
    PRIMARY KEY (claim, decision)
) WITHOUT ROWID;

CREATE TABLE place (                -- places of the gazetteer that reports named, with what holds them
    id TEXT PRIMARY KEY,
    parent TEXT,
    name TEXT NOT NULL,
    feature TEXT NOT NULL,
    country TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX place_parent ON place (parent);

CREATE TABLE total (                -- how much there is, counted as it comes
    what TEXT PRIMARY KEY,
    n INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO total (what, n) VALUES ('reports', 0), ('claims', 0), ('incidents', 0), ('outlets', 0);
CREATE TRIGGER report_counted AFTER INSERT ON report BEGIN
    UPDATE total SET n = n + 1 WHERE what = 'reports';
    UPDATE total SET n = n + 1 WHERE what = 'outlets' AND NOT EXISTS (SELECT 1 FROM report WHERE outlet = new.outlet AND no != new.no)
        AND new.outlet IS NOT NULL;
END;
CREATE TRIGGER claim_counted AFTER INSERT ON claim WHEN new.until = 9223372036854775807 BEGIN
    UPDATE total SET n = n + 1 WHERE what = 'claims';
END;
CREATE TRIGGER claim_recounted AFTER UPDATE OF until ON claim BEGIN
    UPDATE total SET n = n + (new.until = 9223372036854775807) - (old.until = 9223372036854775807) WHERE what = 'claims';
END;
CREATE TRIGGER version_counted AFTER INSERT ON version WHEN new.until = 9223372036854775807 BEGIN
    UPDATE total SET n = n + 1 WHERE what = 'incidents';
END;
CREATE TRIGGER version_recounted AFTER UPDATE OF until ON version BEGIN
    UPDATE total SET n = n + (new.until = 9223372036854775807) - (old.until = 9223372036854775807) WHERE what = 'incidents';
END;
CREATE TRIGGER version_uncounted AFTER DELETE ON version WHEN old.until = 9223372036854775807 BEGIN
    UPDATE total SET n = n - 1 WHERE what = 'incidents';
END;
