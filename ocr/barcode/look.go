package barcode

import (
	"image"
	"slices"
)

// look is one search of a plane.
type look struct {
	g     *image.Gray
	want  []Format
	found []symbol // corners in pixels of g
	spent int      // pixels that zxing was given
}

// all looks at the plane as a whole, then at the places that resemble a barcode.
func (l *look) all() error {
	if _, err := l.at(whole(l.g, wholePixels), l.want); err != nil {
		return err
	}
	for _, r := range regions(l.g, mostRegions) {
		if err := l.place(r); err != nil {
			return err
		}
	}
	return nil
}

// place looks at r until a symbol is found there.
func (l *look) place(r region) error {
	if l.known(r) {
		return nil
	}
	margin := 6 + 0.05*max(r.w, r.h)
	if want := l.of(false); r.square() && len(want) > 0 {
		if read, err := l.cuttings(r.axis(l.g).quad(margin, margin), squares(), want); err != nil || read {
			return err
		}
	}
	if want := l.of(true); r.striped() && len(want) > 0 {
		return l.bars(straighten(l.g, r.quad(margin+guard*r.w, margin)), want)
	}
	return nil
}

// guard is the share of its width by which a code of bars may reach beyond its region: the 8-module bar of the start
// pattern leaves cells of the survey empty where modules are large, so that the pattern becomes a region by itself. It takes
// 17 modules, and each column of a code, the two row indicators included, 17 more (ISO/IEC 15438): a fifth of three columns.
const guard = 0.2

// bars looks at the band of q that bars fill, in several sizes.
func (l *look) bars(q quad, want []Format) error {
	q, ok := cut(l.g, q, 1, straightPixels).band()
	if !ok {
		return nil
	}
	_, err := l.cuttings(q, stripes(), want)
	return err
}

// cuttings looks at q in several ways until something is read.
func (l *look) cuttings(q quad, ways []attempt, want []Format) (read bool, err error) {
	w, h := q.size()
	for _, a := range ways {
		if a.scale > 1 && w*h*a.scale*a.scale > cutPixels {
			continue // it has pixels enough
		}
		c := cut(l.g, q, a.scale, cutPixels)
		if a.change != nil {
			a.change(c.plane)
		}
		if read, err = l.at(c, want); err != nil || read {
			return read, err
		}
	}
	return false, nil
}

// attempt is one way of cutting a region out, and what is done to it then.
type attempt struct {
	scale  float64
	change func(*image.Gray)
}

// stripes begins with what succeeds most often. The enlarged ones are for modules of less than 2.5 pixels.
func stripes() []attempt {
	return []attempt{{1, nil}, {2, nil}, {3, sharpen}, {0.5, nil}, {1, stretch}}
}

// squares are the ways for matrix codes: zxing finds the middle of an Aztec code where a module has six pixels or more.
func squares() []attempt { return []attempt{{2, nil}, {1, nil}, {3, nil}} }

// of returns the wanted formats that consist of bars, or the others.
func (l *look) of(bars bool) []Format {
	return slices.DeleteFunc(slices.Clone(l.want), func(f Format) bool {
		return bars == (f == QRCode || f == DataMatrix || f == Aztec)
	})
}

// known says whether the middle of r lies in a symbol that was found.
func (l *look) known(r region) bool {
	return slices.ContainsFunc(l.found, func(s symbol) bool {
		return !s.vague && image.Pt(int(r.cx), int(r.cy)).In(bounds(s.corners))
	})
}

// at lets zxing look at c, if that is still to be afforded, keeps what is new and says whether anything was read. A symbol
// whose outline zxing did not see gets that of c.
func (l *look) at(c cutting, want []Format) (read bool, err error) {
	if l.spent += len(c.plane.Pix); l.spent > mostPixels {
		return false, nil
	}
	symbols, err := decode(c.plane, affordable(c.plane, want))
	for _, s := range symbols {
		if s.vague = !s.corners.outlines(); s.vague {
			s.corners = c.quad
		} else {
			for i, p := range s.corners {
				s.corners[i] = c.at(p)
			}
		}
		l.keep(s)
	}
	return len(symbols) > 0, err
}

// keep adds s, or gives the same symbol that was found before the better outline of the two.
func (l *look) keep(s symbol) {
	i := slices.IndexFunc(l.found, s.same)
	if i < 0 {
		l.found = append(l.found, s)
		return
	}
	old := &l.found[i]
	if old.vague && (!s.vague || area(bounds(s.corners)) < area(bounds(old.corners))) {
		*old = s
	}
}

func area(r image.Rectangle) int { return r.Dx() * r.Dy() }
