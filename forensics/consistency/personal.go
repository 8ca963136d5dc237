package consistency

import (
	"fmt"
	"slices"

	"loupe/forensics/consistency/date"
	"loupe/forensics/consistency/number"
	"loupe/forensics/consistency/state"
	"loupe/models"
)

// readPersonalNumbers reads what numbers of persons say of themselves, where the issuer is certain: a check digit, a birth
// date, a sex.
func readPersonalNumbers(h *hearing) {
	issuer, ok := h.issuer()
	if !ok {
		return
	}
	ws := h.by[models.FieldPersonalNumber]
	if issuer == "PRT" || issuer == "CHL" { // their cards bear the number of the person as that of the document
		ws = slices.Concat(ws, h.by[models.FieldDocumentNumber])
	}
	for _, w := range ws {
		p, ok := number.ReadPersonal(issuer, w.value)
		switch {
		case !ok || w.source == sourceClaim:
		case !p.Agrees:
			h.falseDigit(w, ws, p)
		default:
			h.carried(w, p)
		}
	}
}

// issuer returns the state that the zone names, when the zone is to be believed.
func (h *hearing) issuer() (string, bool) {
	for _, w := range h.by[models.FieldIssuer] {
		if w.source == models.SourceMRZ && w.confidence >= h.policy.Confidence {
			return state.Code(w.value)
		}
	}
	return "", false
}

// falseDigit notes a number whose check digit does not agree: against the document only when another place states it as a personal
// number, too. A zone alone has optional data that may be another number (ICAO 9303-4 section 4.2.2.2), print may be misread.
func (h *hearing) falseDigit(w witness, all []witness, p number.Personal) {
	if w.confidence < h.policy.Confidence {
		return
	}
	f := fault{code: models.ReasonDataNumberFormat, score: 0.6, witnesses: []witness{w},
		text: fmt.Sprintf("the check digit of the %s %q in %s does not agree", p.System, shown(w.value), h.place(w))}
	confirmed := slices.ContainsFunc(all, func(o witness) bool {
		return o.source != w.source && o.source != sourceClaim && number.Plain(o.value) == number.Plain(w.value)
	})
	if confirmed {
		h.faults = append(h.faults, f)
	} else {
		h.notes = append(h.notes, f)
	}
}

// carried compares the birth date and sex that a number carries with the stated ones.
func (h *hearing) carried(w witness, p number.Personal) {
	in := w
	in.raw = ""
	for _, c := range []struct{ field, value string }{{models.FieldBirthDate, p.Birth}, {models.FieldSex, p.Sex}} {
		for _, o := range h.by[c.field] {
			in.field, in.value = c.field, c.value
			if c.value == "" || o.source == sourceClaim {
				continue
			}
			like, why := sameSex(in, o)
			if c.field == models.FieldBirthDate {
				like, why = bornAs(p, o, in)
			}
			if like == incomparable {
				continue
			}
			in.value += " (in the " + p.System + " " + shown(w.value) + ")"
			graded := h.grade(pair{field: c.field, a: in, b: o, why: why}, like, false)
			if c.field == models.FieldSex && graded.grade != agrees {
				graded.grade, graded.why = readAgain, "a number may be older than a change of the sex that is registered"
			}
			h.pairs = append(h.pairs, graded)
		}
	}
}

// bornAs compares the birth date of a number with a stated one; of some numbers the century is only supposed.
func bornAs(p number.Personal, o, in witness) (likeness, string) {
	if p.Short {
		in.source = models.SourceMRZ
	}
	if d, ok := date.Parse(o.value); ok && !d.Whole() {
		return incomparable, ""
	}
	return sameDate(in, o)
}
