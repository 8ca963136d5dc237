package consistency

import (
	"slices"

	"loupe/forensics/consistency/number"
)

// What a second source does for a value that was not read with confidence: no misreading hits exactly what another place
// states. A value below leastRead was hardly read at all and is left alone.
const (
	leastRead    = 0.5
	corroborated = 0.95
)

// corroborate raises the confidence of numbers and dates that another source states alike, letter by letter.
func corroborate(h *hearing) {
	for _, c := range comparers() {
		if family(c.field) == nil {
			continue
		}
		ws := h.by[c.field]
		read := slices.Clone(ws)
		for i, w := range ws {
			if w.confidence < leastRead || len(number.Plain(w.value)) < 6 {
				continue
			}
			if slices.ContainsFunc(read, func(o witness) bool {
				return o.source != w.source && o.confidence >= leastRead && number.Plain(o.value) == number.Plain(w.value)
			}) {
				ws[i].confidence = max(w.confidence, corroborated)
			}
		}
	}
}
