package consistency

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"loupe/models"
)

// maxTold bounds what a message lists.
const maxTold = 5

// weight orders the reasons: what is said first names the finding.
func weight(c models.ReasonCode) int {
	return slices.Index([]models.ReasonCode{
		models.ReasonDataContradiction, models.ReasonDataSpecimen, models.ReasonDataDates, models.ReasonDataClaimMismatch, models.ReasonDataUnknownIssuer,
		models.ReasonDataNumberFormat, models.ReasonDataExpired, models.ReasonDataUnlisted,
	}, c)
}

// conclude turns what was heard into a finding.
func (c check) conclude(h *hearing) models.Finding {
	for _, p := range h.pairs {
		if p.grade == contradict {
			h.faults = append(h.faults, h.contradiction(p))
		}
	}
	slices.SortStableFunc(h.faults, func(a, b fault) int { return weight(a.code) - weight(b.code) })
	outcome, message := h.outcome()
	f := c.Info().Finding(outcome, message)
	if outcome == models.OutcomeSuspect {
		f.ReasonCode = h.faults[0].code
		worst := slices.MaxFunc(h.faults, func(a, b fault) int { return cmp.Compare(a.score, b.score) })
		f.Score = models.Score(min(max(worst.score, 0), 1))
	} else if outcome == models.OutcomeClear {
		f.Score = models.Score(0)
	}
	f.Measures, f.Regions, f.Facts = h.measures(), h.regions(), h.facts()
	return f
}

// contradiction words a pair that is held against the document or the account.
func (h *hearing) contradiction(p pair) fault {
	a, b := p.a, p.b
	f := fault{code: models.ReasonDataContradiction, score: p.confidence(), witnesses: []witness{a, b},
		text: fmt.Sprintf("%s is %q in %s and %q in %s", title(p.field), shown(a.value), h.place(a), shown(b.value), h.place(b))}
	if p.claim() {
		f.code, f.score = models.ReasonDataClaimMismatch, 0.8*p.confidence()
		f.text = fmt.Sprintf("%s is %q in %s, and the account says %q", title(p.field), shown(a.value), h.place(a), shown(b.value))
	}
	return f
}

func (h *hearing) count(keep func(pair) bool) int {
	n := 0
	for _, p := range h.pairs {
		if keep(p) {
			n++
		}
	}
	return n
}

// outcome answers the question. Nothing compared and nothing wrong is never clear; a difference that could not be judged is
// not clear either, unless a misread character explains it and other places agree.
func (h *hearing) outcome() (models.Outcome, string) {
	agreeing := h.count(func(p pair) bool { return p.grade == agrees })
	again, open := h.count(func(p pair) bool { return p.grade == readAgain }), h.count(func(p pair) bool { return p.grade == unsure })
	var outcome models.Outcome
	var said string
	switch {
	case len(h.faults) > 0:
		outcome, said = models.OutcomeSuspect, sentence("Does not hold together: ", h.faults)
	case agreeing > 0 && open == 0:
		outcome, said = models.OutcomeClear, fmt.Sprintf("%d pairs of values were compared and agree.", agreeing)
	case again+open > 0:
		outcome, said = models.OutcomeInconclusive, "Values differ, but not so that it can be held against the document."
	case len(h.Unread) > 0 || len(h.remarks) > 0:
		outcome, said = models.OutcomeInconclusive, "Nothing could be compared."
	default:
		outcome, said = models.OutcomeNotApplicable, "Nothing was stated at two places, so nothing could be compared."
	}
	return outcome, strings.Join(append([]string{said}, h.asides()...), " ")
}

// asides are the sentences that follow: what must be read again, what is only worth a note, what is missing.
func (h *hearing) asides() []string {
	var out []string
	var doubts []string
	for _, p := range h.pairs {
		if p.grade == readAgain || p.grade == unsure {
			doubts = append(doubts, fmt.Sprintf("%s, %q in %s and %q in %s: %s", title(p.field), shown(p.a.value), h.place(p.a), shown(p.b.value), h.place(p.b), p.why))
		}
	}
	if len(doubts) > 0 {
		out = append(out, "To be read again: "+list(doubts)+".")
	}
	if len(h.notes) > 0 {
		out = append(out, sentence("Note: ", h.notes))
	}
	if len(h.remarks) > 0 {
		out = append(out, "Also: "+list(h.remarks)+".")
	}
	if n := len(h.Unread); n > 0 {
		out = append(out, fmt.Sprintf("%d of %d pages could not be read; what stands there was not compared.", n, max(n, len(h.Pages))))
	}
	return out
}

func sentence(begin string, fs []fault) string {
	texts := make([]string, len(fs))
	for i, f := range fs {
		texts[i] = f.text
	}
	return begin + list(texts) + "."
}

func list(texts []string) string {
	if n := len(texts) - maxTold; n > 0 {
		texts = append(slices.Clip(texts[:maxTold]), fmt.Sprintf("and %d more", n))
	}
	return strings.Join(texts, "; ")
}
