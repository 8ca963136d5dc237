package list_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"testing"
	"time"

	"loupe/forensics"
	"loupe/forensics/list"
	"loupe/models"
)

// noisy is a JPEG with edges, flat parts and noise.
func noisy(t testing.TB, w, h int) []byte {
	t.Helper()
	r := rand.New(rand.NewPCG(7, 7))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			v := uint8(60 + 120*((x/37+y/23)%2) + r.IntN(9))
			img.SetRGBA(x, y, color.RGBA{v, v, v - 20, 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 88}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type silent struct{}

func (silent) Read(context.Context, *forensics.Exhibit) (forensics.Reading, error) {
	return forensics.Reading{Text: &models.Text{}}, nil
}

func open(t testing.TB, data []byte, k models.Kind) *forensics.Exhibit {
	t.Helper()
	x, refusal := forensics.Open(data, k, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	x.SetReader(context.Background(), silent{})
	return x
}

// Every check gives equal findings for equal input, and only valid ones.
func TestChecksAreDeterministic(t *testing.T) {
	data := noisy(t, 1200, 800)
	for _, k := range models.Kinds() {
		for _, c := range list.All() {
			var answers [2][]byte
			for i := range answers {
				f, abandoned := forensics.Run(t.Context(), c, open(t, data, k), time.Minute)
				if abandoned || !f.Outcome.Evaluated() {
					t.Fatalf("%s of a %s: %s %s", c.Info().ID, k, f.Outcome, f.Message)
				}
				f.ElapsedMS = 0
				for _, a := range f.Artifacts {
					answers[i] = append(answers[i], a.Data...)
				}
				text, err := json.Marshal(f)
				if err != nil {
					t.Fatal(err)
				}
				answers[i] = append(answers[i], text...)
			}
			if !bytes.Equal(answers[0], answers[1]) {
				t.Errorf("%s of a %s answers differently the second time", c.Info().ID, k)
			}
		}
	}
}

// Every check returns soon when its context has ended; what it then says is never clear by accident of haste.
func TestChecksHeedTheContext(t *testing.T) {
	x := open(t, noisy(t, 4000, 3000), models.KindIdentityDocument)
	x.Luma()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range list.All() {
		done := make(chan struct{})
		go func() {
			defer close(done)
			if f, err := c.Run(ctx, x); err == nil && f.Outcome == "" {
				t.Errorf("%s says nothing", c.Info().ID)
			}
		}()
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			t.Errorf("%s works on after its context ended", c.Info().ID)
		}
	}
}

// Pictures with nothing in them, and hardly any picture at all, are answered without trouble.
func TestChecksOnPoorPictures(t *testing.T) {
	for _, size := range []image.Point{{16, 16}, {17, 33}, {16, 4000}, {1000, 1000}} {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, size.X, size.Y)), nil); err != nil {
			t.Fatal(err)
		}
		for _, k := range models.Kinds() {
			for _, c := range list.All() {
				f, abandoned := forensics.Run(t.Context(), c, open(t, b.Bytes(), k), time.Minute)
				if abandoned || !f.Outcome.Evaluated() {
					t.Errorf("%s of a black %v %s: %s %s", c.Info().ID, size, k, f.Outcome, f.Message)
				}
				if f.Check == "ela" && f.Outcome == models.OutcomeSuspect {
					t.Errorf("a black %v %s looks edited: %s", size, k, f.Message)
				}
			}
		}
	}
}
