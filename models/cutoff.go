package models

import (
	"slices"
	"strings"
)

// CutOff ends the label of a region that marks where a document leaves the picture; one of CutOffParts stands before it.
const CutOff = " cut off"

// CutOffParts lists what can be cut off a document, as the picture is shown. Nothing else is ever said to an uploader, so
// that no words out of a file or a worker reach one.
func CutOffParts() []string {
	return []string{
		"upper left corner", "upper right corner", "lower right corner", "lower left corner",
		"upper side", "right side", "lower side", "left side",
	}
}

// AreCutOff joins parts to what a sentence says of them: "left side and lower right corner are cut off".
func AreCutOff(parts []string) string {
	if len(parts) == 1 {
		return parts[0] + " is cut off"
	}
	last := len(parts) - 1
	return strings.Join(parts[:last], ", ") + " and " + parts[last] + " are cut off"
}

// CutOffAdvice tells an uploader which parts are cut off, by the labels of the regions that mark them; it is empty when no
// label names a part.
func CutOffAdvice(regions []Region) string {
	var parts []string
	for _, r := range regions {
		part, ok := strings.CutSuffix(r.Label, CutOff)
		if ok && slices.Contains(CutOffParts(), part) && !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "The " + AreCutOff(parts) + ". Please take the picture again with the whole document in it."
}
