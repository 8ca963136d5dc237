package models

// Examination is everything the darkroom says of one file: facts, no verdict.
type Examination struct {
	Refused      *Refusal      `json:"refused,omitempty"` // set when the file could not be opened; all else is then empty
	File         FileInfo      `json:"file"`
	Document     *Document     `json:"document"`
	Text         *Text         `json:"text"`
	Faces        []Face        `json:"faces"`
	Findings     []Finding     `json:"findings"`
	Fingerprints []Fingerprint `json:"fingerprints"`
	Artifacts    []Artifact    `json:"artifacts"` // of the file itself: "preview", "thumbnail"
}

// Refusal says why a file is not a picture that we can open. It is the uploader's to mend, and evidence of nothing.
type Refusal struct {
	Reason  ReasonCode `json:"reason"` // one of file.*
	Message string     `json:"message"`
}

// Error turns the refusal into the error a caller sees.
func (r Refusal) Error() *Error {
	code := ErrUnreadable
	switch r.Reason {
	case ReasonFileUnsupported, ReasonFileMultiPage:
		code = ErrUnsupported
	case ReasonFileTooLarge, ReasonFileTooManyPixels:
		code = ErrTooLarge
	}
	return &Error{Code: code, Reason: string(r.Reason), Field: "file", Message: r.Message}
}

// Comparison is what the darkroom says of two files.
type Comparison struct {
	Relation       Relation   `json:"relation"`
	Score          float64    `json:"score"`            // 0..1
	FalseAlarmRate *float64   `json:"false_alarm_rate"` // per pair of honest pictures; null when it was not measured
	SharedFraction float64    `json:"shared_fraction"`  // share of A's area that B shows too, unchanged, 0..1
	Transform      [9]float64 `json:"transform"`        // row-major homography, stored pixels of A to stored pixels of B
	Changed        []Region   `json:"changed"`          // in stored pixels of A
	Measures       []Measure  `json:"measures"`
	Artifacts      []Artifact `json:"artifacts"`
}
