-- What persons say: dispositions, banks; events for whoever follows along; jobs that revise a report.

-- +goose Up
ALTER TABLE links ADD COLUMN also TEXT NOT NULL DEFAULT '[]'; -- JSON array of weaker relations

-- fingerprints.document is text of lines now (store/fingerprint_text.go); rows that begin with [ are JSON of older programs.

-- One row: the last number given to a disposition or event. It is updated in the transaction that uses the numbers and
-- stays locked until that ends, so that numbers are in the order of commits.
CREATE TABLE journal (
    one  INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    last BIGINT  NOT NULL
);
INSERT INTO journal (one, last) VALUES (1, 0);

-- Append-only; the one with the greatest number is the one that stands.
CREATE TABLE dispositions (
    number     BIGINT NOT NULL PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    link_id    TEXT REFERENCES links (id) ON DELETE CASCADE,
    ring_id    TEXT, -- no reference: a ring is computed, not kept
    word       TEXT   NOT NULL,
    note       TEXT   NOT NULL,
    reviewer   TEXT   NOT NULL,
    known      TEXT   NOT NULL, -- JSON array
    created_at BIGINT NOT NULL,
    CHECK ((link_id IS NULL) <> (ring_id IS NULL))
);
CREATE INDEX dispositions_link ON dispositions (link_id, number);
CREATE INDEX dispositions_ring ON dispositions (ring_id, number);

CREATE TABLE bank (
    submission_id TEXT NOT NULL PRIMARY KEY REFERENCES submissions (id) ON DELETE CASCADE,
    bank          TEXT   NOT NULL CHECK (bank IN ('bad', 'good')),
    note          TEXT   NOT NULL,
    reviewer      TEXT   NOT NULL,
    created_at    BIGINT NOT NULL
);
CREATE INDEX bank_newest ON bank (created_at, submission_id);

-- Append-only. No references: what happened stays so when its submission is deleted.
CREATE TABLE events (
    number        BIGINT NOT NULL PRIMARY KEY,
    type          TEXT   NOT NULL,
    account       TEXT   NOT NULL,
    submission_id TEXT   NOT NULL,
    link_id       TEXT   NOT NULL,
    ring_id       TEXT   NOT NULL,
    data          TEXT   NOT NULL, -- JSON object
    created_at    BIGINT NOT NULL
);
CREATE INDEX events_type ON events (type, number);
CREATE INDEX events_account ON events (account, number);

-- A submission waits once to be revised. A leased job does not count: it may have read the state before.
CREATE UNIQUE INDEX jobs_revise ON jobs (submission_id) WHERE queue = 'revise' AND state = 'waiting';

-- +goose Down
DROP INDEX jobs_revise;
DROP TABLE events;
DROP TABLE bank;
DROP TABLE dispositions;
DROP TABLE journal;
ALTER TABLE links DROP COLUMN also;
