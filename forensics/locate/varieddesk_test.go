package locate_test

import (
	"image"
	_ "image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"

	"github.com/disintegration/imaging"
)

// variedDesk colours the place x, y, in thousandths of the picture's longer side.
type variedDesk struct {
	name     string
	a, b     [3]float64
	pitch    float64
	cos, sin float64
	shift    float64
	seed     uint64
	photo    *image.NRGBA
}

var variedNames = []string{"plain", "near paper", "wood", "boards", "checks", "keys", "weave", "stripes", "print", "marble", "tiles", "photo"}

func newVariedDesk(r *rand.Rand, p paperSheet) variedDesk {
	d := variedDesk{name: variedNames[r.IntN(len(variedNames))], pitch: math.Exp(2 + 2.3*r.Float64()), seed: r.Uint64(), shift: 1000 * r.Float64()}
	d.sin, d.cos = math.Sincos(2 * math.Pi * r.Float64())
	if r.IntN(2) == 0 {
		d.sin, d.cos = math.Sincos(0.1 * (r.Float64() - 0.5))
	}
	level := 20 + 215*r.Float64()
	contrast := 10 + 60*r.Float64()
	for k := range 3 {
		d.a[k] = min(max(level+30*(r.Float64()-0.5), 0), 250)
		d.b[k] = min(max(d.a[k]+contrast*(1+0.4*(r.Float64()-0.5))*math.Copysign(1, 128-level), 0), 250)
	}
	switch d.name {
	case "near paper":
		off := (6 + 16*r.Float64()) * math.Copysign(1, r.Float64()-0.7)
		for k := range 3 {
			d.a[k] = min(max(p.tone[k]+off+4*(r.Float64()-0.5), 0), 254)
			d.b[k] = d.a[k] - 4*r.Float64()
		}
	case "photo":
		d.photo = anyPhoto(r)
		if d.photo == nil {
			d.name = "plain"
		}
	}
	return d
}

// anyPhoto returns one of the authentic photographs, or nil where they are not.
func anyPhoto(r *rand.Rand) *image.NRGBA {
	root := os.Getenv("LOUPE_TESTDATA")
	if root == "" {
		root = "../../../shared/data"
	}
	files, err := filepath.Glob(filepath.Join(root, "authentic/exif_samples/jpg/*/*.jpg"))
	if err != nil || len(files) == 0 {
		return nil
	}
	for range 10 {
		img, err := imaging.Open(files[r.IntN(len(files))])
		if err == nil && img.Bounds().Dx() >= 400 && img.Bounds().Dy() >= 300 {
			return imaging.Fill(img, 1000, 1000, imaging.Center, imaging.Linear)
		}
	}
	return nil
}

// grain is value noise: repeatable, smooth, 0..1.
func (d *variedDesk) grain(x, y float64) float64 {
	at := func(i, j float64) float64 {
		h := d.seed ^ uint64(int64(i))*0x9E3779B97F4A7C15 ^ uint64(int64(j))*0xC2B2AE3D27D4EB4F
		h ^= h >> 29
		h *= 0xBF58476D1CE4E5B9
		h ^= h >> 32
		return float64(h&0xFFFF) / 65535
	}
	i, j := math.Floor(x), math.Floor(y)
	fx, fy := x-i, y-j
	fx, fy = fx*fx*(3-2*fx), fy*fy*(3-2*fy)
	return (at(i, j)*(1-fx)+at(i+1, j)*fx)*(1-fy) + (at(i, j+1)*(1-fx)+at(i+1, j+1)*fx)*fy
}

func (d *variedDesk) clouds(x, y float64) float64 {
	return 0.5*d.grain(x, y) + 0.25*d.grain(2*x+7, 2*y) + 0.15*d.grain(4*x, 4*y+9) + 0.1*d.grain(9*x, 9*y)
}

func (d *variedDesk) at(x, y float64) (out [3]float64) {
	if d.photo != nil {
		p := d.photo.Pix[min(int(y), 999)*d.photo.Stride+4*min(int(x), 999):]
		return [3]float64{float64(p[0]), float64(p[1]), float64(p[2])}
	}
	u, v := x*d.cos+y*d.sin+d.shift, y*d.cos-x*d.sin+d.shift
	f := d.share(u, v)
	for k := range 3 {
		out[k] = d.a[k] + f*(d.b[k]-d.a[k])
	}
	return out
}

// share is how much of the second colour there is at u, v.
func (d *variedDesk) share(u, v float64) float64 {
	i, j := u/d.pitch, v/d.pitch
	line := func(t, width float64) float64 { // 1 on the lines of a grid
		return math.Min(1, math.Max(0, width-d.pitch*math.Abs(t-math.Round(t))+0.5))
	}
	switch d.name {
	case "wood":
		return 0.5 + 0.5*math.Sin(v/d.pitch*6+4*d.clouds(u/300, v/60))*d.clouds(u/120, v/4)
	case "boards":
		w := 90 + 2*d.pitch
		return 0.5*d.grain(math.Floor(v/w)*13.7, 0.5) + 0.4*d.clouds(u/60, v/3) + max(0, 1-math.Abs(v/w-math.Round(v/w))*w/2)
	case "checks":
		return float64((int(math.Floor(i)) + int(math.Floor(j))) & 1)
	case "keys":
		return math.Max(line(i, 3), line(j, 3)) + 0.3*d.clouds(u/9, v/9)*float64(int(math.Floor(i+j))&1)
	case "weave":
		return 0.5 + 0.3*math.Sin(u*1.3)*math.Sin(v*1.3) + 0.5*(d.clouds(u/3, v/3)-0.5) + 0.4*(d.clouds(u/150, v/150)-0.5)
	case "stripes":
		return math.Max(0, math.Min(1, 0.5+2*math.Sin(i*math.Pi)))
	case "print":
		row := math.Floor(j)
		if d.grain(u/5+row*77, row*3) > 0.45 && j-row < 0.5 && d.grain(u/90+row*31, row) > 0.2 {
			return 1.5
		}
		return 0
	case "marble":
		return d.clouds(u/80+3*d.clouds(u/200, v/200), v/80)
	case "tiles":
		return math.Max(line(u/(8*d.pitch), 2), line(v/(8*d.pitch), 2)) + 0.3*d.clouds(u/30, v/30)
	}
	return 0.6*d.clouds(u/300, v/300) + 0.2*d.grain(u/2, v/2)
}
