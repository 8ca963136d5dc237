package models

import "time"

// IdempotencyKey is the name that a caller gave a request, so that sending it again does nothing twice
// (draft-ietf-httpapi-idempotency-key-header). Two callers may use one name.
type IdempotencyKey struct {
	Scope string // id of the caller's API key; "" when keys are not required
	Name  string // 1..255 visible ASCII characters
}

// KeyedRequest is what is kept under an idempotency key. It is made in the transaction that stores the submission.
type KeyedRequest struct {
	IdempotencyKey
	Digest       string    // of everything that makes the request what it is
	SubmissionID string    // what the request made; it is gone when its file was refused
	LockedUntil  time.Time // until then nobody but its holder answers the request
	Answer       *Answer   // nil while the request is in flight
	CreatedAt    time.Time
}

// Answer is what was sent to a caller.
type Answer struct {
	Status int               // of HTTP
	Header map[string]string // what the status depends on: Content-Type, Location, ...
	Body   []byte
}
