package models

import "time"

// This file holds what the store keeps beside the nouns: pages of lists, jobs, artifacts, keys.

// Blob names stored bytes.
type Blob struct {
	Key   string // lower-case hex SHA-256 of the content
	Bytes int64
}

// BlobInfo is what a list of blobs says of each.
type BlobInfo struct {
	Blob
	Kept time.Time // when its bytes were last put
}

// Cursor is an opaque place in a list; empty means the start, or that nothing follows.
type Cursor string

// SubmissionQuery filters and pages a list of submissions; empty fields match everything.
type SubmissionQuery struct {
	Account Account
	Kind    Kind
	Verdict Verdict // of the latest report
	Limit   int     // 1..100; 0 means 50
	After   Cursor
}

// SubmissionSummary is one row of a list.
type SubmissionSummary struct {
	Submission
	Revision    int      `json:"revision"` // 0: no report yet; then the fields below are empty
	Verdict     Verdict  `json:"verdict"`
	Retryable   bool     `json:"retryable"`
	Reasons     []Reason `json:"reasons"`
	ThumbnailID string   `json:"thumbnail_id"` // artifact id, "" when there is none
	Links       int      `json:"links"`        // links known now, from either side
}

// LinkQuery filters and pages a list of links; empty fields match everything.
type LinkQuery struct {
	SubmissionID string // either side
	Account      Account
	Relation     Relation
	Limit        int // 1..100; 0 means 50
	After        Cursor
}

// IndexEntry is one submission's fingerprints with what the index must know of it.
type IndexEntry struct {
	SubmissionID string
	Account      Account
	Kind         Kind
	CreatedAt    time.Time
	Fingerprints []Fingerprint
}

// Queue separates live uploads from other work. Live goes first, bulk last.
type Queue string

// The queues.
const (
	QueueLive   Queue = "live"
	QueueRevise Queue = "revise" // a report to be judged again because something was learnt: nothing is examined
	QueueBulk   Queue = "bulk"
)

// Job is one examination to do. See docs/states.md.
type Job struct {
	ID           string
	Queue        Queue
	SubmissionID string
	RescanID     string // "" unless in QueueBulk
	Attempts     int    // started so far, this one included
	LeaseToken   string // proves that the holder still has the lease
}

// Completion is everything that a finished job writes.
type Completion struct {
	Job       Job
	Report    *Report // nil: nothing new is written (dry run, or the rescan item failed)
	Artifacts []ArtifactRow
	Links     []LinkRecord  // upserted by the pair {A, B}: a link found again keeps its first id and time
	Change    *RescanChange // the result of a rescan's item; nil when nothing changed
	Revise    []string      // submissions to be judged again: each gets a job in QueueRevise unless one waits already
	Events    []Event
}

// ArtifactRow is an artifact and the blob that holds it.
type ArtifactRow struct {
	ID           string
	SubmissionID string
	Name         string
	MediaType    string
	BlobKey      string
}

// APIKey is a key as it is kept: never the key itself.
type APIKey struct {
	ID        string
	Hash      string // lower-case hex SHA-256 of the key
	Admin     bool
	CreatedAt time.Time
}

// Priority orders work in the darkroom. Live goes first.
type Priority int

// The priorities.
const (
	PriorityBulk Priority = iota
	PriorityLive
)
