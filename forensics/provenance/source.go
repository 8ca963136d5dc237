package provenance

import "strings"

// origin is what a digital source type says of a picture.
type origin int

const (
	originUnknown   origin = iota
	originCaptured         // a camera or a scanner took it
	originEdited           // a person or a program changed what was captured
	originDrawn            // made with a program by a person, or from data
	originGenerated        // a model or an algorithm made it or a part of it
)

// originOf sorts IPTC's digital source types (IPTC NewsCodes, scheme digitalsourcetype; C2PA 2.2, 18.15.4 adds one of its
// own). The value is the term's URL, or the term alone.
func originOf(value string) (term string, o origin) {
	term = strings.TrimSpace(value)
	if i := strings.LastIndexAny(term, "/:#"); i >= 0 {
		term = term[i+1:]
	}
	switch strings.ToLower(term) {
	case "trainedalgorithmicmedia", "compositewithtrainedalgorithmicmedia", "compositesynthetic", "algorithmicmedia", "trainedalgorithmicdata":
		return term, originGenerated
	case "digitalcapture", "computationalcapture", "negativefilm", "positivefilm", "print":
		return term, originCaptured
	case "minorhumanedits", "humanedits", "algorithmicallyenhanced", "compositecapture", "composite":
		return term, originEdited
	case "digitalart", "digitalcreation", "softwareimage", "datadrivenmedia", "virtualrecording", "screencapture":
		return term, originDrawn
	}
	return term, originUnknown
}
