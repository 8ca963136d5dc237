package compare_test

import (
	"image"
	"testing"

	"loupe/forensics"
	"loupe/samples"
)

// different draws and reads n pictures that have nothing to do with each other, small ones: portraits in one studio pose, pages
// of one layout, flat pictures, photographs of the test data while there are any. Seeds from 70000 and the pictures of
// authentic and mrz built the thresholds.
func different(t *testing.T, n, from int) []image.Image {
	s, list := studio(t), []image.Image{}
	// comofod's 012 and 020 are left out: 010 shows the same building, 018 is the same picture.
	real := realPictures(t, 420, "forgery/comofod/orig/00*.png", "forgery/comofod/orig/01[058].png", "forgery/comofod/orig/02[79].png",
		"forgery/comofod/orig/03*.png", "forgery/imd2020/orig/*.jpg")
	for i := range n {
		h := samples.NewHolder(uint64(from + i))
		var sheet *samples.Sheet
		var err error
		kind := i % 5
		if kind == 4 && i/5 >= len(real) {
			kind = 0
		}
		switch kind {
		case 0:
			list = append(list, samples.PortraitImage(h.Face, samples.Scene{Seed: uint64(from + i)}, 300, 400))
			continue
		case 1:
			sheet, err = s.Diploma(h, samples.NewDegree(uint64(from+i)), samples.Print{DPI: 40, Digital: true})
		case 2:
			sheet, err = s.CardFront(h, samples.Print{DPI: 120, Digital: true})
		case 3:
			if k := i / 5; k < 3 {
				list = append(list, flatPicture(uint8(100+60*k)))
				continue
			}
			sheet, err = s.Passport(h, samples.Print{DPI: 80, Digital: true})
		default:
			list = append(list, real[i/5])
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, samples.Flatten(sheet.Image))
	}
	return list
}

// TestMeasureDifferent compares every two of LOUPE_COMPARE_CAPTURES different pictures. None may be linked.
func TestMeasureDifferent(t *testing.T) {
	measuring(t)
	list := []*forensics.Exhibit{}
	for _, img := range different(t, number("LOUPE_COMPARE_CAPTURES", 10), number("LOUPE_COMPARE_SEED", 71000)) {
		list = append(list, exhibit(t, saved(t, img, 90)))
	}
	pairs, linked := 0, 0
	for i, a := range list {
		for j, b := range list[:i] {
			c := compareExhibits(t, a, b)
			if pairs++; c.Relation.Links() {
				linked++
				t.Errorf("%d and %d: %s %v", i, j, c.Relation, measures(c))
			}
		}
		if i%10 == 9 {
			t.Logf("%d of %d pairs of different pictures linked", linked, pairs)
		}
	}
}
