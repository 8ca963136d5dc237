package portrait

import "loupe/models"

// The bounds of the answers. One picture agrees in its detail and in its shading, and lies flat on itself; another sitting
// of the same person may agree in one of them by chance.
const (
	sameTenth = 0.94   // lower tenth of a face's local correlations
	sameShade = 0.9967 // lower tenth of the correlations of its shading, in the middle of the face
	sameBend  = 0.20   // pixels of the fine frame
	// Below it the detail is another's, unless
	unclearTenth = 0.80
	// a tenth of the face disagrees and the rest is one picture to a hair: something may lie over it, a stamp, a glare.
	unclearQuartile = 0.95
	leastWindows    = 40   // of some 120 over a face that an answer needs
	leastApart      = 14.0 // stored pixels between the eyes that an answer needs
)

// negatives is the number of pairs of portraits of different people that were measured, none of which was called the same.
const negatives = 2016

// answer compares two faces, as they are and one of them mirrored.
func answer(a, b sitter) models.Portraits {
	out := models.Portraits{A: a.face.Box, B: b.face.Box, Answer: models.PortraitUnclear}
	if min(a.apart, b.apart) < leastApart {
		return out
	}
	l := compare(a, b, 0)
	if l.word() != models.PortraitSame {
		if m := compare(a, b, 1); m.better(l) {
			l = m
		}
	}
	out.Score = min(max(l.tenth, 0), 1)
	out.Answer = l.word()
	if out.Answer == models.PortraitSame {
		rate := 3.0 / negatives // the rule of three: the upper end of the 95 % interval when none of n was wrong
		out.FalseAlarmRate = &rate
	}
	return out
}

func (l likeness) better(o likeness) bool {
	if l.windows == 0 || o.windows == 0 {
		return l.windows > o.windows || l.windows == o.windows && l.rough > o.rough
	}
	return l.tenth > o.tenth
}

func (l likeness) word() models.PortraitWord {
	switch {
	case l.rough < leastRough:
		return models.PortraitDifferent
	case l.windows < leastWindows:
		return models.PortraitUnclear
	case l.tenth >= sameTenth && l.shade >= sameShade && l.bend <= sameBend:
		return models.PortraitSame
	case l.tenth >= unclearTenth, l.quartile >= unclearQuartile:
		return models.PortraitUnclear
	}
	return models.PortraitDifferent
}
