package consistency

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Policy holds every threshold of the check, and the operator's list of institutions.
type Policy struct {
	// Confidence, 0..1, is what both readings of a number, date, code or nearly equal name need before their difference is
	// held against the document. Tesseract gave it to 162 of 210 values on cards that we drew and degraded; of those, one
	// was wrong, by a lost word.
	Confidence float64
	// NameConfidence, 0..1, is enough for two names that no confusion of letters makes alike: a reader does not take
	// one name for another.
	NameConfidence float64
	// SpecimenConfidence, 0..1, is what a word that marks a specimen needs.
	SpecimenConfidence float64
	// MaxAge, years, is the greatest age that is believed.
	MaxAge int
	// MinDegreeAge, years, is the least age at which a degree is believed.
	MinDegreeAge int
	// Institutions are names of known institutions, one each, as ReadInstitutions gives them. Empty asks nothing.
	Institutions []string
}

// DefaultPolicy returns the thresholds used when nothing is configured, and no list of institutions.
func DefaultPolicy() Policy {
	return Policy{Confidence: 0.9, NameConfidence: 0.75, SpecimenConfidence: 0.7, MaxAge: 120, MinDegreeAge: 14}
}

// Validate reports every threshold that makes no sense.
func (p Policy) Validate() error {
	var errs []error
	for _, c := range []struct {
		name  string
		value float64
	}{{"confidence", p.Confidence}, {"name confidence", p.NameConfidence}, {"specimen confidence", p.SpecimenConfidence}} {
		if !(c.value > 0 && c.value <= 1) {
			errs = append(errs, fmt.Errorf("consistency policy: %s is %v, must lie above 0 and up to 1", c.name, c.value))
		}
	}
	if p.MaxAge < 100 || p.MinDegreeAge < 0 || p.MinDegreeAge > 30 {
		errs = append(errs, fmt.Errorf("consistency policy: greatest age %d must be 100 or more, least age of a degree %d must be 0 to 30", p.MaxAge, p.MinDegreeAge))
	}
	return errors.Join(errs...)
}

// The bounds of a list of institutions.
const (
	maxInstitutions    = 100_000
	maxInstitutionName = 256 // bytes
)

// ReadInstitutions reads a list of institutions: one name a line, UTF-8; empty lines and lines that begin with # are left
// out. An error names the line that is too long, or says that the list is.
func ReadInstitutions(r io.Reader) ([]string, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 4096), 1<<20)
	var out []string
	n := 0
	for lines.Scan() {
		n++
		name := strings.TrimSpace(strings.TrimPrefix(strings.ToValidUTF8(lines.Text(), ""), "\ufeff"))
		switch {
		case name == "" || strings.HasPrefix(name, "#"):
			continue
		case len(name) > maxInstitutionName:
			return nil, fmt.Errorf("institutions: line %d has %d bytes, at most %d are a name: put one name on each line", n, len(name), maxInstitutionName)
		case len(out) == maxInstitutions:
			return nil, fmt.Errorf("institutions: more than %d names: shorten the list", maxInstitutions)
		}
		out = append(out, name)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("institutions: line %d: %w", n+1, err)
	}
	return out, nil
}
