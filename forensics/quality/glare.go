package quality

import (
	"loupe/models"
)

// What glare is: a smooth-edged spot, burnt out and colourless, clearly lighter than the document's own ground. METHODS
// 5.1 has the levels and the margin (after Regula's maxGlaringPart and imgMarginPart).
const (
	glareLevel   = 248    // of the largest channel
	glareLeast   = 222    // of the least one: a burnt-out spot has no colour
	overGround   = 20     // levels; a ground nearer to the spots is white paper, and then there is no telling
	glareMargin  = 0.05   // of each side is left out
	spotLeast    = 0.0004 // of the document; smaller ones are dots of the print
	spotsMarked  = 8
	printGap     = 8     // pixels of the colour view: half the height of a line of print and its gaps
	burntWithin  = 0.76  // of a spot, once its gaps are closed: white paper reaches the level here and there only
	showsBelow   = 190   // the level of what is no light: print that shows within a spot ...
	showsWithin  = 0.065 // ... on at most this share of it
	fallNear     = 3     // pixels of the colour view: the brink of a spot ...
	fallFar      = 14    // ... and what lies around it
	printFall    = 25    // levels within fallNear: print that shows through or ends the spot, and no light's brink
	smoothFall   = 0.75  // of the fall to fallFar may happen within fallNear, over the whole outline
	printShowing = 0.5   // of the outline may be print
)

// glaring takes the measures of glare: its share of the document, and of the lines of text.
func glaring(s *sheet, f *facts) {
	total := fact{}
	for i, p := range s.spots {
		total.value += float64(p.area) / float64(len(s.glare))
		if i < spotsMarked {
			total.where = append(total.where, s.region(float64(p.x0)/float64(s.colour.w), float64(p.y0)/float64(s.colour.h),
				float64(p.x1+1)/float64(s.colour.w), float64(p.y1+1)/float64(s.colour.h), "glare")...)
		}
	}
	f.measured["glare"] = total
	if lines := s.lines(); len(lines) > 0 {
		f.set("glare_on_text", covered(s.glare, s.colour.w, lines))
	}
	if heads := s.heads(); len(heads) > 0 {
		f.set("glare_on_portrait", covered(s.glare, s.colour.w, heads))
	}
}

// heads returns the rectangles of the faces in the colour view; none are looked for when there is no glare to lie on them.
func (s *sheet) heads() [][4]int {
	if len(s.spots) == 0 {
		return nil
	}
	faces, err := s.faces()
	if err != nil {
		return nil // the check of faces says so
	}
	var out [][4]int
	toView := s.view.Stored.Inverse()
	kx, ky := float64(s.colour.w)/float64(s.view.Plane.Rect.Dx()), float64(s.colour.h)/float64(s.view.Plane.Rect.Dy())
	for _, face := range faces {
		box := [4]int{s.colour.w, s.colour.h, 0, 0}
		for i := range 4 {
			x, y := toView.At(float64(face.Box[0]+i%2*face.Box[2]), float64(face.Box[1]+i/2*face.Box[3]))
			box = [4]int{min(box[0], int(x*kx)), min(box[1], int(y*ky)), max(box[2], int(x*kx)), max(box[3], int(y*ky))}
		}
		out = append(out, [4]int{max(box[0], 0), max(box[1], 0), min(box[2], s.colour.w), min(box[3], s.colour.h)})
	}
	return out
}

// lines returns the rectangles of the lines of text in the colour view, from their first word to their last: a word under
// glare was not read, and leaves a hole.
func (s *sheet) lines() [][4]int {
	if s.text == nil {
		return nil
	}
	toView := s.view.Stored.Inverse()
	kx, ky := float64(s.colour.w)/float64(s.view.Plane.Rect.Dx()), float64(s.colour.h)/float64(s.view.Plane.Rect.Dy())
	var out [][4]int
	var words []models.Word
	flush := func() {
		if len(words) == 0 {
			return
		}
		box := [4]int{s.colour.w, s.colour.h, 0, 0}
		for _, w := range words {
			x, y := toView.At(float64(w.Box[0])+float64(w.Box[2])/2, float64(w.Box[1])+float64(w.Box[3])/2)
			cx, cy, half := int(x*kx), int(y*ky), max(1, int(0.4*float64(min(w.Box[2], w.Box[3]))*kx))
			box = [4]int{min(box[0], cx-half), min(box[1], cy-half), max(box[2], cx+half), max(box[3], cy+half)}
		}
		out, words = append(out, [4]int{max(box[0], 0), max(box[1], 0), min(box[2], s.colour.w), min(box[3], s.colour.h)}), words[:0]
	}
	for i, w := range s.text.Words {
		if i > 0 && w.Line != s.text.Words[i-1].Line {
			flush()
		}
		words = append(words, w)
	}
	flush()
	return out
}

// covered is the share of the boxes' area that the mask covers.
func covered(mask []bool, width int, boxes [][4]int) float64 {
	hidden, all := 0, 0
	for _, b := range boxes {
		for y := b[1]; y < b[3]; y++ {
			for x := b[0]; x < b[2]; x++ {
				all++
				if mask[y*width+x] {
					hidden++
				}
			}
		}
	}
	if all == 0 {
		return 0
	}
	return float64(hidden) / float64(all)
}
