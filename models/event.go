package models

import (
	"slices"
	"time"
)

// EventType says what happened. The list is closed.
type EventType string

// The events.
const (
	EventReportCreated   EventType = "report.created"   // the first report of a submission
	EventReportRevised   EventType = "report.revised"   // a later one, because something was learnt
	EventLinkFound       EventType = "link.found"       // two accounts were tied together, or a link got a new conflict
	EventDispositionMade EventType = "disposition.made" // a person said something of a link or ring
	EventBankChanged     EventType = "bank.changed"     // a submission was put into a bank or taken out
)

// EventTypes returns every type.
func EventTypes() []EventType {
	return []EventType{EventReportCreated, EventReportRevised, EventLinkFound, EventDispositionMade, EventBankChanged}
}

// ParseEventType returns the type named s, or an ErrInvalid.
func ParseEventType(s string) (EventType, error) {
	if t := EventType(s); slices.Contains(EventTypes(), t) {
		return t, nil
	}
	return "", Invalidf("type", "event type %.40q is unknown: known are %v", s, EventTypes())
}

// Event is one thing that happened, for whoever follows along. Events are append-only and ordered by ID.
type Event struct {
	ID           string            `json:"id"` // of a fixed length, ascending
	Type         EventType         `json:"type"`
	Account      Account           `json:"account,omitempty"`
	SubmissionID string            `json:"submission_id,omitempty"`
	LinkID       string            `json:"link_id,omitempty"`
	RingID       string            `json:"ring_id,omitempty"`
	Data         map[string]string `json:"data"` // e.g. verdict and verdict_before; never what a document says
	CreatedAt    time.Time         `json:"created_at"`
}

// EventQuery pages the events, oldest first; empty fields match everything.
type EventQuery struct {
	Type    EventType
	Account Account
	Limit   int // 1..100; 0 means 50
	After   Cursor
}
