package models

// Outcome is a finding's answer. The vocabulary is closed; a score exists only with clear or suspect.
type Outcome string

// The six outcomes. There is no -1 and no 0-means-unknown: not evaluated is not passed.
const (
	OutcomeClear         Outcome = "clear"          // looked properly, found nothing
	OutcomeSuspect       Outcome = "suspect"        // looked properly, found something
	OutcomeInconclusive  Outcome = "inconclusive"   // looked, cannot say: too small, too flat, too compressed
	OutcomeNotApplicable Outcome = "not_applicable" // the question has no sense here
	OutcomeUnavailable   Outcome = "unavailable"    // an input is missing, e.g. a language that is not installed
	OutcomeFailed        Outcome = "failed"         // our fault: error, crash, time-out
)

// Outcomes returns every outcome.
func Outcomes() []Outcome {
	return []Outcome{OutcomeClear, OutcomeSuspect, OutcomeInconclusive, OutcomeNotApplicable, OutcomeUnavailable, OutcomeFailed}
}

// Valid reports whether o is one of the six words.
func (o Outcome) Valid() bool {
	for _, known := range Outcomes() {
		if o == known {
			return true
		}
	}
	return false
}

// Evaluated reports whether the check looked at the picture at all. Only then may a verdict rest on it.
func (o Outcome) Evaluated() bool {
	return o == OutcomeClear || o == OutcomeSuspect || o == OutcomeInconclusive || o == OutcomeNotApplicable
}

// HasScore reports whether a finding with this outcome carries a score.
func (o Outcome) HasScore() bool { return o == OutcomeClear || o == OutcomeSuspect }

// Group is the kind of evidence a check brings. "Likely altered" needs two independent groups.
type Group string

// The evidence groups.
const (
	GroupHistory    Group = "history"    // compression and re-saving
	GroupNoise      Group = "noise"      // what the capture added
	GroupGeometry   Group = "geometry"   // lines, spacing, perspective, light
	GroupSemantic   Group = "semantic"   // what the document says
	GroupProvenance Group = "provenance" // what the file says of its own origin
	GroupQuality    Group = "quality"    // whether the picture can be judged at all
)

// Groups returns every evidence group.
func Groups() []Group {
	return []Group{GroupHistory, GroupNoise, GroupGeometry, GroupSemantic, GroupProvenance, GroupQuality}
}

// Verdict is what Loupe proposes for a submission. A person decides.
type Verdict string

// The verdicts.
const (
	VerdictAccept Verdict = "accept"
	VerdictReview Verdict = "review"
	VerdictReject Verdict = "reject"
)

// Severity says how loudly a reason should be shown.
type Severity string

// The severities.
const (
	SeverityInfo Severity = "info"
	SeverityWarn Severity = "warn"
	SeverityHigh Severity = "high"
)
