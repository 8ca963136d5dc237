package fingerprint_test

import (
	"context"
	"image"
	"syscall"
	"testing"

	"loupe/forensics"
	"loupe/forensics/fingerprint"
	"loupe/models"
	"loupe/samples"
)

// told is a reader that was told what stands where.
type told struct{ words []models.Word }

func (r told) Read(context.Context, *forensics.Exhibit) (forensics.Reading, error) {
	return forensics.Reading{Text: &models.Text{Words: r.words}, Document: &models.Document{}}, nil
}

// card draws the front of somebody's card and says where its text stands.
func card(t testing.TB, seed uint64) (*image.RGBA, []models.Word) {
	t.Helper()
	studio, err := samples.NewStudio(samples.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := studio.CardFront(samples.NewHolder(seed), samples.Print{DPI: 300})
	if err != nil {
		t.Fatal(err)
	}
	var words []models.Word
	for _, a := range sheet.Areas {
		if b := a.Ink; a.Text != "" {
			words = append(words, models.Word{Text: a.Text, Box: [4]int{b.Min.X, b.Min.Y, b.Dx(), b.Dy()}})
		}
	}
	return sheet.Image, words
}

func exhibit(t testing.TB, img image.Image, words []models.Word) *forensics.Exhibit {
	t.Helper()
	data, err := samples.EncodeJPEG(img, 90, nil)
	if err != nil {
		t.Fatal(err)
	}
	x, refusal := forensics.Open(data, models.KindIdentityDocument, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal)
	}
	if words != nil {
		x.SetReader(t.Context(), told{words})
	}
	return x
}

func printsOf(t testing.TB, x *forensics.Exhibit) []models.Fingerprint {
	t.Helper()
	fps, err := fingerprint.Of(x)
	if err != nil {
		t.Fatal(err)
	}
	return fps
}

// Cards of two holders share their template, and nothing else.
func TestTemplateIsTheSameForEveryHolder(t *testing.T) {
	var whole, template, faces []map[int]string
	for seed := uint64(31); seed < 37; seed++ {
		img, words := card(t, seed)
		x := exhibit(t, img, words)
		fps := printsOf(t, x)
		if !x.Place().Frame {
			continue // taken for a part of itself
		}
		whole, template = append(whole, byTurn(fps, models.FingerprintPHash)), append(template, byTurn(fps, models.FingerprintTemplate))
		faces = append(faces, byTurn(fps, models.FingerprintPortrait))
		if frame, own := x.Place().Frame, len(byTurn(fps, models.FingerprintDocument)) > 0; frame == own {
			t.Errorf("seed %d: the frame is the document's: %v, the document has a hash of its own: %v", seed, frame, own)
		}
	}
	for i := range template {
		for j := range i {
			t.Logf("%d %d: whole %d, template %d, portrait %d bits", i, j, distance(whole[i][1], whole[j][1]), distance(template[i][1], template[j][1]), distance(faces[i][1], faces[j][1]))
			if d := distance(template[i][1], template[j][1]); d > 31 {
				t.Errorf("holders %d and %d: templates %d bits apart", i, j, d)
			}
		}
	}
}

// Photographs of two cards, taken so that all but the card is the same, share their surroundings; another photograph of the
// first card shares its document.
func TestDocumentAndSurroundings(t *testing.T) {
	studio, err := samples.NewStudio(samples.Options{})
	if err != nil {
		t.Fatal(err)
	}
	taken := func(holder, seed uint64) (document, around map[int]string) {
		sheet, err := studio.CardFront(samples.NewHolder(holder), samples.Print{DPI: 300})
		if err != nil {
			t.Fatal(err)
		}
		shot, err := samples.Capture(sheet, seed, samples.CaptureOptions{Width: 1200, Height: 900, Fill: 0.7})
		if err != nil {
			t.Fatal(err)
		}
		fps := printsOf(t, exhibit(t, shot.Image, nil))
		return byTurn(fps, models.FingerprintDocument), byTurn(fps, models.FingerprintBackground)
	}
	textured := 0
	for seed := uint64(41); seed < 45; seed++ {
		document, around := taken(seed, seed)
		_, forged := taken(seed+10, seed)
		again, elsewhere := taken(seed, seed+100)
		d, same, other := distance(document[1], again[1]), distance(around[1], forged[1]), distance(around[1], elsewhere[1])
		t.Logf("one card twice: %d bits; one desk, two cards: %d bits; two desks: %d bits", d, same, other)
		if len(around) == 0 || len(forged) == 0 { // an even surface tells nothing
			same = 0
		} else {
			textured++
		}
		if d > 66 || same > 31 || other < 66 {
			t.Errorf("one card twice: %d bits, at most 66 are right; one desk, two cards: %d, at most 31; two desks: %d, at least 66", d, same, other)
		}
	}
	if textured < 2 {
		t.Errorf("%d of 4 desks have a hash", textured)
	}
}

// All fingerprints of a 12-megapixel photograph of a card, beyond the planes, the place and the faces that are shared.
func BenchmarkOf(b *testing.B) {
	img, _ := card(b, 31)
	shot, err := samples.Capture(&samples.Sheet{Image: img, DPI: 300}, 5, samples.CaptureOptions{Width: 4000, Height: 3000})
	if err != nil {
		b.Fatal(err)
	}
	x := exhibit(b, shot.Image, nil)
	if _, err := fingerprint.Of(x); err != nil {
		b.Fatal(err)
	}
	start := processorTime(b)
	for b.Loop() {
		if _, err := fingerprint.Of(x); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(processorTime(b)-start)/1e6/float64(b.N), "cpu-ms/op")
}

// processorTime is that of the process, because on a shared machine the clock says little.
func processorTime(b *testing.B) int64 {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return u.Utime.Nano() + u.Stime.Nano()
}
