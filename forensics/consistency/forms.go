package consistency

import (
	"fmt"
	"slices"
	"strings"

	"loupe/forensics/consistency/misread"
	"loupe/forensics/consistency/number"
	"loupe/forensics/consistency/organisation"
	"loupe/forensics/consistency/state"
	"loupe/models"
)

// judgeIssuers asks whether the states that a zone or barcode names exist. UTO, ICAO's own state for specimens, does.
func judgeIssuers(h *hearing) {
	for _, field := range []string{models.FieldIssuer, models.FieldNationality} {
		for _, w := range h.by[field] {
			coded := w.source == models.SourceMRZ || w.source == models.SourceBarcode && len(w.value) <= 3
			if !coded || state.Known(w.value) {
				continue
			}
			if _, named := state.Code(w.value); named {
				continue
			}
			switch {
			case w.confidence < h.policy.Confidence:
				h.remarks = append(h.remarks, fmt.Sprintf("the code %q in %s is of no state and was not read with confidence", shown(w.value), h.place(w)))
			case lookAlikeState(w.value):
				h.remarks = append(h.remarks, fmt.Sprintf("the code %q in %s is of no state, but a look-alike is", shown(w.value), h.place(w)))
			default:
				h.faults = append(h.faults, fault{code: models.ReasonDataUnknownIssuer, score: 0.7, witnesses: []witness{w},
					text: fmt.Sprintf("%s names the %s %q, a code that no standard lists", h.place(w), title(field), shown(w.value))})
			}
		}
	}
}

// lookAlikeState reports whether letters and digits of one shape make the code one of a state: the zone's check digits do
// not cover it, so that 0 for O may be the reader's.
func lookAlikeState(code string) bool {
	letters := strings.NewReplacer("0", "O", "1", "I", "2", "Z", "5", "S", "8", "B", "6", "G").Replace(strings.ToUpper(code))
	return misread.Twins(letters, strings.ToUpper(code)) && letters != strings.ToUpper(code) && state.Known(letters)
}

// judgeForms notes a passport number that its issuer does not form so.
func judgeForms(h *hearing) {
	issuer, ok := h.issuer()
	passport := slices.ContainsFunc(h.by[models.FieldDocumentCode], func(w witness) bool { return strings.HasPrefix(w.value, "P") })
	if !ok || !passport {
		return
	}
	for _, w := range h.by[models.FieldDocumentNumber] {
		fits, known := number.PassportForm(issuer, w.value)
		if w.source == models.SourceMRZ && w.confidence >= h.policy.Confidence && known && !fits {
			h.notes = append(h.notes, fault{code: models.ReasonDataNumberFormat, witnesses: []witness{w},
				text: fmt.Sprintf("the passport number %q has none of the forms that %s is known to use", shown(w.value), issuer)})
		}
	}
}

// unverified is what a reviewer must know before calling anyone.
const unverified = "do not verify it by telephone numbers, addresses or links that are printed on the document itself: whoever forged it chose them"

// judgeInstitutions notes institutions that are not on the operator's list.
func (c check) judgeInstitutions(h *hearing) {
	if len(c.listed) == 0 || h.Kind != models.KindDiploma {
		return
	}
	for _, w := range h.by[models.FieldInstitution] {
		if w.source == sourceClaim {
			continue
		}
		best := organisation.Different
		n := organisation.Of(w.value)
		for _, known := range c.listed {
			switch r := n.Compare(known); r {
			case organisation.Same:
				best = r
			case organisation.Near, organisation.Acronym:
				if best != organisation.Same {
					best = r
				}
			}
		}
		switch {
		case best == organisation.Same:
		case best != organisation.Different || w.confidence < h.policy.NameConfidence:
			h.remarks = append(h.remarks, fmt.Sprintf("the institution %q may be one of the list, but was not read or written clearly; %s", shown(w.value), unverified))
		default:
			h.notes = append(h.notes, fault{code: models.ReasonDataUnlisted, witnesses: []witness{w},
				text: fmt.Sprintf("the institution %q is not on the list; %s", shown(w.value), unverified)})
		}
	}
}
