package console

import (
	"fmt"

	"loupe/models"
)

// maxFaces is how many pairs of portraits a link shows; they come surest first.
const maxFaces = 4

// faces is a pair of portraits that was compared.
type faces struct {
	models.Portraits
	This, Other *crop // nil without a preview
}

// crop is a part of a preview, as an SVG that is that part only: no style has to be written into the page for it.
type crop struct {
	*picture
	View string // viewBox, upright pixels
}

func facesOf(all []models.Portraits, this, other *picture, swapped bool) []faces {
	out := make([]faces, 0, maxFaces)
	for _, p := range all[:min(len(all), maxFaces)] {
		mine, theirs := p.A, p.B
		if swapped {
			mine, theirs = theirs, mine
		}
		out = append(out, faces{Portraits: p, This: this.crop(mine), Other: other.crop(theirs)})
	}
	return out
}

// crop shows a box of stored pixels with a sixth of it around; nil for a box that is none.
func (p *picture) crop(b [4]int) *crop {
	if p == nil || b[2] <= 0 || b[3] <= 0 {
		return nil
	}
	at := p.box(b[0], b[1], b[2], b[3])
	side := max(at.W, at.H)
	side += side / 3
	return &crop{p, fmt.Sprintf("%d %d %d %d", at.X+at.W/2-side/2, at.Y+at.H/2-side/2, side, side)}
}

func answerWord(w models.PortraitWord) string {
	switch w {
	case models.PortraitSame:
		return "One picture of one face"
	case models.PortraitDifferent:
		return "Two pictures"
	}
	return "Too small or too poor to say"
}
