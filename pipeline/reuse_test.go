package pipeline_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"loupe/models"
	"loupe/pipeline"
)

// papers is a darkroom in which a file of words "key=value" is a document: number and person make digests, face and
// picture perceptual hashes, of which the picture's is known early, and a comparison finds one capture where the pictures are equal and one portrait where the faces are.
type papers struct{ pipeline.Darkroom }

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func wordsOf(o models.Original) (map[string]string, error) {
	data, err := o.Read()
	out := map[string]string{}
	for _, w := range strings.Fields(string(data)) {
		key, value, _ := strings.Cut(w, "=")
		out[key] = value
	}
	return out, err
}

func (d papers) Examine(ctx context.Context, files []models.Original, b models.Brief, p models.Priority, early func([]models.Fingerprint)) (models.Examination, error) {
	words, err := wordsOf(files[0])
	if err != nil {
		return models.Examination{}, err
	}
	if early != nil && words["picture"] != "" {
		early([]models.Fingerprint{{Kind: models.FingerprintPHash, Bits: 256, Hex: digest(words["picture"]), Orientation: 1}})
	}
	e, err := d.Darkroom.Examine(ctx, files, b, p, nil)
	if err != nil || e.Refused != nil {
		return e, err
	}
	e.Fingerprints = nil
	for key, kind := range map[string]models.FingerprintKind{"number": models.FingerprintNumber, "person": models.FingerprintPerson,
		"face": models.FingerprintPortrait, "picture": models.FingerprintPHash} {
		if words[key] == "" {
			continue
		}
		f := models.Fingerprint{Kind: kind, Bits: 256, Hex: digest(words[key])}
		if key == "face" || key == "picture" {
			f.Orientation = 1
		}
		e.Fingerprints = append(e.Fingerprints, f)
	}
	return e, err
}

func (d papers) Compare(_ context.Context, a, b models.Sheaf, _ models.Priority) (models.Comparison, error) {
	x, err := wordsOf(a.Originals[0])
	if err != nil {
		return models.Comparison{}, err
	}
	y, err := wordsOf(b.Originals[0])
	c := models.Comparison{Relation: models.RelationUnrelated, Transform: [9]float64{1, 0, 0, 0, 1, 0, 0, 0, 1}}
	if x["picture"] != "" && x["picture"] == y["picture"] {
		c.Relation, c.Score = models.RelationSameCapture, 0.9
	}
	if x["face"] != "" && y["face"] != "" {
		answer := models.PortraitDifferent
		if x["face"] == y["face"] {
			answer = models.PortraitSame
		}
		c.Portraits = []models.Portraits{{Answer: answer, Score: 0.8}}
	}
	return c, err
}

func openPapers(t *testing.T) *room {
	return openIn(t, func(*pipeline.Config) {}, func(d pipeline.Darkroom) pipeline.Darkroom { return papers{d} })
}

// claiming submits a document under a claim.
func (r *room) claiming(t *testing.T, account, text string, claim models.Claim) *models.Report {
	t.Helper()
	u := r.upload(t, account, text)
	u.Claim = claim
	_, report, err := r.Submit(t.Context(), u, 10e9)
	if err != nil || report == nil {
		t.Fatalf("%s: report %v, error %v", text, report, err)
	}
	return report
}

// latest waits until the latest report satisfies is.
func (r *room) latest(t *testing.T, id, what string, is func(models.Report) bool) (out models.Report) {
	t.Helper()
	waitFor(t, what, func() bool {
		report, err := r.Report(t.Context(), id, 0)
		out = report
		return err == nil && is(report)
	})
	return out
}

func run(t *testing.T, r *room) {
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	go r.Run(ctx)
}

func codes(r models.Report) (out []models.ReasonCode) {
	for _, reason := range r.Reasons {
		if reason.Check == "reuse" {
			out = append(out, reason.Code)
		}
	}
	return out
}

func TestEverythingThatTiesTwoAccounts(t *testing.T) {
	for name, test := range map[string]struct {
		first, second string
		claims        [2]string // names
		relation      models.Relation
		also          []models.Relation
		conflicts     []string
	}{
		"one portrait, another name": {"face=f picture=p1", "face=f picture=p2", [2]string{"Ana O'Brien", "Lena Müller"},
			models.RelationSamePortrait, nil, []string{"name"}},
		"one number, another face": {"number=n face=f1", "number=n face=f2", [2]string{"Nguyễn Văn An", "NGUYEN VAN AN"},
			models.RelationSameDocumentNumber, nil, []string{"portrait"}},
		"one person and one number": {"number=n person=q", "number=n person=q", [2]string{},
			models.RelationSameDocumentNumber, []models.Relation{models.RelationSameIdentity}, nil},
		"one capture with everything": {"picture=p face=f person=q", "picture=p face=f person=q", [2]string{"Ana O'Brien", "O'BRIEN, ANA"},
			models.RelationSameCapture, []models.Relation{models.RelationSamePortrait, models.RelationSameIdentity}, nil},
		"nothing": {"picture=p face=f person=q number=n", "picture=p2 face=f2 person=q2 number=n2", [2]string{}, "", nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := openPapers(t)
			claim := func(i int) models.Claim {
				if test.claims[i] == "" {
					return nil
				}
				return models.Claim{"name": test.claims[i]}
			}
			r.claiming(t, "a", test.first, claim(0))
			report := r.claiming(t, "b", test.second, claim(1))
			if test.relation == "" {
				if len(report.Links) != 0 {
					t.Errorf("links %+v, want none", report.Links)
				}
				return
			}
			if len(report.Links) != 1 {
				t.Fatalf("%d links, want one", len(report.Links))
			}
			l := report.Links[0]
			var fields []string
			for _, c := range l.Conflicts {
				fields = append(fields, c.Field)
			}
			if l.Relation != test.relation || !slices.Equal(l.Also, test.also) || !slices.Equal(fields, test.conflicts) || l.Status != models.StatusOpen {
				t.Errorf("%s also %v, conflicts %v, %s; want %s also %v, conflicts %v, open", l.Relation, l.Also, fields, l.Status, test.relation, test.also, test.conflicts)
			}
			if conflict := slices.Contains(codes(*report), models.ReasonReuseConflict); conflict != (len(test.conflicts) > 0) {
				t.Errorf("reasons %v", codes(*report))
			}
		})
	}
}

// Who came first hears of a later upload: a new revision of the report, and an event.
func TestTheEarlierAccountHears(t *testing.T) {
	r := openPapers(t)
	run(t, r)
	first := r.submit(t, "first", "picture=p")
	second := r.submit(t, "second", "picture=p")
	heard := r.latest(t, first.SubmissionID, "a second revision", func(x models.Report) bool { return x.Revision == 2 })
	if first.Verdict != models.VerdictAccept || heard.Verdict != models.VerdictReview || len(heard.Links) != 1 || heard.Links[0].SubmissionID != second.SubmissionID {
		t.Errorf("first %s, then %s with links %+v", first.Verdict, heard.Verdict, heard.Links)
	}
	if !heard.Links[0].FirstSeen.After(heard.CreatedAt.Add(-1e12)) || len(heard.Findings) != len(first.Findings) {
		t.Errorf("the findings of the first examination must stand: %d, %d", len(heard.Findings), len(first.Findings))
	}
	events, _, err := r.Events(t.Context(), models.EventQuery{Account: "first"})
	if err != nil {
		t.Fatal(err)
	}
	var types []models.EventType
	for _, e := range events {
		types = append(types, e.Type)
	}
	if want := []models.EventType{models.EventReportCreated, models.EventLinkFound, models.EventReportRevised}; !slices.Equal(types, want) {
		t.Errorf("events %v, want %v", types, want)
	}
}

// A word on a link suppresses it on both sides, is taken back by undone, and does not outlive a conflict that it did not know of.
func TestDispositionsOfLinks(t *testing.T) {
	r := openPapers(t)
	run(t, r)
	first := r.submit(t, "a", "picture=p")
	second := r.submit(t, "b", "picture=p")
	link := second.Links[0].ID
	say := func(word models.Ruling) {
		t.Helper()
		if _, err := r.Dispose(t.Context(), models.Disposition{LinkID: link, Word: word, Reviewer: "kim"}); err != nil {
			t.Fatal(err)
		}
	}
	both := func(what string, v models.Verdict) {
		t.Helper()
		for _, id := range []string{first.SubmissionID, second.SubmissionID} {
			r.latest(t, id, what, func(x models.Report) bool { return x.Verdict == v && len(x.Links) == 1 })
		}
	}
	both("both are told", models.VerdictReview)
	say(models.RulingNotAMatch)
	both("suppressed", models.VerdictAccept)
	if ring, err := r.RingOf(t.Context(), "a"); err != nil || ring != nil {
		t.Errorf("ring %+v (%v): a suppressed link makes none", ring, err)
	}
	say(models.RulingUndone)
	both("undone", models.VerdictReview)
	say(models.RulingConfirmed)
	if ring, err := r.RingOf(t.Context(), "a"); err != nil || ring == nil || ring.Links[0].Status != models.StatusConfirmed {
		t.Errorf("ring %+v (%v)", ring, err)
	}
	for _, d := range []models.Disposition{{Word: models.RulingConfirmed}, {LinkID: link, RingID: "x", Word: models.RulingConfirmed}, {LinkID: link, Word: "maybe"}} {
		if _, err := r.Dispose(t.Context(), d); models.CodeOf(err) != models.ErrInvalid {
			t.Errorf("%+v: %v, want invalid", d, err)
		}
	}
	if _, err := r.Dispose(t.Context(), models.Disposition{LinkID: "lnk_none", Word: models.RulingConfirmed}); models.CodeOf(err) != models.ErrNotFound {
		t.Errorf("a link that is not there: %v", err)
	}
}

// A ring keeps its id while it grows, and a word on it does not bind whoever joins later.
func TestRingsGrowAndReopen(t *testing.T) {
	r := openPapers(t)
	run(t, r)
	reports := []*models.Report{r.submit(t, "a", "picture=p face=f"), r.submit(t, "b", "picture=p"), r.submit(t, "c", "face=f picture=q")}
	ring, err := r.RingOf(t.Context(), "c")
	if err != nil || ring == nil || len(ring.Accounts) != 3 || ring.Accounts[0].Account != "a" || len(ring.Links) != 2 {
		t.Fatalf("ring %+v (%v)", ring, err)
	}
	if len(ring.Shared) != 2 || ring.Shared[0].Relation != models.RelationSameCapture || ring.Timeline[0].Relation != "" || ring.Timeline[2].Relation != models.RelationSamePortrait {
		t.Errorf("shared %+v, timeline %+v", ring.Shared, ring.Timeline)
	}
	if _, err := r.Dispose(t.Context(), models.Disposition{RingID: ring.ID, Word: models.RulingNotAMatch}); err != nil {
		t.Fatal(err)
	}
	for _, report := range reports {
		r.latest(t, report.SubmissionID, "the ring's word reaches all", func(x models.Report) bool {
			return x.Verdict == models.VerdictAccept && !slices.ContainsFunc(x.Links, func(l models.Link) bool { return !l.Status.Suppressed() })
		})
	}
	fourth := r.submit(t, "d", "picture=q")
	if fourth.Verdict != models.VerdictReview {
		t.Errorf("the newcomer: %s", fourth.Verdict)
	}
	for _, report := range reports {
		r.latest(t, report.SubmissionID, "a new member re-opens", func(x models.Report) bool { return x.Verdict == models.VerdictReview })
	}
	again, err := r.Ring(t.Context(), ring.ID)
	if err != nil || again.ID != ring.ID || again.Status != models.StatusReopened || len(again.Accounts) != 4 {
		t.Errorf("ring %+v (%v)", again, err)
	}
	if all, err := r.Rings(t.Context(), 10); err != nil || len(all) != 1 {
		t.Errorf("%d rings (%v)", len(all), err)
	}
	for _, id := range []string{"ring_none", "none", ""} {
		if _, err := r.Ring(t.Context(), id); models.CodeOf(err) != models.ErrNotFound {
			t.Errorf("ring %q: %v", id, err)
		}
	}
}

// What is tied to a known forgery is named so; what is known to be shared honestly ties nobody.
func TestBanks(t *testing.T) {
	r := openPapers(t)
	run(t, r)
	known := r.submit(t, "bank", "picture=p")
	mark := func(b models.Bank) {
		t.Helper()
		if _, err := r.PutInBank(t.Context(), models.BankEntry{SubmissionID: known.SubmissionID, Bank: b}); err != nil {
			t.Fatal(err)
		}
	}
	mark(models.BankBad)
	if tied := r.submit(t, "b", "picture=p"); !slices.Contains(codes(*tied), models.ReasonReuseKnownBad) {
		t.Errorf("tied to a known forgery: %v", codes(*tied))
	}
	mark(models.BankGood)
	third := r.submit(t, "c", "picture=p")
	for _, l := range third.Links {
		if good := l.SubmissionID == known.SubmissionID; good != l.Status.Suppressed() {
			t.Errorf("link to %s is %s", l.Account, l.Status)
		}
	}
	if err := r.TakeFromBank(t.Context(), known.SubmissionID); err != nil {
		t.Fatal(err)
	}
	r.latest(t, third.SubmissionID, "taken out of the bank", func(x models.Report) bool {
		return !slices.ContainsFunc(x.Links, func(l models.Link) bool { return l.Status.Suppressed() })
	})
	if _, err := r.PutInBank(t.Context(), models.BankEntry{SubmissionID: "sub_none", Bank: models.BankBad}); models.CodeOf(err) != models.ErrNotFound {
		t.Errorf("a submission that is not there: %v", err)
	}
}
