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
	"strconv"
	"strings"
	"testing"
	"time"

	"loupe/models"
	"loupe/samples"
)

// forgery is one way in which a passport or what is claimed beside it is made to contradict itself.
type forgery struct {
	name   string
	zone   func(z *samples.Holder, r *rand.Rand) // changes what the machine readable zone bears
	claim  func(c models.Claim, r *rand.Rand)    // changes what the account says
	fields []string                              // of which the two sides must have been read, else nobody could have known
}

func forgeries() []forgery {
	other := func(r *rand.Rand) samples.Holder { return samples.NewHolder(r.Uint64()) }
	number := func(s string, r *rand.Rand) string {
		at := len(s) - 1 - r.IntN(6)
		return s[:at] + string('0'+(s[at]-'0'+1+byte(r.IntN(8)))%10) + s[at+1:]
	}
	return []forgery{
		{"zone: number", func(z *samples.Holder, r *rand.Rand) { z.Number = number(z.Number, r) }, nil, []string{models.FieldDocumentNumber}},
		{"zone: birth date", func(z *samples.Holder, r *rand.Rand) { z.Birth = z.Birth.AddDate(0, 1+r.IntN(11), 0) }, nil, []string{models.FieldBirthDate}},
		{"zone: expiry date", func(z *samples.Holder, r *rand.Rand) { z.Expires = z.Expires.AddDate(1+r.IntN(3), 0, 0) }, nil, []string{models.FieldExpiryDate}},
		{"zone: another person's name", func(z *samples.Holder, r *rand.Rand) {
			for o := other(r); ; o = other(r) {
				if o.Surname != z.Surname && o.GivenNames != z.GivenNames {
					z.Surname, z.GivenNames = o.Surname, o.GivenNames
					return
				}
			}
		}, nil, []string{models.FieldSurname}},
		{"zone: sex", func(z *samples.Holder, _ *rand.Rand) { z.Sex = map[string]string{"F": "M", "M": "F"}[z.Sex] }, nil, []string{models.FieldSex}},
		{"claim: name", nil, func(c models.Claim, r *rand.Rand) {
			for o := other(r); ; o = other(r) {
				if !strings.Contains(c["name"], o.Surname) && !strings.Contains(c["name"], o.GivenNames) {
					c["name"] = o.FullName()
					return
				}
			}
		}, []string{models.FieldSurname}},
		{"claim: birth date", nil, func(c models.Claim, r *rand.Rand) {
			born, _ := time.Parse(time.DateOnly, c["date_of_birth"])
			c["date_of_birth"] = born.AddDate(-1-r.IntN(5), 0, 0).Format(time.DateOnly)
		}, []string{models.FieldBirthDate}},
		{"claim: number", nil, func(c models.Claim, r *rand.Rand) { c["document_number"] = number(c["document_number"], r) }, []string{models.FieldDocumentNumber}},
	}
}

// What the consistency check says of passports that hold together, and of passports that do not, photographed and read.
func TestMeasureContradictions(t *testing.T) {
	measuring(t)
	studio, err := samples.NewStudio(samples.Options{})
	if err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	n, err := strconv.Atoi(os.Getenv("LOUPE_DOCUMENTS"))
	if err != nil {
		n = 40
	}
	dir := t.TempDir()
	tally := map[string]int{}
	for i := range n {
		r := rand.New(rand.NewPCG(uint64(i), 5200)) // 4100 was looked at while the rules were made
		h := samples.NewHolder(r.Uint64())
		report := scanPassport(t, studio, dir, h, samples.Print{}, h.Claim(), r)
		tally["clean: "+consistency(report)]++
		if consistency(report) == "suspect" {
			t.Logf("clean %d (%s): %s", i, h.FullName(), judged(report).Message)
		}
		f := forgeries()[i%len(forgeries())]
		print, claim := samples.Print{}, h.Claim()
		truth := h
		if f.zone != nil {
			f.zone(&truth, r)
			print.Zone = &truth
		}
		if f.claim != nil {
			f.claim(claim, r)
		}
		report = scanPassport(t, studio, dir, h, print, claim, r)
		readable := bothRead(report, h, truth, f)
		tally[fmt.Sprintf("%s: readable %v, %s", f.name, readable, consistency(report))]++
		tally[fmt.Sprintf("planted: readable %v, %s", readable, consistency(report))]++
		if readable && consistency(report) != "suspect" {
			t.Logf("planted %d (%s, %s): %s", i, f.name, h.FullName(), judged(report).Message)
		}
	}
	var lines []string
	for what, count := range tally {
		lines = append(lines, fmt.Sprintf("%4d  %s", count, what))
	}
	slices.SortFunc(lines, func(a, b string) int { return strings.Compare(a[6:], b[6:]) })
	t.Logf("%d clean and %d planted:\n%s", n, n, strings.Join(lines, "\n"))
}

// scanPassport draws, photographs and scans one passport.
func scanPassport(t *testing.T, studio *samples.Studio, dir string, h samples.Holder, print samples.Print, claim models.Claim, r *rand.Rand) models.Report {
	t.Helper()
	sheet, err := studio.Passport(h, print)
	if err != nil {
		t.Fatal(err)
	}
	shot, err := samples.Capture(sheet, r.Uint64(), samples.CaptureOptions{Width: 2400, Height: 1800, Turn: 0.15})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, shot.Image, &jpeg.Options{Quality: 85 + r.IntN(11)}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "passport.jpg")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := json.Marshal(claim)
	if err != nil {
		t.Fatal(err)
	}
	out, errs, err := run(t, "scan", "--json", "--claim", string(said), file)
	if err != nil {
		t.Fatalf("%v: %s", err, errs)
	}
	var report models.Report
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatal(err)
	}
	return report
}

func judged(r models.Report) models.Finding {
	for _, f := range r.Findings {
		if f.Check == "consistency" {
			return f
		}
	}
	return models.Finding{Outcome: "absent"}
}

func consistency(r models.Report) string { return string(judged(r).Outcome) }

// bothRead reports whether the planted difference stands in the report's statements as it stands on the paper.
func bothRead(r models.Report, h, truth samples.Holder, f forgery) bool {
	if r.Document == nil {
		return false
	}
	print, zone := values(h), values(truth)
	for _, field := range f.fields {
		read := map[models.Source]bool{}
		for _, s := range r.Document.Statements {
			want := print[field]
			if s.Source == models.SourceMRZ {
				want = zone[field]
			}
			if s.Name == field && (strings.EqualFold(s.Value, want) || field == models.FieldSurname && s.Value != "") {
				read[s.Source] = true
			}
		}
		if f.zone != nil && !(read[models.SourceMRZ] && read[models.SourcePrint]) || f.claim != nil && !read[models.SourceMRZ] && !read[models.SourcePrint] {
			return false
		}
	}
	return true
}

func values(h samples.Holder) map[string]string {
	return map[string]string{
		models.FieldDocumentNumber: h.Number, models.FieldBirthDate: h.Birth.Format(time.DateOnly), models.FieldExpiryDate: h.Expires.Format(time.DateOnly),
		models.FieldSurname: h.Surname, models.FieldSex: h.Sex,
	}
}
