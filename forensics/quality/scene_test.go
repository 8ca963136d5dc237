package quality_test

import (
	"bytes"
	"cmp"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math"
	"testing"

	"github.com/disintegration/imaging"

	"loupe/forensics"
	"loupe/forensics/quality"
	"loupe/models"
	"loupe/samples"
)

// scene is a picture of a document with the truth of it.
type scene struct {
	img     image.Image
	quad    [4][2]float64
	format  models.DocumentFormat
	kind    models.Kind
	tilt    float64
	words   []models.Word
	quality int  // of the JPEG it is saved as; 0 saves a PNG
	crop    bool // the frame is the document's
}

func studio(t testing.TB) *samples.Studio {
	t.Helper()
	s, err := samples.NewStudio(samples.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// sheetOf draws one of five documents.
func sheetOf(t testing.TB, s *samples.Studio, which int, seed uint64) (*samples.Sheet, models.DocumentFormat, models.Kind) {
	t.Helper()
	h := samples.NewHolder(seed)
	draw := []func() (*samples.Sheet, error){
		func() (*samples.Sheet, error) { return s.CardFront(h, samples.Print{}) },
		func() (*samples.Sheet, error) { return s.Passport(h, samples.Print{}) },
		func() (*samples.Sheet, error) { return s.Licence(h, samples.Print{}) },
		func() (*samples.Sheet, error) { return s.Diploma(h, samples.NewDegree(seed), samples.Print{DPI: 200}) },
		func() (*samples.Sheet, error) { return s.CardBack(h, samples.Print{}) },
	}[which]
	sheet, err := draw()
	if err != nil {
		t.Fatal(err)
	}
	format := []models.DocumentFormat{models.FormatID1, models.FormatID3, models.FormatID1, models.FormatA4, models.FormatID1}[which]
	kind := models.KindIdentityDocument
	if which == 3 {
		kind = models.KindDiploma
	}
	return sheet, format, kind
}

// capture photographs a sheet; words stand where its fields are printed.
func capture(t testing.TB, s *samples.Studio, which int, seed uint64, o samples.CaptureOptions) scene {
	t.Helper()
	sheet, format, kind := sheetOf(t, s, which, seed)
	o.Width, o.Height = cmp.Or(o.Width, 1600), cmp.Or(o.Height, 1200)
	if which == 3 {
		o.Width, o.Height = o.Height, o.Width
	}
	shot, err := samples.Capture(sheet, seed, o)
	if err != nil {
		t.Fatal(err)
	}
	sc := scene{img: shot.Image, quad: shot.Quad(), format: format, kind: kind, quality: 92}
	if o.Pose != nil {
		sc.tilt = o.Pose.Tilt
	}
	line := 0
	for _, name := range []string{"name", "given", "number", "birth", "expiry", "issued", "nationality", "degree", "date", "serial", "mrz1", "mrz2"} {
		area, ok := sheet.Areas[name]
		if !ok || area.Ink.Empty() {
			continue
		}
		b := shot.Box(area.Ink)
		line++
		sc.words = append(sc.words, models.Word{Text: "CAPITAL", Box: [4]int{b.Min.X, b.Min.Y, b.Dx(), b.Dy()}, Confidence: 90, Line: line})
	}
	return sc
}

// place is the truth, with the resolution of the lesser direction.
func (s scene) place() models.Place {
	side := func(a, b int) float64 { return math.Hypot(s.quad[a][0]-s.quad[b][0], s.quad[a][1]-s.quad[b][1]) }
	p := models.Place{Quad: s.quad, Format: s.format, Tilt: s.tilt, Frame: s.crop, Seen: [4]float64{1, 1, 1, 1}}
	if long, short := s.format.Millimetres(); long > 0 {
		w, h := min(side(0, 1), side(2, 3)), min(side(1, 2), side(3, 0))
		p.DPI = 25.4 * min(max(w, h)/long, min(w, h)/short)
	}
	return p
}

type told struct{ words []models.Word }

func (r told) Read(context.Context, *forensics.Exhibit) (forensics.Reading, error) {
	return forensics.Reading{Text: &models.Text{Words: r.words}}, nil
}

func (s scene) exhibit(t testing.TB) *forensics.Exhibit {
	t.Helper()
	var b bytes.Buffer
	var err error
	if s.quality > 0 {
		err = jpeg.Encode(&b, s.img, &jpeg.Options{Quality: s.quality})
	} else {
		err = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, s.img)
	}
	if err != nil {
		t.Fatal(err)
	}
	x := open(t, b.Bytes(), s.kind)
	x.SetReader(context.Background(), told{s.words})
	return x
}

// finding measures the document at its true place.
func (s scene) finding(t testing.TB) models.Finding {
	t.Helper()
	x := s.exhibit(t)
	f, err := quality.FindingAt(context.Background(), quality.DefaultPolicy(), x, s.place())
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Validate(x.File.Width, x.File.Height); err != nil {
		t.Fatal(err)
	}
	return f
}

// resized scales picture and truth.
func (s scene) resized(k float64, filter imaging.ResampleFilter) scene {
	b := s.img.Bounds()
	s.img = imaging.Resize(s.img, int(float64(b.Dx())*k+0.5), int(float64(b.Dy())*k+0.5), filter)
	for i := range s.quad {
		s.quad[i] = [2]float64{s.quad[i][0] * k, s.quad[i][1] * k}
	}
	words := s.words
	s.words = nil
	for _, w := range words {
		for i := range w.Box {
			w.Box[i] = int(float64(w.Box[i])*k + 0.5)
		}
		s.words = append(s.words, w)
	}
	return s
}

// cropped cuts the picture so that depth, in shares of the shorter side, of the document's right side is lost.
func (s scene) cropped(depth float64) scene {
	b := s.img.Bounds()
	short := math.Hypot(s.quad[1][0]-s.quad[2][0], s.quad[1][1]-s.quad[2][1])
	right := int((s.quad[1][0]+s.quad[2][0])/2 - depth*short)
	s.img = imaging.Crop(s.img, image.Rect(b.Min.X, b.Min.Y, min(b.Max.X, right), b.Max.Y))
	return s
}

// mapped applies f to every pixel's channels.
func (s scene) mapped(f func(x, y int, c [3]float64) [3]float64) scene {
	b := s.img.Bounds()
	src := image.NewRGBA(b)
	draw.Draw(src, b, s.img, b.Min, draw.Src)
	out := image.NewRGBA(b)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			p := src.RGBAAt(x, y)
			c := f(x-b.Min.X, y-b.Min.Y, [3]float64{float64(p.R), float64(p.G), float64(p.B)})
			q := func(v float64) uint8 { return uint8(min(max(v, 0), 255) + 0.5) }
			out.SetRGBA(x, y, color.RGBA{q(c[0]), q(c[1]), q(c[2]), 255})
		}
	}
	s.img = out
	return s
}

// glaring adds a lamp's reflection over the document: the radius is a share of its shorter side.
func (s scene) glaring(radius float64) scene {
	short := math.Hypot(s.quad[1][0]-s.quad[2][0], s.quad[1][1]-s.quad[2][1])
	cx, cy := (s.quad[0][0]+2*s.quad[2][0])/3, (s.quad[0][1]+2*s.quad[2][1])/3
	return s.mapped(func(x, y int, c [3]float64) [3]float64 {
		d := math.Hypot(float64(x)-cx, float64(y)-cy) / (radius * short)
		add := 400 * math.Exp(-d*d)
		for k := range c {
			c[k] += add
		}
		return c
	})
}

func (s scene) grey(share float64) scene {
	return s.mapped(func(_, _ int, c [3]float64) [3]float64 {
		l := 0.299*c[0] + 0.587*c[1] + 0.114*c[2]
		for k := range c {
			c[k] += share * (l - c[k])
		}
		return c
	})
}

// screened lays the drifting, coloured moire of a screen's stripes over the picture.
func (s scene) screened(strength float64) scene {
	return s.mapped(func(x, y int, c [3]float64) [3]float64 {
		u, v := float64(x), float64(y)
		u, v = u+12*math.Sin(v/500), v+9*math.Sin(u/600)
		for k := range c {
			phase := float64(k) * 2 * math.Pi / 3
			c[k] *= 1 + strength*(0.7*math.Cos(2*math.Pi*(0.14*u+0.05*v)+phase)+0.4*math.Cos(2*math.Pi*(0.03*u-0.19*v)))
		}
		return c
	})
}

// shaken smears the picture over length pixels at an angle, radians.
func (s scene) shaken(length, angle float64) scene {
	b := s.img.Bounds()
	src := image.NewRGBA(b)
	draw.Draw(src, b, s.img, b.Min, draw.Src)
	sin, cos := math.Sincos(angle)
	n := int(2*length) + 1
	offsets := make([]int, n)
	for i := range offsets {
		t := length * (float64(i)/float64(max(n-1, 1)) - 0.5)
		offsets[i] = int(math.Round(t*sin))*src.Stride + 4*int(math.Round(t*cos))
	}
	out := image.NewRGBA(b)
	for i := range out.Pix {
		sum := 0
		for _, o := range offsets {
			sum += int(src.Pix[min(max(i+o, i%4), len(src.Pix)-4+i%4)])
		}
		out.Pix[i] = uint8((sum + n/2) / n)
	}
	s.img = out
	return s
}

func (s scene) soft(sigma float64) scene {
	if sigma > 0 {
		s.img = imaging.Blur(s.img, sigma)
	}
	return s
}
