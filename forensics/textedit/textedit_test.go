package textedit_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"loupe/forensics"
	"loupe/forensics/textedit"
	"loupe/models"
)

// told is a reader that knows the words.
type told struct{ words []models.Word }

func (r told) Read(context.Context, *forensics.Exhibit) (forensics.Reading, error) {
	return forensics.Reading{Text: &models.Text{Words: r.words}}, nil
}

// sheet is a page of columns x rows words, photographed with noise.
type sheet struct {
	*image.Gray
	words []models.Word
	r     *rand.Rand
}

func newSheet(columns, rows int, seed uint64) *sheet {
	s := &sheet{Gray: image.NewGray(image.Rect(0, 0, 40+columns*150, 40+rows*60)), r: rand.New(rand.NewPCG(seed, 2))}
	for y := range s.Rect.Dy() {
		for x := range s.Rect.Dx() {
			s.Pix[y*s.Stride+x] = uint8(min(max(200+10*math.Sin(float64(x)/7+float64(y)/13)+3*s.r.NormFloat64(), 0), 255))
		}
	}
	for i := range columns * rows {
		box := image.Rect(0, 0, 90+s.r.IntN(30), 24+s.r.IntN(4)).Add(image.Pt(30+i%columns*150, 30+i/columns*60))
		s.write(box, 3)
		s.words = append(s.words, models.Word{Text: "WORD", Box: [4]int{box.Min.X, box.Min.Y, box.Dx(), box.Dy()}, Confidence: 90})
	}
	return s
}

// write draws soft-edged bars with noise in box.
func (s *sheet) write(box image.Rectangle, noise float64) {
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			share := [14]float64{0, 0.3, 0.8, 1, 1, 0.8, 0.3}[(x-box.Min.X+y/9)%14]
			v := (1-share)*float64(s.Pix[y*s.Stride+x]) + share*40 + noise*s.r.NormFloat64()
			s.Pix[y*s.Stride+x] = uint8(min(max(v, 8), 247))
		}
	}
}

// compress saves the page as the camera does.
func (s *sheet) compress(t testing.TB, quality int) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, s.Gray, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	img, err := jpeg.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	s.Gray = img.(*image.Gray)
}

// retype covers word i with plain paper and writes another.
func (s *sheet) retype(i int) image.Rectangle {
	w := s.words[i].Box
	box := image.Rect(w[0], w[1], w[0]+w[2], w[1]+w[3])
	for y := box.Min.Y - 2; y < box.Max.Y+2; y++ {
		for x := box.Min.X - 2; x < box.Max.X+2; x++ {
			s.Pix[y*s.Stride+x] = 200
		}
	}
	s.write(box, 0)
	return box
}

func (s *sheet) exhibit(t testing.TB, quality int) *forensics.Exhibit {
	var b bytes.Buffer
	var err error
	if quality == 0 {
		err = png.Encode(&b, s.Gray)
	} else {
		err = jpeg.Encode(&b, s.Gray, &jpeg.Options{Quality: quality})
	}
	if err != nil {
		t.Fatal(err)
	}
	x, refusal := forensics.Open(b.Bytes(), models.KindIdentityDocument, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	x.SetReader(context.Background(), told{s.words})
	return x
}

func run(t testing.TB, x *forensics.Exhibit) models.Finding {
	t.Helper()
	f, err := textedit.New().Run(context.Background(), x)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Validate(x.File.Width, x.File.Height); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestEditedWordIsFound(t *testing.T) {
	for _, last := range []int{0, 95} {
		s := newSheet(5, 8, 1)
		s.compress(t, 82)
		box := s.retype(17)
		f := run(t, s.exhibit(t, last))
		if f.Outcome != models.OutcomeSuspect || f.ReasonCode != models.ReasonContentText || len(f.Regions) != 1 {
			t.Fatalf("last save %d: %s, %d regions, %s, %+v", last, f.Outcome, len(f.Regions), f.Message, f.Evidence)
		}
		if r := f.Regions[0]; image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H) != box {
			t.Errorf("region is %+v, want %v", r, box)
		}
		var names []string
		for _, a := range f.Artifacts {
			names = append(names, a.Name)
		}
		if !reflect.DeepEqual(names, []string{"heatmap", "legend", "region-1"}) {
			t.Errorf("artifacts are %v", names)
		}
	}
}

func TestUntouched(t *testing.T) {
	cases := []struct {
		name        string
		first, last int
		want        models.Outcome
		says        string
		evidence    int
	}{
		{"history and noise", 82, 0, models.OutcomeClear, "fits", 5},
		{"saved again finely", 82, 95, models.OutcomeClear, "fits", 5},
		{"saved again strongly", 82, 60, models.OutcomeInconclusive, "Insufficient data", 4},
		{"never compressed", 0, 0, models.OutcomeInconclusive, "Insufficient data", 4},
	}
	for _, c := range cases {
		s := newSheet(5, 8, 2)
		if c.first > 0 {
			s.compress(t, c.first)
		}
		f := run(t, s.exhibit(t, c.last))
		if f.Outcome != c.want || !strings.Contains(f.Message, c.says) || len(f.Evidence) != c.evidence {
			t.Errorf("%s: %s, %q, %+v", c.name, f.Outcome, f.Message, f.Evidence)
		}
	}
}

// Words that cannot be compared: too few, misread, tiny, outside the picture.
func TestNoPeers(t *testing.T) {
	s := newSheet(2, 4, 3)
	s.words = append(s.words, []models.Word{
		{Text: "WORD", Box: [4]int{-500, -500, 90, 20}, Confidence: 90}, {Text: "WORD", Box: [4]int{1 << 40, 5, 1 << 40, 9}, Confidence: 90},
		{Text: "WORD", Box: [4]int{5, 5, 3, 2}, Confidence: 90}, {Text: "/", Box: s.words[0].Box, Confidence: 90}, {Text: "WORD", Box: s.words[0].Box, Confidence: 20}, {},
	}...)
	if f := run(t, s.exhibit(t, 0)); f.Outcome != models.OutcomeInconclusive || len(f.Evidence) != 0 || !strings.Contains(f.Message, "Only 8 words") {
		t.Errorf("%s: %s", f.Outcome, f.Message)
	}
	s.words = nil
	if f := run(t, s.exhibit(t, 0)); f.Outcome != models.OutcomeInconclusive {
		t.Errorf("without words: %s", f.Outcome)
	}
}

func TestSameInputGivesTheSameFinding(t *testing.T) {
	s := newSheet(4, 6, 4)
	s.compress(t, 85)
	s.retype(3)
	if a, b := run(t, s.exhibit(t, 0)), run(t, s.exhibit(t, 0)); !reflect.DeepEqual(a, b) {
		t.Error("two runs differ")
	}
}

func TestEndedContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := textedit.New().Run(ctx, newSheet(4, 6, 5).exhibit(t, 0)); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}

func Benchmark12MP(b *testing.B) {
	s := newSheet(26, 50, 6)
	s.compress(b, 85)
	x := s.exhibit(b, 95)
	x.Luma()
	if _, err := x.History(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for b.Loop() {
		run(b, x)
	}
}
