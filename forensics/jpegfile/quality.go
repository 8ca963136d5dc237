package jpegfile

import "math"

// Quality relates a file's tables to the scaling of the Independent JPEG Group's library, by which most software
// measures quality.
type Quality struct {
	Luma      int     // 1..100, nearest IJG quality of the luma table by least squares; 0 when there is no table
	Exact     bool    // luma, and chroma when present, are exactly the IJG tables of that quality
	Deviation float64 // root mean square difference of the luma table from the nearest IJG table, in steps
}

// Typical tables of T.81 annex K.1, natural order; the base of the IJG scaling.
var (
	typicalLuma = [64]uint8{
		16, 11, 10, 16, 24, 40, 51, 61,
		12, 12, 14, 19, 26, 58, 60, 55,
		14, 13, 16, 24, 40, 57, 69, 56,
		14, 17, 22, 29, 51, 87, 80, 62,
		18, 22, 37, 56, 68, 109, 103, 77,
		24, 35, 55, 64, 81, 104, 113, 92,
		49, 64, 78, 87, 103, 121, 120, 101,
		72, 92, 95, 98, 112, 100, 103, 99,
	}
	typicalChroma = [64]uint8{
		17, 18, 24, 47, 99, 99, 99, 99,
		18, 21, 26, 66, 99, 99, 99, 99,
		24, 26, 56, 99, 99, 99, 99, 99,
		47, 66, 99, 99, 99, 99, 99, 99,
		99, 99, 99, 99, 99, 99, 99, 99,
		99, 99, 99, 99, 99, 99, 99, 99,
		99, 99, 99, 99, 99, 99, 99, 99,
		99, 99, 99, 99, 99, 99, 99, 99,
	}
)

// IJGTable returns the quantisation table, natural order, of the IJG scaling for quality 1..100 (values outside are
// moved to the border), forced to 8 bits as libjpeg does by default.
func IJGTable(quality int, chroma bool) [64]uint16 {
	quality = min(max(quality, 1), 100)
	scale := 200 - 2*quality
	if quality < 50 {
		scale = 5000 / quality
	}
	base := &typicalLuma
	if chroma {
		base = &typicalChroma
	}
	var t [64]uint16
	for i, v := range base {
		t[i] = uint16(min(max((int(v)*scale+50)/100, 1), 255))
	}
	return t
}

// Quality estimates the IJG quality from the table of the first component (METHODS 5.4: least squares).
func (f *File) Quality() Quality {
	luma := f.componentTable(0)
	if luma == nil {
		return Quality{}
	}
	best, least := 0, 0.0
	for q := 1; q <= 100; q++ {
		if d := tableDistance(luma, IJGTable(q, false)); best == 0 || d <= least {
			best, least = q, d
		}
	}
	q := Quality{Luma: best, Exact: least == 0, Deviation: least}
	if chroma := f.componentTable(1); q.Exact && chroma != nil && chroma != luma {
		q.Exact = chroma.Steps == IJGTable(best, true)
	}
	return q
}

func (f *File) componentTable(i int) *QuantTable {
	if i >= len(f.Frame.Components) {
		return nil
	}
	return f.Frame.Components[i].Quant
}

// tableDistance is the root mean square difference of two tables.
func tableDistance(t *QuantTable, ijg [64]uint16) float64 {
	sum := 0.0
	for i, v := range t.Steps {
		d := float64(v) - float64(ijg[i])
		sum += d * d
	}
	return math.Sqrt(sum / 64)
}
