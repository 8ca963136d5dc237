package models

import "time"

// Bank names one of the two lists of submissions that persons keep.
type Bank string

// The banks.
const (
	BankBad  Bank = "bad"  // known forgeries: whatever links to one is named so
	BankGood Bank = "good" // known to be shared honestly, such as an issuer's specimen: a link to one is held against nobody
)

// ParseBank returns the bank named s, or an ErrInvalid that lists the known ones.
func ParseBank(s string) (Bank, error) {
	if b := Bank(s); b == BankBad || b == BankGood {
		return b, nil
	}
	return "", Invalidf("bank", "bank %.40q is unknown: send one of bad, good", s)
}

// BankEntry puts a submission into a bank. A submission is in one bank at most: the latest entry counts.
type BankEntry struct {
	SubmissionID string    `json:"submission_id"`
	Bank         Bank      `json:"bank"`
	Note         string    `json:"note"`
	Reviewer     string    `json:"reviewer"`
	CreatedAt    time.Time `json:"created_at"`
}

// BankQuery filters and pages a bank; empty fields match everything.
type BankQuery struct {
	SubmissionID string
	Bank         Bank
	Limit        int // 1..100; 0 means 50
	After        Cursor
}
