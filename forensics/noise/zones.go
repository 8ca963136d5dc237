package noise

import (
	"image"

	"loupe/forensics"
	"loupe/models"
)

// The zones: noise is compared within one only, because what a printer laid on a card differs from what a camera sees
// beside it.
const (
	zoneNone = iota // straddles a border
	zoneOutside
	zoneDocument
	zonePortrait
	zoneCount
)

// grid divides the picture into square cells, each of one zone.
type grid struct {
	side, columns, rows int
	zone                []uint8
}

const (
	cellsAcross = 64 // cells along the picture's longer side
	leastSide   = 24 // pixels of a cell
)

// zonesOf lays the grid. A profile photo is one zone.
func zonesOf(x *forensics.Exhibit) (*grid, error) {
	size := x.Luma().Rect.Size()
	g := &grid{side: max(leastSide, (max(size.X, size.Y)+cellsAcross-1)/cellsAcross)}
	g.columns, g.rows = size.X/g.side, size.Y/g.side
	g.zone = make([]uint8, g.columns*g.rows)
	if x.Kind == models.KindProfilePhoto {
		for i := range g.zone {
			g.zone[i] = zoneDocument
		}
		return g, nil
	}
	faces, err := x.Faces()
	if err != nil {
		return nil, err
	}
	portrait := image.Rectangle{}
	if len(faces) > 0 {
		portrait = portraitOf(faces[0])
	}
	quad := x.Place().Quad
	for i := range g.zone {
		g.zone[i] = zoneAt(g.box(i), quad, portrait)
	}
	return g, nil
}

// portraitOf is the part of the printed photograph that a face box surely lies in.
func portraitOf(f models.Face) image.Rectangle {
	w, h := f.Box[2], f.Box[3]
	return image.Rect(f.Box[0]-w/4, f.Box[1]-h/3, f.Box[0]+w+w/4, f.Box[1]+h+h/3)
}

func (g *grid) box(i int) image.Rectangle {
	at := image.Pt(i%g.columns*g.side, i/g.columns*g.side)
	return image.Rectangle{Min: at, Max: at.Add(image.Pt(g.side, g.side))}
}

func zoneAt(cell image.Rectangle, quad [4][2]float64, portrait image.Rectangle) uint8 {
	if cell.In(portrait) {
		return zonePortrait
	}
	if cell.Overlaps(portrait.Inset(-portrait.Dx() / 4)) {
		return zoneNone // where the photograph ends is not known
	}
	in := 0
	for _, p := range [4][2]int{{cell.Min.X, cell.Min.Y}, {cell.Max.X, cell.Min.Y}, {cell.Max.X, cell.Max.Y}, {cell.Min.X, cell.Max.Y}} {
		if within(quad, float64(p[0]), float64(p[1])) {
			in++
		}
	}
	switch in {
	case 0:
		return zoneOutside
	case 4:
		return zoneDocument
	}
	return zoneNone
}

// within reports whether a point lies on the inner side of a clockwise quadrilateral's edges.
func within(q [4][2]float64, x, y float64) bool {
	for i, a := range q {
		b := q[(i+1)%4]
		if (b[0]-a[0])*(y-a[1])-(b[1]-a[1])*(x-a[0]) < 0 {
			return false
		}
	}
	return true
}
