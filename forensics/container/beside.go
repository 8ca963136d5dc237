package container

import (
	"fmt"
	"slices"
	"strings"

	"loupe/forensics/survey"
)

// beside sorts what a file holds beside its picture.
type beside struct {
	trailing int              // bytes after the picture's end
	known    []survey.Trailer // of a kind that devices and programs write
	strange  []survey.Trailer
	foreign  []survey.Trailer // what makes the file something else, inside or after
}

const (
	// mostPadding is how much filler storage systems and cameras round a file up by: flash pages and clusters have at
	// most 64 KB.
	mostPadding = 64 << 10
	// mostRemainder is how many bytes are too few to hide anything.
	mostRemainder = 16
)

func besideOf(s survey.Survey) beside {
	b := beside{foreign: slices.Clone(s.Foreign)}
	for _, t := range s.Trailers {
		b.trailing += t.Bytes
		switch {
		case t.Kind.Foreign():
			b.foreign = append(b.foreign, t)
		case innocent(t):
			b.known = append(b.known, t)
		default:
			b.strange = append(b.strange, t)
		}
	}
	slices.SortStableFunc(b.foreign, func(a, c survey.Trailer) int { return a.Offset - c.Offset })
	return b
}

func innocent(t survey.Trailer) bool {
	switch t.Kind {
	case survey.KindMaker:
		return true
	case survey.KindPicture, survey.KindFilm:
		return t.Announced
	case survey.KindPadding:
		return t.Bytes <= mostPadding
	}
	return t.Bytes <= mostRemainder
}

// maxNamed bounds how many parts are named in words.
const maxNamed = 4

// name lists parts in words: "a ZIP archive (4096 bytes from byte 81920)".
func name(parts []survey.Trailer) string {
	var words []string
	for i, p := range parts {
		if i == maxNamed {
			words = append(words, fmt.Sprintf("%d more", len(parts)-maxNamed))
			break
		}
		what := p.What
		if p.Announced && (p.Kind == survey.KindPicture || p.Kind == survey.KindFilm) {
			what += ", announced"
		}
		words = append(words, fmt.Sprintf("%s (%d bytes from byte %d)", what, p.Bytes, p.Offset))
	}
	return strings.Join(words, ", ")
}
