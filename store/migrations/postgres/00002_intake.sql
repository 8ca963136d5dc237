-- The back of a card in the same upload; idempotency keys; what the sweep asks for.

-- +goose Up
ALTER TABLE submissions ADD COLUMN back_filename TEXT;
ALTER TABLE submissions ADD COLUMN back_declared_type TEXT;
ALTER TABLE submissions ADD COLUMN back_sha256 TEXT; -- NULL: one file was sent
ALTER TABLE submissions ADD COLUMN back_bytes BIGINT;
CREATE INDEX submissions_back ON submissions (back_sha256) WHERE back_sha256 IS NOT NULL;
CREATE INDEX submissions_received ON submissions (id) WHERE revision = 0;

-- No reference to submissions: a refused upload deletes its submission, the answer stays.
CREATE TABLE idempotency_keys (
    scope         TEXT COLLATE "C" NOT NULL, -- id of the API key; '' without keys
    name          TEXT COLLATE "C" NOT NULL,
    digest        TEXT    NOT NULL, -- of the request
    submission_id TEXT    NOT NULL, -- tells one use of the name from a later one
    locked_until  BIGINT  NOT NULL,
    status        INTEGER NOT NULL DEFAULT 0, -- of HTTP; 0: in flight, no answer yet
    header        TEXT    NOT NULL DEFAULT '{}', -- JSON object
    body          BYTEA, -- as it was sent, byte by byte
    created_at    BIGINT  NOT NULL,
    PRIMARY KEY (scope, name)
);
CREATE INDEX idempotency_keys_oldest ON idempotency_keys (created_at);

-- +goose Down
DROP TABLE idempotency_keys;
DROP INDEX submissions_received;
DROP INDEX submissions_back;
ALTER TABLE submissions DROP COLUMN back_bytes;
ALTER TABLE submissions DROP COLUMN back_sha256;
ALTER TABLE submissions DROP COLUMN back_declared_type;
ALTER TABLE submissions DROP COLUMN back_filename;
