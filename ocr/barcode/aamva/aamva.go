// Package aamva understands the payload of the PDF417 symbol on American and Canadian driving licences and identification
// cards: AAMVA DL/ID Card Design Standard, annex D, versions 1 (2000) to 10 (2020). Issuers deviate from it in many ways,
// so it reads what can be read: offsets and lengths of subfiles are not relied upon, separators may be any control
// characters, and a missing header is no obstacle where elements follow.
package aamva

import (
	"errors"
	"fmt"
)

// Limits of a payload: PDF417 carries at most 2710 bytes in a symbol, and no card more than 200 elements.
const (
	MaxBytes    = 8192
	maxElements = 500
)

// ErrNotAAMVA says that a payload does not hold an American or Canadian licence.
var ErrNotAAMVA = errors.New("aamva: not an AAMVA payload")

// Parse understands payload. The error is ErrNotAAMVA when it is of another kind: too long, or without both a header and
// the elements of a licence.
func Parse(payload []byte) (License, error) {
	if len(payload) > MaxBytes {
		return License{}, fmt.Errorf("%w: %d bytes, the limit is %d", ErrNotAAMVA, len(payload), MaxBytes)
	}
	lines := split(payload)
	h, rest := header(lines)
	elements := elements(rest)
	if len(elements) == 0 {
		return License{}, fmt.Errorf("%w: no element such as DAQ or DBB in %d bytes", ErrNotAAMVA, len(payload))
	}
	if h.iin == "" && !identifies(elements) {
		return License{}, fmt.Errorf("%w: neither a header nor a number (DAQ), a name (DAA, DCS) and a date of birth (DBB)", ErrNotAAMVA)
	}
	return license(h, elements), nil
}

// identifies says whether elements are those of a licence, for payloads without a header.
func identifies(e map[string]string) bool {
	return e["DAQ"] != "" && e["DBB"] != "" && (e["DAA"] != "" || e["DCS"] != "" || e["DAB"] != "")
}
