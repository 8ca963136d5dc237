package models

import "time"

// Account is the platform's own account reference; never a person.
type Account string

// Claim is what the account says of itself. Keys are closed words where we compare them
// (name, date_of_birth, nationality, document_number, institution, degree, ...); others are kept as sent.
type Claim map[string]string

// Submission is one uploaded file with its account, kind, side and claim. The original bytes never change.
type Submission struct {
	ID           string          `json:"id"`
	Account      Account         `json:"account"`
	Kind         Kind            `json:"kind"`
	Side         Side            `json:"side"`
	Claim        Claim           `json:"claim"`
	Filename     string          `json:"filename"`      // as declared; untrusted text
	DeclaredType string          `json:"declared_type"` // as declared; untrusted text
	SHA256       string          `json:"sha256"`        // of the bytes; also the blob's key
	Bytes        int64           `json:"bytes"`
	State        SubmissionState `json:"state"`
	CreatedAt    time.Time       `json:"created_at"`
}

// SubmissionState says how far a submission has come.
type SubmissionState string

// The states: received -> examined. See docs/states.md.
const (
	StateReceived SubmissionState = "received" // durable, no report yet
	StateExamined SubmissionState = "examined" // at least one report revision exists
)

// Decision is what a person decided about a submission. A machine never overwrites it.
type Decision struct {
	ID           string    `json:"id"`
	SubmissionID string    `json:"submission_id"`
	Verdict      Verdict   `json:"verdict"`
	ReasonCode   string    `json:"reason_code"`
	Note         string    `json:"note"`
	Reviewer     string    `json:"reviewer"`
	CreatedAt    time.Time `json:"created_at"`
}

// Disposition is a person's word on a link or ring; re-opened when a new member joins.
type Disposition struct {
	ID        string    `json:"id"`
	LinkID    string    `json:"link_id,omitempty"`
	RingID    string    `json:"ring_id,omitempty"`
	Word      string    `json:"word"` // "not_a_match" or "confirmed"
	Reviewer  string    `json:"reviewer"`
	CreatedAt time.Time `json:"created_at"`
}
