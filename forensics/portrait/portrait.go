// Package portrait tells whether two faces' pictures are one picture of one face, re-saved, resized, cropped, re-toned,
// mirrored or printed on a document, or two pictures. It does not tell one person from another: two photographs of one
// person are two pictures.
//
// Both faces are laid on each other by their eyes (align.go), registered by what is seen of them (register.go), given one
// tone curve (tone.go) and held against each other window by window (measure.go). One picture agrees in three ways: in its
// detail, down to single strands of hair, which faces of two people do not; in its shading, which another light changes;
// and in where everything lies, to a fraction of a pixel, which the least turn of a head bends. The second and third part
// two photographs of one person.
package portrait

import (
	"cmp"
	"context"
	"slices"

	"loupe/forensics"
	"loupe/models"
)

// mostFaces of a picture are compared, the surest first.
const mostFaces = 4

// Compare compares all faces of a with all of b, at most four each, and returns an answer for each pair, the surest
// first: same before unclear before different, then by score. Boxes are in stored pixels. The error is that of finding
// faces, or ctx's.
func Compare(ctx context.Context, a, b *forensics.Exhibit) ([]models.Portraits, error) {
	of, err := sitters(a)
	if err != nil {
		return nil, err
	}
	with, err := sitters(b)
	if err != nil {
		return nil, err
	}
	out := []models.Portraits{}
	for _, p := range of {
		for _, q := range with {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			out = append(out, answer(p, q))
		}
	}
	rank := []models.PortraitWord{models.PortraitSame, models.PortraitUnclear, models.PortraitDifferent}
	slices.SortStableFunc(out, func(p, q models.Portraits) int {
		return cmp.Or(cmp.Compare(slices.Index(rank, p.Answer), slices.Index(rank, q.Answer)), cmp.Compare(q.Score, p.Score))
	})
	return out, nil
}

func sitters(x *forensics.Exhibit) ([]sitter, error) {
	faces, err := x.Faces()
	if err != nil {
		return nil, err
	}
	var out []sitter
	for _, f := range faces[:min(len(faces), mostFaces)] {
		if s, ok := newSitter(x, f); ok {
			out = append(out, s)
		}
	}
	return out, nil
}
