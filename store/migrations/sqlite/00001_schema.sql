-- The schema of Loupe, SQLite. Keep it alike in both dialects.
-- Times are microseconds since 1970 UTC. JSON documents are text: both databases keep and compare them byte by byte.

-- +goose Up
CREATE TABLE submissions (
    id            TEXT NOT NULL PRIMARY KEY,
    account       TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    side          TEXT    NOT NULL,
    claim         TEXT    NOT NULL, -- JSON object
    filename      TEXT    NOT NULL,
    declared_type TEXT    NOT NULL,
    sha256        TEXT    NOT NULL,
    bytes         BIGINT  NOT NULL,
    created_at    BIGINT  NOT NULL,
    -- The summary of the latest report, so that a list parses no report. Revision 0: none yet.
    revision      INTEGER NOT NULL DEFAULT 0,
    verdict       TEXT    NOT NULL DEFAULT '',
    retryable     BOOLEAN NOT NULL DEFAULT FALSE,
    reasons       TEXT    NOT NULL DEFAULT '[]',
    thumbnail_id  TEXT    NOT NULL DEFAULT '',
    engine_key    TEXT    NOT NULL DEFAULT '' -- policy and checks, canonical JSON: differs when the report is stale
);
CREATE INDEX submissions_newest ON submissions (created_at, id);
CREATE INDEX submissions_account ON submissions (account, created_at, id);
CREATE INDEX submissions_kind ON submissions (kind, created_at, id);
CREATE INDEX submissions_verdict ON submissions (verdict, created_at, id);
CREATE INDEX submissions_sha256 ON submissions (sha256);

CREATE TABLE fingerprints (
    submission_id TEXT PRIMARY KEY REFERENCES submissions (id) ON DELETE CASCADE,
    document      TEXT NOT NULL -- JSON array
);

CREATE TABLE reports (
    id            TEXT NOT NULL PRIMARY KEY,
    submission_id TEXT NOT NULL REFERENCES submissions (id),
    revision      INTEGER NOT NULL,
    verdict       TEXT    NOT NULL,
    retryable     BOOLEAN NOT NULL,
    reasons       TEXT    NOT NULL, -- JSON array
    engine        TEXT    NOT NULL, -- JSON object
    document      TEXT    NOT NULL, -- the whole report, JSON
    created_at    BIGINT  NOT NULL,
    UNIQUE (submission_id, revision)
);

CREATE TABLE artifacts (
    id            TEXT NOT NULL PRIMARY KEY,
    submission_id TEXT NOT NULL REFERENCES submissions (id),
    name          TEXT NOT NULL,
    media_type    TEXT NOT NULL,
    blob_key      TEXT NOT NULL
);
CREATE INDEX artifacts_submission ON artifacts (submission_id);
CREATE INDEX artifacts_blob_key ON artifacts (blob_key);

CREATE TABLE links (
    id           TEXT NOT NULL PRIMARY KEY,
    low_id       TEXT NOT NULL, -- the smaller of a_id and b_id: a pair has one link, whichever side finds it
    high_id      TEXT NOT NULL,
    a_id         TEXT NOT NULL REFERENCES submissions (id) ON DELETE CASCADE,
    a_account    TEXT   NOT NULL,
    a_first_seen BIGINT NOT NULL,
    b_id         TEXT NOT NULL REFERENCES submissions (id) ON DELETE CASCADE,
    b_account    TEXT   NOT NULL,
    b_first_seen BIGINT NOT NULL,
    relation     TEXT   NOT NULL,
    comparison   TEXT   NOT NULL, -- JSON object
    conflicts    TEXT   NOT NULL, -- JSON array
    created_at   BIGINT NOT NULL,
    UNIQUE (low_id, high_id)
);
CREATE INDEX links_newest ON links (created_at, id);
CREATE INDEX links_relation ON links (relation, created_at, id);
CREATE INDEX links_a ON links (a_id, created_at, id);
CREATE INDEX links_b ON links (b_id, created_at, id);
CREATE INDEX links_a_account ON links (a_account, created_at, id);
CREATE INDEX links_b_account ON links (b_account, created_at, id);

CREATE TABLE rescans (
    id          TEXT NOT NULL PRIMARY KEY,
    reason      TEXT    NOT NULL,
    filter      TEXT    NOT NULL, -- JSON object
    dry_run     BOOLEAN NOT NULL,
    state       TEXT    NOT NULL,
    total       INTEGER NOT NULL,
    done        INTEGER NOT NULL DEFAULT 0,
    changed     INTEGER NOT NULL DEFAULT 0,
    failed      INTEGER NOT NULL DEFAULT 0,
    created_at  BIGINT  NOT NULL,
    finished_at BIGINT
);
CREATE INDEX rescans_newest ON rescans (created_at, id);

CREATE TABLE rescan_changes (
    rescan_id TEXT NOT NULL REFERENCES rescans (id),
    position  INTEGER NOT NULL, -- the rescan's done count when the item was completed
    document  TEXT    NOT NULL, -- JSON object
    PRIMARY KEY (rescan_id, position)
);

-- See docs/states.md for the states.
CREATE TABLE jobs (
    id            TEXT NOT NULL PRIMARY KEY,
    queue         TEXT    NOT NULL,
    submission_id TEXT NOT NULL REFERENCES submissions (id) ON DELETE CASCADE,
    rescan_id     TEXT REFERENCES rescans (id),
    state         TEXT    NOT NULL CHECK (state IN ('waiting', 'leased', 'done')),
    attempts      INTEGER NOT NULL,
    lease_token   TEXT    NOT NULL, -- '' unless leased
    lease_until   BIGINT  NOT NULL, -- 0 unless leased
    enqueued_at   BIGINT  NOT NULL,
    submitted_at  BIGINT  NOT NULL, -- within a rescan the oldest submission goes first
    done_at       BIGINT
);
CREATE INDEX jobs_open ON jobs (queue, enqueued_at, submitted_at, id) WHERE state <> 'done';
CREATE INDEX jobs_submission ON jobs (submission_id);
CREATE INDEX jobs_rescan ON jobs (rescan_id);

CREATE TABLE api_keys (
    id         TEXT NOT NULL PRIMARY KEY,
    hash       TEXT    NOT NULL UNIQUE,
    admin      BOOLEAN NOT NULL,
    created_at BIGINT  NOT NULL
);

-- +goose Down
DROP TABLE api_keys;
DROP TABLE jobs;
DROP TABLE rescan_changes;
DROP TABLE rescans;
DROP TABLE links;
DROP TABLE artifacts;
DROP TABLE reports;
DROP TABLE fingerprints;
DROP TABLE submissions;
