package main_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"loupe/models"
	"loupe/samples"
)

// What the consistency check says of documents that hold together, and of documents that do not, photographed or scanned and read by
// the real program: LOUPE_DOCUMENTS says how many clean, how many planted and from which seed on ("40,40@5300").
func TestMeasureContradictions(t *testing.T) {
	measuring(t)
	clean, planted, seed := 8, 8, uint64(5300)
	if s := os.Getenv("LOUPE_DOCUMENTS"); s != "" {
		if _, err := fmt.Sscanf(s, "%d,%d@%d", &clean, &planted, &seed); err != nil {
			t.Fatalf("LOUPE_DOCUMENTS is %q, want e.g. 40,40@5300", s)
		}
	}
	m := measurement{t: t, fonts: foundry{}, dir: t.TempDir(), day: time.Now().UTC(), tally: map[string]int{}}
	for i := range max(clean, planted) {
		if i < clean {
			r := rand.New(rand.NewPCG(uint64(i), seed))
			p := newPaper([]layout{layoutCard, layoutPassport, layoutLicence, layoutDiploma}[i%4], r, m.day)
			m.clean(i, p, m.scan(p, r))
		}
		if i < planted {
			r := rand.New(rand.NewPCG(uint64(i), seed+1))
			f := forgeries()[i%len(forgeries())]
			p := newPaper(f.layouts[i/len(forgeries())%len(f.layouts)], r, m.day)
			f.change(&p, r)
			m.planted(i, f, p, m.scan(p, r))
		}
		if i%50 == 49 {
			m.report(i+1, seed)
		}
	}
	m.report(max(clean, planted), seed)
}

// report prints what was counted, also on the way: the whole takes long.
func (m measurement) report(n int, seed uint64) {
	var lines []string
	for what, count := range m.tally {
		lines = append(lines, fmt.Sprintf("%4d  %s", count, what))
	}
	slices.SortFunc(lines, func(a, b string) int { return strings.Compare(a[6:], b[6:]) })
	m.t.Logf("after %d, seed %d:\n%s", n, seed, strings.Join(lines, "\n"))
}

// measurement draws, scans and counts.
type measurement struct {
	t     *testing.T
	fonts foundry
	dir   string
	day   time.Time
	tally map[string]int
}

// scan draws, photographs and scans one document.
func (m measurement) scan(p paper, r *rand.Rand) models.Report {
	m.t.Helper()
	o := samples.CaptureOptions{Width: 1800, Height: 1350, Turn: 0.15, Fill: 0.86}
	kind := models.KindIdentityDocument
	if p.layout == layoutDiploma {
		o, kind = samples.CaptureOptions{Width: 1650, Height: 2250, Turn: 0.03, Fill: 0.92, Upright: true}, models.KindDiploma
	}
	if r.IntN(5) == 0 {
		o.Flat, o.Turn = true, 0
	}
	shot, err := samples.Capture(p.draw(m.t, m.fonts, r), r.Uint64(), o)
	if err != nil {
		m.t.Fatal(err)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, shot.Image, &jpeg.Options{Quality: 85 + r.IntN(11)}); err != nil {
		m.t.Fatal(err)
	}
	file := filepath.Join(m.dir, "document.jpg")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		m.t.Fatal(err)
	}
	said, err := json.Marshal(p.claim)
	if err != nil {
		m.t.Fatal(err)
	}
	out, errs, err := run(m.t, "scan", "--json", "--kind", string(kind), "--claim", string(said), file)
	if err != nil {
		m.t.Fatalf("%v: %s", err, errs)
	}
	var report models.Report
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		m.t.Fatal(err)
	}
	if dir := os.Getenv("LOUPE_KEEP"); dir != "" { // to look at what went wrong
		m.tally["kept"]++
		for name, data := range map[string][]byte{"jpg": b.Bytes(), "json": []byte(out), "claim": said} {
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%03d.%s", m.tally["kept"]-1, name)), data, 0o600); err != nil {
				m.t.Fatal(err)
			}
		}
	}
	return report
}

func (m measurement) clean(i int, p paper, report models.Report) {
	f := judged(report)
	m.tally[fmt.Sprintf("clean %s: %s", p.layout, f.Outcome)]++
	m.tally[fmt.Sprintf("clean: %s", f.Outcome)]++
	if f.Outcome == models.OutcomeSuspect {
		m.t.Logf("FALSE clean %d (%s, %+v): %s", i, p.layout, p.print, f.Message)
	}
	m.fields(i, p, report)
}

func (m measurement) planted(i int, f forgery, p paper, report models.Report) {
	finding := judged(report)
	found := finding.ReasonCode == f.reason || slices.ContainsFunc(report.Reasons, func(r models.Reason) bool { return r.Code == f.reason }) ||
		slices.ContainsFunc(finding.Measures, func(x models.Measure) bool { return x.ReasonCode == f.reason })
	readable := p.readable(report, f)
	what := map[bool]string{true: "readable", false: "unreadable on a side"}[readable] + ", " + map[bool]string{true: "found", false: "not found: " + string(finding.Outcome)}[found]
	m.tally["planted: "+what]++
	m.tally["planted, "+f.name+": "+what]++
	if readable && !found {
		m.t.Logf("MISSED planted %d (%s, %s, %+v, claim %v): %s", i, f.name, p.layout, p.print, p.claim, finding.Message)
	}
}

func judged(r models.Report) models.Finding {
	for _, f := range r.Findings {
		if f.Check == "consistency" {
			return f
		}
	}
	return models.Finding{Outcome: "absent"}
}
