package barcode

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"

	"loupe/models"
	"loupe/ocr/barcode/aamva"
)

// What a payload may be, as in models.Barcode.Content.
const (
	ContentAAMVA  = "aamva"  // AAMVA DL/ID Card Design Standard
	ContentMRZ    = "mrz"    // the lines of a machine readable zone, ICAO 9303
	ContentVDS    = "vds"    // a visible digital seal, ICAO 9303-13: begins with 0xDC
	Content2DDoc  = "2d-doc" // the French seal of the ANTS: begins with DC and a version
	ContentURL    = "url"
	ContentVCard  = "vcard"
	ContentMECard = "mecard"
	ContentJSON   = "json"
)

// Content says what a payload is; empty when it is of no known structure.
func Content(payload []byte) string {
	text := strings.TrimSpace(string(payload))
	upper := strings.ToUpper(text[:min(len(text), 16)])
	switch {
	case isAAMVA(payload):
		return ContentAAMVA
	case len(payload) > 2 && payload[0] == 0xDC && payload[1] < 0x10:
		return ContentVDS
	case regexp.MustCompile(`^DC0[1-4][A-Z0-9]{4}`).MatchString(text):
		return Content2DDoc
	case strings.HasPrefix(upper, "BEGIN:VCARD"):
		return ContentVCard
	case strings.HasPrefix(upper, "MECARD:"):
		return ContentMECard
	case isMRZ(text):
		return ContentMRZ
	case isURL(text):
		return ContentURL
	case strings.HasPrefix(text, "{") && json.Valid([]byte(text)):
		return ContentJSON
	}
	return ""
}

// Statements returns what b states about the document and its holder, with b's box and page: of AAMVA payloads all that
// models.FieldNames has a name for, of others nothing.
func Statements(b models.Barcode) []models.Statement {
	payload := b.Payload
	if payload == nil {
		payload = []byte(b.Text)
	}
	l, err := aamva.Parse(payload)
	if err != nil {
		return nil
	}
	out := l.Statements()
	for i := range out {
		out[i].Box, out[i].Page = b.Box, b.Page
	}
	return out
}

func isAAMVA(payload []byte) bool {
	_, err := aamva.Parse(payload)
	return err == nil
}

// isMRZ says whether text has the lines of TD1 (3 of 30), TD2 and MRV-B (2 of 36) or TD3 and MRV-A (2 of 44 characters).
func isMRZ(text string) bool {
	lines := strings.Fields(text)
	if len(lines) == 0 || strings.Trim(strings.Join(lines, ""), "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<") != "" {
		return false
	}
	length := map[int]int{30: 3, 36: 2, 44: 2}
	for _, l := range lines {
		if len(l) != len(lines[0]) {
			return false
		}
	}
	return length[len(lines[0])] == len(lines)
}

func isURL(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (strings.EqualFold(u.Scheme, "https") || strings.EqualFold(u.Scheme, "http")) && u.Host != ""
}
