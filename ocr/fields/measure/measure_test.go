// Package measure_test measures ocr/fields on our own specimens as the reader reads them, apart from the tests of its parts, which
// need no reader.
package measure_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/draw"

	"loupe/models"
	"loupe/ocr"
	"loupe/ocr/fields"
	"loupe/samples"
)

const (
	su, gi, nu, bd, bp = models.FieldSurname, models.FieldGivenNames, models.FieldDocumentNumber, models.FieldBirthDate, models.FieldBirthPlace
	is, ex, na, au, se = models.FieldIssueDate, models.FieldExpiryDate, models.FieldNationality, models.FieldAuthority, models.FieldSex
	he, ad             = models.FieldHeight, models.FieldAddress
)

// tally counts fields.
type tally struct{ right, wrong, missed int }

func (t *tally) String() string {
	n := float64(max(1, t.right+t.wrong+t.missed)) / 100
	return fmt.Sprintf("%d right (%.1f %%), %d wrong (%.1f %%), %d missed", t.right, float64(t.right)/n, t.wrong, float64(t.wrong)/n, t.missed)
}

// specimen is one of our own documents, and what it states.
type specimen struct {
	name  string
	kind  models.Kind
	sheet *samples.Sheet
	want  map[string]string
}

func specimens(t testing.TB, studio *samples.Studio, seed uint64) []specimen {
	h, g := samples.NewHolder(seed), samples.NewDegree(seed)
	iso := func(d time.Time) string { return d.Format(time.DateOnly) }
	upper := strings.ToUpper
	var out []specimen
	add := func(name string, kind models.Kind, sheet *samples.Sheet, err error, want map[string]string) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, specimen{name, kind, sheet, want})
	}
	id := models.KindIdentityDocument
	sheet, err := studio.CardFront(h, samples.Print{})
	add("card", id, sheet, err, map[string]string{su: upper(h.Surname), gi: h.GivenNames, nu: h.Number, bd: iso(h.Birth), se: h.Sex, na: "UTO",
		he: strconv.Itoa(h.Height), is: iso(h.Issued), ex: iso(h.Expires)})
	sheet, err = studio.CardBack(h, samples.Print{})
	add("back", id, sheet, err, map[string]string{bp: h.Place, au: "Civil Registry, Port Calder", ad: sheet.Areas["address"].Text})
	sheet, err = studio.Passport(h, samples.Print{})
	add("passport", id, sheet, err, map[string]string{su: upper(h.Surname), gi: upper(h.GivenNames), nu: h.Number, bd: iso(h.Birth), se: h.Sex, na: "",
		bp: upper(h.Place), is: iso(h.Issued), ex: iso(h.Expires), au: "PASSPORT OFFICE", models.FieldIssuer: "UTO", models.FieldDocumentCode: "P"})
	sheet, err = studio.Licence(h, samples.Print{})
	add("licence", id, sheet, err, map[string]string{su: upper(h.Surname), gi: upper(h.GivenNames), nu: h.Number, bd: iso(h.Birth), bp: h.Place,
		is: iso(h.Issued), ex: iso(h.Expires), au: "ROAD OFFICE VELLMOOR"})
	sheet, err = studio.Diploma(h, g, samples.Print{})
	_, subject, _ := strings.Cut(g.Title, " in ")
	want := map[string]string{models.FieldName: h.FullName(), models.FieldInstitution: g.Institution, models.FieldDegree: g.Title, models.FieldHonours: g.Honours,
		models.FieldAwardDate: iso(g.Date), models.FieldSerial: g.Serial}
	if subject != "" {
		want[models.FieldSubject] = subject
	}
	add("diploma", models.KindDiploma, sheet, err, want)
	return out
}

// look returns the luma of a sheet as it is, and photographed nearly flat.
func look(t testing.TB, s specimen, seed uint64) map[string]*image.Gray {
	w, h := 2400, 1800
	if s.kind == models.KindDiploma {
		w, h = 2700, 3600
	}
	shot, err := samples.Capture(s.sheet, seed, samples.CaptureOptions{Width: w, Height: h, Turn: 0.008, Upright: h > w})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*image.Gray{}
	for mode, img := range map[string]image.Image{"flat": s.sheet.Image, "photo": shot.Image} {
		g := image.NewGray(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
		draw.Draw(g, g.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(g, g.Rect, img, img.Bounds().Min, draw.Over)
		out[mode] = g
	}
	return out
}

// plain is a text as a reader without a language's letters gives it.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		for _, c := range []struct{ from, to string }{
			{"àáâãäåæăąễÀÁÂÃÄÅĂĄ", "a"}, {"çćčÇĆČ", "c"}, {"èéêëęěễÈÉÊËĘĚỄ", "e"}, {"ìíîïıịÌÍÎÏİỊ", "i"}, {"łŁ", "l"}, {"ñńÑŃ", "n"}, {"òóôõöøÒÓÔÕÖØ", "o"}, {"řŘ", "r"},
			{"śşšŚŞŠ", "s"}, {"ùúûüůÙÚÛÜŮ", "u"}, {"ýÝ", "y"}, {"žźżŽŹŻ", "z"}, {"þÞ", "t"}, {"ðđÐĐ", "d"},
		} {
			if strings.ContainsRune(c.from, r) {
				return rune(c.to[0])
			}
		}
		return r
	}, strings.ToLower(s))
}

// Our own documents, drawn and photographed, read by the reader: LOUPE_FIELDS_HOLDERS says how many holders from which seed on
// ("25" or "25@9000"), five documents in two pictures each; without it one holder, so that the test stays short.
func TestOnSpecimens(t *testing.T) {
	studio, err := samples.NewStudio(samples.Options{})
	if err != nil {
		t.Skipf("SKIPPED, nothing was tested: %v", err)
	}
	reader, err := ocr.New(ocr.DefaultConfig())
	if errors.Is(err, ocr.ErrUnavailable) {
		t.Skipf("SKIPPED, nothing was tested: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	holders, from := 1, 7
	if _, err := fmt.Sscanf(os.Getenv("LOUPE_FIELDS_HOLDERS"), "%d@%d", &holders, &from); err != nil && os.Getenv("LOUPE_FIELDS_HOLDERS") != "" {
		t.Fatal("LOUPE_FIELDS_HOLDERS: want e.g. 25@9000")
	}
	sums, marks := map[string]*tally{}, map[string]*tally{}
	for seed := uint64(from); seed < uint64(from+holders); seed++ {
		for _, s := range specimens(t, studio, seed) {
			for mode, g := range look(t, s, seed) {
				page, err := reader.Read(context.Background(), ocr.Page{Plane: g, Kind: s.kind})
				if err != nil {
					t.Fatal(err)
				}
				text := page.Text
				of := func(m map[string]*tally, key string) *tally {
					if m[key] == nil {
						m[key] = &tally{}
					}
					return m[key]
				}
				read := func(text models.Text, size image.Point) []models.Statement { return fields.Identity(text, size) }
				if s.kind == models.KindDiploma {
					read = fields.Diploma
					if mode == "flat" {
						judgeMarks(of(marks, mode), fields.Marks(g, text), s.sheet)
					}
				}
				for _, failure := range of(sums, s.name+" "+mode).judge(read(text, g.Rect.Size()), s.want) {
					t.Logf("%s %s %d: %s", s.name, mode, seed, failure)
				}
			}
		}
	}
	for _, name := range []string{"card", "back", "passport", "licence", "diploma"} {
		for _, mode := range []string{"flat", "photo"} {
			t.Logf("%s %s: %v", name, mode, sums[name+" "+mode])
			if s := sums[name+" "+mode]; 2*s.right < s.right+s.wrong+s.missed {
				t.Errorf("%s %s: %v, want at least half", name, mode, s)
			}
		}
	}
	t.Logf("marks: %v", marks["flat"])
}

// judge scores what was read against what stands there. Diacritics, which the English model does not read, do not count.
func (t *tally) judge(got []models.Statement, want map[string]string) (failures []string) {
	said := map[string]string{}
	for name, f := range fields.Best(got) {
		said[name] = plain(f.Value)
	}
	for _, name := range models.FieldNames() {
		value, found := said[name]
		expected, stated := want[name]
		switch expected = plain(expected); {
		case name == models.FieldSignatory:
		case found && stated && value == expected:
			t.right++
		case found && value != "":
			t.wrong++
			failures = append(failures, fmt.Sprintf("%s is %q, not %q", name, value, expected))
		case stated:
			t.missed++
			failures = append(failures, fmt.Sprintf("%s is missed (%q)", name, expected))
		}
	}
	return failures
}

// judgeMarks scores the seal and the dean's signature of a diploma: right when the middle of a mark lies in the area.
func judgeMarks(t *tally, got []models.Region, sheet *samples.Sheet) {
	for _, label := range []string{fields.MarkSeal, fields.MarkSignature} {
		found := false
		for _, r := range got {
			found = found || r.Label == label && image.Pt(r.X+r.W/2, r.Y+r.H/2).In(sheet.Areas[label].Box)
		}
		if found {
			t.right++
		} else {
			t.missed++
		}
	}
	seals := 0
	for _, r := range got {
		if r.Label == fields.MarkSeal {
			seals++
		}
	}
	t.wrong += max(0, seals-1) + max(0, len(got)-seals-2)
}
