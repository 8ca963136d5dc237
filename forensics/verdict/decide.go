package verdict

import (
	"fmt"
	"slices"
	"strings"

	"loupe/models"
)

// Case is everything a verdict rests on.
type Case struct {
	Kind     models.Kind
	Pages    []models.PageInfo // empty for one page
	Findings []models.Finding
	Links    []models.Link
	// Standing holds reasons of an earlier judgement that still hold, such as a search that did not finish.
	Standing []models.Reason
	// ReuseProblem says why the search for reuse did not finish; empty when it did.
	ReuseProblem string
	// ExaminationProblem says why the examination did not finish; empty when it did.
	ExaminationProblem string
}

// Judgement is a verdict with the reasons that decided, loudest first.
type Judgement struct {
	Verdict   models.Verdict
	Retryable bool // a better picture would help: every reason that decided says so
	Reasons   []models.Reason
	// Alterations is what the evidence for edits comes to, page by page.
	Alterations []models.Alteration
}

// Decide judges c by p. Not evaluated is not passed: a required check that failed, lacked an input or is missing
// altogether never leads to accept.
func Decide(p Policy, c Case) Judgement {
	var reasons []models.Reason
	for _, f := range c.Findings {
		for _, r := range p.fromFinding(f) {
			if !f.Whole {
				r = c.onPage(r, f.Page)
			}
			reasons = append(reasons, r)
		}
	}
	alterations := Alterations(c.Findings)
	for _, a := range alterations {
		if r, ok := fromAlteration(a); ok {
			reasons = append(reasons, c.onPage(r, a.Page))
		}
	}
	reasons = append(reasons, p.notEvaluated(c)...)
	for _, l := range c.Links {
		reasons = append(reasons, fromLink(l)...)
	}
	if c.ReuseProblem != "" {
		reasons = append(reasons, models.NewReason(models.ReasonSystemReuse, "reuse", "The search for reuse did not finish: "+c.ReuseProblem+"."))
	}
	if c.ExaminationProblem != "" {
		reasons = append(reasons, models.NewReason(models.ReasonSystemExamination, "darkroom", "The examination did not finish: "+c.ExaminationProblem+"."))
	}
	reasons = append(reasons, c.Standing...)
	models.SortReasons(reasons)
	j := p.weigh(slices.Clip(reasons), c)
	j.Alterations = alterations
	return j
}

// fromFinding returns the reasons of one finding. A suspect finding gives one per measure that crossed its threshold,
// or its own; any other finding can only give notes.
func (p Policy) fromFinding(f models.Finding) []models.Reason {
	if f.Lifecycle == models.LifecycleExperimental || !f.Outcome.Evaluated() {
		return nil
	}
	suspect := f.Outcome == models.OutcomeSuspect
	var out []models.Reason
	for _, m := range f.Measures {
		if m.ReasonCode == "" || (!suspect && p.Actions[m.ReasonCode] != ActionNote) {
			continue
		}
		if i := withCode(out, m.ReasonCode); i >= 0 {
			out[i].Message += " " + number(m)
		} else {
			out = append(out, reasonOf(m.ReasonCode, f, measured(f, m)))
		}
	}
	if suspect && withCode(out, f.ReasonCode) < 0 {
		out = append(out, models.NewReason(f.ReasonCode, f.Check, f.Message))
	}
	return out
}

// reasonOf is NewReason; the uploader is told which part is cut off.
func reasonOf(c models.ReasonCode, f models.Finding, message string) models.Reason {
	r := models.NewReason(c, f.Check, message)
	if advice := models.CutOffAdvice(f.Regions); c == models.ReasonQualityCutOff && advice != "" {
		r.UserMessage = advice
	}
	return r
}

func withCode(reasons []models.Reason, c models.ReasonCode) int {
	return slices.IndexFunc(reasons, func(r models.Reason) bool { return r.Code == c })
}

// measured says what a measure found: in the finding's own words where it is what the finding is about.
func measured(f models.Finding, m models.Measure) string {
	words := f.Message
	if m.ReasonCode != f.ReasonCode {
		text, _ := m.ReasonCode.Text()
		words = text.ReviewerText
	}
	return words + " " + number(m)
}

func number(m models.Measure) string {
	name := strings.ReplaceAll(m.Name, "_", " ")
	if m.Threshold == nil {
		return fmt.Sprintf("[%s %.4g %s]", name, m.Value, m.Unit)
	}
	return fmt.Sprintf("[%s %.4g %s, threshold %.4g]", name, m.Value, m.Unit, *m.Threshold)
}

// onPage says which page a reason is about when there are several.
func (c Case) onPage(r models.Reason, page int) models.Reason {
	if len(c.Pages) > 1 {
		r.Page, r.Message = page, fmt.Sprintf("Page %d: %s", page+1, r.Message)
	}
	return r
}

// notEvaluated names every required check that did not look at a page.
func (p Policy) notEvaluated(c Case) []models.Reason {
	var out []models.Reason
	for page := range max(1, len(c.Pages)) {
		for _, id := range p.Required[c.Kind] {
			i := slices.IndexFunc(c.Findings, func(f models.Finding) bool { return f.Check == id && (f.Page == page || f.Whole) })
			switch {
			case i >= 0 && c.Findings[i].Whole && page > 0: // it was judged with the first page
			case i < 0:
				out = append(out, c.onPage(models.NewReason(models.ReasonSystemCheckFailed, id, fmt.Sprintf("The check %q gave no answer.", id)), page))
			case c.Findings[i].Outcome == models.OutcomeUnavailable:
				out = append(out, c.onPage(models.NewReason(models.ReasonSystemCheckUnavailable, id, c.Findings[i].Message), page))
			case !c.Findings[i].Outcome.Evaluated():
				out = append(out, c.onPage(models.NewReason(models.ReasonSystemCheckFailed, id, c.Findings[i].Message), page))
			}
		}
	}
	return out
}

// fromLink returns what a link says against a submission: its relation, and what the two accounts contradict each other
// in. A link that a person called no match says nothing.
func fromLink(l models.Link) []models.Reason {
	code, ok := linkCode(l.Relation)
	if !ok || l.Status.Suppressed() {
		return nil
	}
	text, _ := code.Text()
	message := text.ReviewerText + " " + other(l)
	if n := len(l.Changed); n > 0 {
		message += fmt.Sprintf("; %d regions changed", n)
	}
	out := []models.Reason{models.NewReason(code, "reuse", message+".")}
	if len(l.Conflicts) > 0 {
		text, _ = models.ReasonReuseConflict.Text()
		message = text.ReviewerText + " " + other(l)
		for _, c := range l.Conflicts {
			message += fmt.Sprintf("; %s differs: %q here, %q there", c.Field, c.A, c.B)
		}
		out = append(out, models.NewReason(models.ReasonReuseConflict, "reuse", message+"."))
	}
	if l.KnownBad {
		text, _ = models.ReasonReuseKnownBad.Text()
		out = append(out, models.NewReason(models.ReasonReuseKnownBad, "reuse", text.ReviewerText+" "+other(l)+"."))
	}
	return out
}

// other names the other side of a link, and which of the two came first.
func other(l models.Link) string {
	return fmt.Sprintf("Account %s, submission %s, first seen %s", l.Account, l.SubmissionID, l.FirstSeen.UTC().Format("2006-01-02T15:04:05Z"))
}

func linkCode(r models.Relation) (models.ReasonCode, bool) {
	code, ok := map[models.Relation]models.ReasonCode{
		models.RelationSameFile:           models.ReasonReuseSameFile,
		models.RelationSameCapture:        models.ReasonReuseSameCapture,
		models.RelationNearDuplicate:      models.ReasonReuseNearDuplicate,
		models.RelationSamePortrait:       models.ReasonReuseSamePortrait,
		models.RelationSameDocumentNumber: models.ReasonReuseSameNumber,
		models.RelationSameIdentity:       models.ReasonReuseSameIdentity,
	}[r]
	return code, ok
}

// weigh applies the loudest action. A code without an action cannot occur in a validated policy; it asks for a person.
func (p Policy) weigh(reasons []models.Reason, c Case) Judgement {
	j := Judgement{Verdict: models.VerdictAccept, Reasons: reasons}
	if reasons == nil {
		j.Reasons = []models.Reason{}
	}
	rank := map[Action]models.Verdict{ActionReview: models.VerdictReview, ActionReject: models.VerdictReject}
	for _, want := range []Action{ActionReject, ActionReview} {
		var decided, retryable int
		for _, r := range reasons {
			if p.actionOn(r, c) == want {
				decided++
				if r.Retryable {
					retryable++
				}
			}
		}
		if decided > 0 {
			j.Verdict, j.Retryable = rank[want], retryable == decided
			return j
		}
	}
	return j
}

// actionOn is the action of a reason where it stands. A poor page among good ones of the same side is a person's to
// judge, because the others may say all that is needed; a side of which no page is good is sent back.
func (p Policy) actionOn(r models.Reason, c Case) Action {
	a := p.action(r.Code)
	if a != ActionReject || len(c.Pages) < 2 || r.Page >= len(c.Pages) {
		return a
	}
	for _, other := range c.Pages {
		if other.Side == c.Pages[r.Page].Side && !p.rejects(c, other.Page) {
			return ActionReview
		}
	}
	return a
}

// rejects reports whether any finding about a page asks to send the picture back.
func (p Policy) rejects(c Case, page int) bool {
	return slices.ContainsFunc(c.Findings, func(f models.Finding) bool {
		return f.Page == page && slices.ContainsFunc(p.fromFinding(f), func(r models.Reason) bool { return p.action(r.Code) == ActionReject })
	})
}

func (p Policy) action(c models.ReasonCode) Action {
	if a, ok := p.Actions[c]; ok {
		return a
	}
	return ActionReview
}
