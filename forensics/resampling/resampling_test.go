package resampling

import (
	"image"
	"image/draw"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/disintegration/imaging"
)

// photograph is smooth light with a camera's noise.
func photograph(w, h int, seed uint64) *image.Gray {
	r := rand.New(rand.NewPCG(seed, 5))
	g := image.NewGray(image.Rect(0, 0, w, h))
	for i := range g.Pix {
		x, y := float64(i%w), float64(i/w)
		g.Pix[i] = uint8(min(max(120+50*math.Sin(x/90+y/130)+3*r.NormFloat64(), 0), 255))
	}
	return g
}

func pasted(base *image.Gray, part image.Image, at image.Point) *image.Gray {
	draw.Draw(base, part.Bounds().Sub(part.Bounds().Min).Add(at), part, part.Bounds().Min, draw.Src)
	return base
}

func TestRegions(t *testing.T) {
	const w, h = 1024, 768
	box := image.Rect(320, 192, 704, 576)
	part := photograph(500, 500, 9)
	tests := []struct {
		name  string
		img   *image.Gray
		found bool
	}{
		{"untouched", photograph(w, h, 1), false},
		{"part as it was", pasted(photograph(w, h, 2), part.SubImage(image.Rect(0, 0, 384, 384)), box.Min), false},
		{"enlarged 1.3 times", pasted(photograph(w, h, 3), imaging.Resize(part.SubImage(image.Rect(0, 0, 295, 295)), 384, 384, imaging.Linear), box.Min), true},
		{"enlarged 1.55 times, cubic", pasted(photograph(w, h, 4), imaging.Resize(part.SubImage(image.Rect(0, 0, 248, 248)), 384, 384, imaging.CatmullRom), box.Min), true},
		{"turned by 12 degrees", pasted(photograph(w, h, 5), imaging.CropCenter(imaging.Rotate(part, 12, image.Black), 384, 384), box.Min), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := spectraOf(t.Context(), tt.img)
			if err != nil {
				t.Fatal(err)
			}
			all := s.regions()
			if len(all) > 0 {
				t.Logf("strongest of %d: %+v", len(all), all[0])
			}
			found := len(all) > 0 && all[0].logNFA <= maxLogNFA
			if found != tt.found {
				t.Fatalf("found: got %v", found)
			}
			if !found {
				return
			}
			got := image.Rect(all[0].box.Min.X*side, all[0].box.Min.Y*side, all[0].box.Max.X*side, all[0].box.Max.Y*side)
			if shared := got.Intersect(box); float64(shared.Dx()*shared.Dy()) < 0.5*float64(box.Dx()*box.Dy()) || got.Dx()*got.Dy() > 2*box.Dx()*box.Dy() {
				t.Errorf("found at %v, want %v", got, box)
			}
		})
	}
}

func BenchmarkSpectra12MP(b *testing.B) {
	g := photograph(4000, 3000, 1)
	for b.Loop() {
		s, err := spectraOf(b.Context(), g)
		if err != nil {
			b.Fatal(err)
		}
		s.regions()
	}
}
