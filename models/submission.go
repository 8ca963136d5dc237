package models

import (
	"errors"
	"io"
	"time"
)

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
	Back         *BackFile       `json:"back"` // null when one file was sent
	State        SubmissionState `json:"state"`
	CreatedAt    time.Time       `json:"created_at"`
}

// Brief returns what the darkroom is told of s.
func (s Submission) Brief() Brief { return Brief{Kind: s.Kind, Claim: s.Claim, Day: s.CreatedAt} }

// BackFile is the back of a document, sent in the same upload as its front.
type BackFile struct {
	Filename     string `json:"filename"`      // as declared; untrusted text
	DeclaredType string `json:"declared_type"` // as declared; untrusted text
	SHA256       string `json:"sha256"`        // of the bytes; also the blob's key
	Bytes        int64  `json:"bytes"`
}

// Brief is what the darkroom is told beside the files: what they are said to be, and what they must hold together with.
type Brief struct {
	Kind    Kind      `json:"kind"`
	Claim   Claim     `json:"claim,omitempty"`
	Profile Profile   `json:"profile,omitempty"` // how thoroughly to look; "" is full
	Day     time.Time `json:"day"`               // when it was uploaded: what dates are judged by, so that equal files give equal reports
}

// Original is one uploaded file on its way into the darkroom, and what its sender said of it. The office streams it from
// where it is kept (Open) and never holds it in memory; the darkroom has its bytes (Data).
type Original struct {
	Side         Side   `json:"side"`
	Filename     string `json:"filename"`      // as declared; untrusted text
	DeclaredType string `json:"declared_type"` // as declared; untrusted text
	SHA256       string `json:"-"`             // of the bytes; with Open only
	Bytes        int64  `json:"-"`             // with Open only

	Open func() (io.ReadCloser, error) `json:"-"` // nil when Data is set
	Data []byte                        `json:"-"`
}

// Read returns the whole file; ErrNotFound when it is gone or has another length than was stored.
func (o Original) Read() ([]byte, error) {
	if o.Open == nil {
		return o.Data, nil
	}
	r, err := o.Open()
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	if err = errors.Join(err, r.Close()); err == nil && int64(len(data)) != o.Bytes {
		err = Errorf(ErrNotFound, "blob.damaged", "file %s has %d bytes, %d were stored", o.SHA256, len(data), o.Bytes)
	}
	return data, err
}

// Sheaf is everything that was uploaded as one submission, and the page of it that a comparison looks at.
type Sheaf struct {
	Kind      Kind       // what it was uploaded as
	Originals []Original // the file, and the back when there is one
	Page      int        // as in PageInfo.Page
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
