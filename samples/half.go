package samples

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/gofont/gosmallcaps"
	"golang.org/x/image/font/sfnt"

	"loupe/samples/baseline"
)

// Half names one of two worlds of documents that share no font, no layout and no quantisation table of a capture, so that
// what was fitted or calibrated on one can be judged on the other. Two things are in both, because the world has only one
// of them: OCR-B, which ICAO 9303-3 prescribes, and the tables of ITU-T T.81 in the last save, which most software writes.
type Half string

// The halves.
const (
	HalfCalibration Half = "calibration"
	HalfTest        Half = "test"
)

// Halves lists them.
func Halves() []Half { return []Half{HalfCalibration, HalfTest} }

// family says which font sets what on one issuer's documents, and which one a forger has at hand.
type family struct{ label, value, strong, italic, retype string }

func (h Half) families() []family {
	if h == HalfTest {
		return []family{
			{"DejaVuSans", "DejaVuSans", "DejaVuSans-Bold", "DejaVuSans", "DejaVuSans-Bold"},
			{"DejaVuSerif", "DejaVuSerif", "DejaVuSerif-Bold", "DejaVuSerif", "DejaVuSerif"},
			{"DejaVuSans", "DejaVuSansMono", "DejaVuSansMono-Bold", "DejaVuSans", "DejaVuSans"},
		}
	}
	return []family{
		{"goregular", "goregular", "gobold", "goitalic", "gomedium"},
		{"goregular", "gomono", "gomonobold", "goitalic", "gomonobold"},
		{"gosmallcaps", "gomedium", "gobold", "goitalic", "gomedium"},
	}
}

// studios returns one studio for each family of the half.
func (h Half) studios(o Options) (list []*Studio, err error) {
	mrz, err := readFont(o.ocrb(), "fonts-ocr-b")
	if err != nil {
		return nil, err
	}
	for _, f := range h.families() {
		t := typefaces{styleOCRB: {mrz}}
		for s, name := range map[style]string{
			styleLabel: f.label, styleTitle: f.strong, styleValue: f.value, styleStrong: f.strong, styleSerif: f.value, styleSerifBold: f.strong,
			styleItalic: f.italic, styleSmallCaps: f.label, styleRetype: f.retype,
		} {
			parsed, err := o.font(name)
			if err != nil {
				return nil, err
			}
			t[s] = []*sfnt.Font{parsed}
		}
		list = append(list, &Studio{fonts: t})
	}
	return list, nil
}

// font returns an embedded Go font, or DejaVu's of that name.
func (o Options) font(name string) (*sfnt.Font, error) {
	if strings.HasPrefix(name, "DejaVu") {
		return readFont(filepath.Join(o.dejavu(), name+".ttf"), "fonts-dejavu-core")
	}
	return sfnt.Parse(map[string][]byte{
		"goregular": goregular.TTF, "gobold": gobold.TTF, "goitalic": goitalic.TTF, "gomedium": gomedium.TTF,
		"gomono": gomono.TTF, "gomonobold": gomonobold.TTF, "gosmallcaps": gosmallcaps.TTF,
	}[name])
}

func readFont(path, debian string) (*sfnt.Font, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("samples: font %s: %w: install the Debian package %s or name another file", path, err, debian)
	}
	return sfnt.Parse(data)
}

// captureTables returns the tables that the half's cameras and scanners scale: no table of one half is in the other.
func (h Half) captureTables() []baseline.Tables {
	if h == HalfTest {
		return []baseline.Tables{cameraTables("gentle", 14, 3, 1.5, 1), cameraTables("steep", 9, 11, 0.9, 0.9), cameraTables("flat", 20, 2.5, 1.2, 1.05)}
	}
	return []baseline.Tables{baseline.Standard(), cameraTables("round", 12, 5, 1.2, 1), cameraTables("linear", 10, 9, 1, 1.1)}
}

// cameraTables makes tables as cameras have them: smooth, rising from dc by rise times the radius to the power of bend,
// horizontal and vertical frequencies weighted by tilt; chroma twice as coarse and sooner flat. They are nobody's own.
func cameraTables(name string, dc, rise, bend, tilt float64) baseline.Tables {
	t := baseline.Tables{Name: name}
	for v := range 8 {
		for u := range 8 {
			radius := math.Hypot(float64(u)*tilt, float64(v)/tilt)
			step := dc + rise*math.Pow(radius, bend)
			t.Luma[8*v+u], t.Chroma[8*v+u] = uint8(min(step, 160)), uint8(min(1.3*dc+2*rise*math.Pow(radius, bend), 110))
		}
	}
	return t
}
