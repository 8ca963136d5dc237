package quality_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"testing"

	"loupe/forensics"
	"loupe/models"
)

// lens is the blur, pixels, that a sharp picture has already.
const lens = 0.7

// page draws lines of pseudo glyphs (random 5x7 dot patterns, four pixels a dot, loosely set) on paper with a little
// grain, as a good lens shows them.
func page(w, h int) *image.Gray {
	r := rand.New(rand.NewPCG(1, 2))
	g := image.NewGray(image.Rect(0, 0, w, h))
	for i := range g.Pix {
		g.Pix[i] = uint8(205 + r.IntN(5))
	}
	const dot = 4
	for top := 40; top+7*dot < h-40; top += 16 * dot {
		for left := 40; left+5*dot < w-40; left += 6*dot + r.IntN(9) {
			drop := r.IntN(9)
			for bit := range 35 {
				if r.IntN(2) == 0 {
					continue
				}
				fill(g, image.Rect(0, 0, dot, dot).Add(image.Pt(left+bit%5*dot, top+drop+bit/5*dot)), 60)
			}
		}
	}
	return blurred(g, lens)
}

// portrait draws a shaded head with features and hair before a smooth backdrop.
func portrait(w, h int) *image.Gray {
	r := rand.New(rand.NewPCG(3, 4))
	g := image.NewGray(image.Rect(0, 0, w, h))
	cx, cy, rx, ry := float64(w)/2, float64(h)*0.45, float64(w)*0.25, float64(h)*0.33
	skin, cloth := texture(r, w, h, 5), texture(r, w, h, 23)
	for y := range h {
		for x := range w {
			dx, dy := (float64(x)-cx)/rx, (float64(y)-cy)/ry
			v := 175 - 30*float64(y)/float64(h) + 14*cloth(x, y)
			if d := dx*dx + dy*dy; d < 1 {
				v = 135 - 25*dx + 18*math.Sqrt(1-d) + 14*skin(x, y)
			}
			g.Pix[y*g.Stride+x] = uint8(v + r.Float64()*4)
		}
	}
	for range 500 {
		x, y := int(cx+rx*(2*r.Float64()-1)), int(cy-ry*(0.6+0.5*r.Float64()))
		fill(g, image.Rect(x, y, x+2+r.IntN(3), y+int(ry*0.3)), uint8(40+r.IntN(30)))
	}
	for _, f := range [][4]float64{{-.45, -.1, .25, .07}, {.2, -.1, .25, .07}, {-.25, .5, .5, .07}, {-.08, .2, .16, .04}} {
		x, y := int(cx+f[0]*rx), int(cy+f[1]*ry)
		fill(g, image.Rect(x, y, x+int(f[2]*rx), y+int(f[3]*ry)), 55)
	}
	return blurred(g, lens)
}

// texture is smooth random relief of about +-1 with features of the given size, pixels: bilinear value noise.
func texture(r *rand.Rand, w, h, size int) func(x, y int) float64 {
	columns := w/size + 2
	knots := make([]float64, columns*(h/size+2))
	for i := range knots {
		knots[i] = 2*r.Float64() - 1
	}
	return func(x, y int) float64 {
		k := y/size*columns + x/size
		u, v := float64(x%size)/float64(size), float64(y%size)/float64(size)
		return (1-v)*((1-u)*knots[k]+u*knots[k+1]) + v*((1-u)*knots[k+columns]+u*knots[k+columns+1])
	}
}

func fill(g *image.Gray, r image.Rectangle, v uint8) {
	r = r.Intersect(g.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			g.Pix[y*g.Stride+x] = v
		}
	}
}

// blurred convolves with a Gaussian of the given sigma; borders repeat.
func blurred(g *image.Gray, sigma float64) *image.Gray {
	radius := int(math.Ceil(3 * sigma))
	kernel, total := make([]float64, 2*radius+1), 0.0
	for i := range kernel {
		kernel[i] = math.Exp(-float64((i-radius)*(i-radius)) / (2 * sigma * sigma))
		total += kernel[i]
	}
	w, h := g.Rect.Dx(), g.Rect.Dy()
	rows, out := make([]float64, w*h), image.NewGray(g.Rect)
	for y := range h {
		for x := range w {
			for i, k := range kernel {
				rows[y*w+x] += k / total * float64(g.Pix[y*g.Stride+min(max(x+i-radius, 0), w-1)])
			}
		}
	}
	for y := range h {
		for x := range w {
			v := 0.0
			for i, k := range kernel {
				v += k / total * rows[min(max(y+i-radius, 0), h-1)*w+x]
			}
			out.Pix[y*out.Stride+x] = uint8(v + 0.5)
		}
	}
	return out
}

// exposed multiplies every level.
func exposed(g *image.Gray, gain float64) *image.Gray {
	return mapped(g, func(v float64) float64 { return v * gain })
}

// contrasted draws the levels towards the mean.
func contrasted(g *image.Gray, share float64) *image.Gray {
	mean := 0.0
	for _, v := range g.Pix {
		mean += float64(v) / float64(len(g.Pix))
	}
	return mapped(g, func(v float64) float64 { return mean + (v-mean)*share })
}

func mapped(g *image.Gray, f func(float64) float64) *image.Gray {
	out := image.NewGray(g.Rect)
	for i, v := range g.Pix {
		out.Pix[i] = uint8(min(max(f(float64(v)), 0), 255) + 0.5)
	}
	return out
}

// compressed goes through a JPEG and back, so that what is measured is pixels and not tables.
func compressed(t testing.TB, g *image.Gray, quality int) *image.Gray {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(jpegBytes(t, g, quality)))
	if err != nil {
		t.Fatal(err)
	}
	return img.(*image.Gray)
}

func jpegBytes(t testing.TB, g image.Image, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, g, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngBytes(t testing.TB, g image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(t testing.TB, data []byte, kind models.Kind) *forensics.Exhibit {
	t.Helper()
	x, refusal := forensics.Open(data, kind, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	return x
}
