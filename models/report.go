package models

import "time"

// Report is revision n of everything Loupe says about one submission. Reports are append-only.
type Report struct {
	ID           string        `json:"id"`
	SubmissionID string        `json:"submission_id"`
	Revision     int           `json:"revision"` // from 1
	CreatedAt    time.Time     `json:"created_at"`
	Engine       Engine        `json:"engine"`
	File         FileInfo      `json:"file"` // the first uploaded file; width, height and orientation are its first page's
	Pages        []PageInfo    `json:"pages"`
	Kind         Kind          `json:"kind"`
	Verdict      Verdict       `json:"verdict"`
	Retryable    bool          `json:"retryable"` // a better picture would help
	Reasons      []Reason      `json:"reasons"`
	Alterations  []Alteration  `json:"alterations,omitempty"` // what the evidence for edits comes to, page by page; additive to the contract
	Document     *Document     `json:"document"`
	Text         *Text         `json:"text"`
	Faces        []Face        `json:"faces"`
	Findings     []Finding     `json:"findings"`
	Artifacts    []Artifact    `json:"artifacts"`              // of the file itself: preview, thumbnail
	Fingerprints []Fingerprint `json:"fingerprints,omitempty"` // command line only
	Links        []Link        `json:"links"`
	ElapsedMS    int64         `json:"elapsed_ms"` // wall time of the examination
}

// Engine says which code judged: its version, each check's version and the policy's.
type Engine struct {
	Version string         `json:"version"`
	Policy  int            `json:"policy"`
	Checks  map[string]int `json:"checks"`
	Profile Profile        `json:"profile,omitempty"` // how thoroughly it looked; "" in reports from before there were profiles
}

// Reason is one thing that decided, or that a person should know.
type Reason struct {
	Code        ReasonCode `json:"code"`
	Check       string     `json:"check"`   // the check or "reuse" it came from
	Page        int        `json:"page"`    // as in PageInfo.Page; 0 for what concerns the whole submission
	Message     string     `json:"message"` // for the reviewer, with the measured value
	UserMessage string     `json:"user_message"`
	Severity    Severity   `json:"severity"`
	Retryable   bool       `json:"retryable"`
}

// Rescan is a bulk job that examines again what is held.
type Rescan struct {
	ID         string       `json:"id"`
	Reason     string       `json:"reason"`
	Filter     RescanFilter `json:"filter"`
	DryRun     bool         `json:"dry_run"` // examine and report the differences, write no report revision
	State      RescanState  `json:"state"`
	Total      int          `json:"total"`
	Done       int          `json:"done"` // includes failed
	Changed    int          `json:"changed"`
	Failed     int          `json:"failed"`
	CreatedAt  time.Time    `json:"created_at"`
	FinishedAt *time.Time   `json:"finished_at"`
}

// RescanFilter narrows what a rescan goes through; empty fields match everything.
type RescanFilter struct {
	Kind      Kind    `json:"kind,omitempty"`
	Account   Account `json:"account,omitempty"`
	Verdict   Verdict `json:"verdict,omitempty"`
	StaleOnly bool    `json:"stale_only,omitempty"` // only reports made by other check or policy versions than now, or by the fast profile
}

// RescanState says how far a rescan has come.
type RescanState string

// The states of a rescan.
const (
	RescanRunning  RescanState = "running"
	RescanFinished RescanState = "finished"
)

// RescanChange is what a rescan changed about one submission.
type RescanChange struct {
	SubmissionID string   `json:"submission_id"`
	Account      Account  `json:"account"`
	Before       Verdict  `json:"before"`
	After        Verdict  `json:"after"`
	Changes      []string `json:"changes"` // one line each, e.g. "ela: clear -> suspect"
	Error        string   `json:"error,omitempty"`
}
