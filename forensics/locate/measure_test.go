package locate_test

import (
	"fmt"
	"os"
	"slices"
	"testing"

	"loupe/forensics/locate"
)

// Seeds 1 to 300, 501 to 620, 3000001 to 3000700, 4000001 to 4000400, 4100001 to 4100100, 4200001 to 4200060 and 5000001 to
// 5000024 were used for building, 900001 to 900360, 910001 to 910200, 920001 to 920300, 930001 to 930100 and 940001 to 940160
// for earlier measurements.
const (
	finalPhotograph = 940_161
	finalFlat       = 950_001
	finalVaried     = 960_001
	finalVariedFlat = 970_001
	finalBeyond     = 980_001
)

// tally counts pictures by a property.
type tally struct {
	keys []string
	n    map[string][3]int // pictures, found right, taken for a frame
}

func (c *tally) add(key string, right, frame bool) {
	if c.n == nil {
		c.n = map[string][3]int{}
	}
	v, known := c.n[key]
	if !known {
		c.keys = append(c.keys, key)
	}
	v[0]++
	if right {
		v[1]++
	}
	if frame {
		v[2]++
	}
	c.n[key] = v
}

func (c *tally) String() (out string) {
	slices.Sort(c.keys)
	for _, key := range c.keys {
		v := c.n[key]
		out += fmt.Sprintf("  %-22s n %3d  IoU >= 0.95 %3d (%.1f %%)  frame instead %d  wrong quad %d\n", key, v[0], v[1], 100*float64(v[1])/float64(v[0]), v[2], v[0]-v[1]-v[2])
	}
	return out
}

// photographs locates n rendered photographs and counts.
func photographs(t *testing.T, first uint64, n int, share float64, each func(sc scene, iou float64, frame bool)) {
	t.Helper()
	s := studio(t)
	for i := range n {
		sc := photograph(t, s, first+uint64(i), share)
		p := locate.Find(sc.picture, 1)
		each(sc, overlap(p.Quad, sc.Quad, float64(sc.W), float64(sc.H)), p.Frame)
	}
}

// A floor that always holds, on few and small pictures; the figures are measured with LOUPE_MEASURE=1.
func TestFindRenderedPhotographs(t *testing.T) {
	if testing.Short() {
		t.Skip("renders photographs: not in -short")
	}
	const n, floor = 16, 13
	right := 0
	photographs(t, 2001, n, 0.5, func(sc scene, iou float64, frame bool) {
		if iou >= 0.95 {
			right++
			return
		}
		t.Logf("IoU %.3f, frame %v: %v", iou, frame, sc)
	})
	if right < floor {
		t.Errorf("%d of %d photographs located, want at least %d", right, n, floor)
	}
}

// No outline is invented in pictures that show none, and plain ones are found.
func TestFindFlatPictures(t *testing.T) {
	if testing.Short() {
		t.Skip("renders pictures: not in -short")
	}
	s := studio(t)
	invented, missed := 0, 0
	for seed := uint64(2001); seed <= 2010; seed++ {
		img, name, quad, bordered := flat(t, s, seed)
		p := locate.Find(img, 1)
		switch iou := overlap(p.Quad, quad, float64(img.Rect.Dx()), float64(img.Rect.Dy())); {
		case !bordered && !p.Frame:
			invented++
			t.Logf("seed %d, %s: invented %v", seed, name, p.Quad)
		case bordered && iou < 0.95 && (!p.Frame || name == "page"):
			missed++
			t.Logf("seed %d, %s: %v, want %v", seed, name, p.Quad, quad)
		}
	}
	if invented > 1 || missed > 1 {
		t.Errorf("%d outlines invented, %d missed, of 10 pictures; want at most 1 of each", invented, missed)
	}
}

func TestMeasure(t *testing.T) {
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("set LOUPE_MEASURE=1 to measure; it takes minutes")
	}
	var c tally
	var overlaps []float64
	photographs(t, finalPhotograph, 300, 1, func(sc scene, iou float64, frame bool) {
		right := iou >= 0.95
		overlaps = append(overlaps, iou)
		for _, key := range []string{"all", "kind " + sc.Kind, "desk " + sc.Desk, fmt.Sprintf("tilt %2.0f..", 5*float64(int(sc.Tilt/5))), fmt.Sprintf("rotation %4d..", int((sc.Rotation+180)/45)*45-180)} {
			c.add(key, right, frame)
		}
		for key, is := range map[string]bool{"cut off": sc.Cut, "held by a thumb": sc.Thumb, "among other things": sc.Clutter, "plain": !sc.Cut && !sc.Thumb && !sc.Clutter} {
			if is {
				c.add(key, right, frame)
			}
		}
		if !right {
			t.Logf("IoU %.3f, frame %v: %v", iou, frame, sc)
		}
	})
	slices.Sort(overlaps)
	at := func(q float64) float64 { return overlaps[int(q*float64(len(overlaps)-1))] }
	t.Logf("photographs, seeds from %d\n%vIoU at 1 %%: %.3f, 5 %%: %.3f, 10 %%: %.3f, 25 %%: %.4f, median %.4f", finalPhotograph, &c, at(0.01), at(0.05), at(0.1), at(0.25), at(0.5))
	measureFlat(t)
	measureVaried(t)
}

// measureVaried counts on the scenes of the second renderer.
func measureVaried(t *testing.T) {
	t.Helper()
	s := studio(t)
	var c tally
	count := func(name string, sc scene) {
		p := locate.Find(sc.picture, 1)
		right := sc.Desk == "none" && p.Frame || sc.Desk != "none" && overlap(p.Quad, sc.Quad, float64(sc.W), float64(sc.H)) >= 0.95
		for _, key := range []string{name, name + ", " + sc.Kind, name + ", desk " + sc.Desk} {
			c.add(key, right, p.Frame)
		}
	}
	for i := range uint64(300) {
		count("varied", varied(t, s, finalVaried+i))
	}
	for i := range uint64(60) {
		count("one side beyond", variedAt(t, s, finalBeyond+i, true))
		count("nothing to find", variedFlat(t, s, finalVariedFlat+i))
	}
	t.Logf("second renderer; for \"nothing to find\" right is \"frame\"\n%v", &c)
}

func measureFlat(t *testing.T) {
	t.Helper()
	s := studio(t)
	var c tally
	for seed := uint64(finalFlat); seed < finalFlat+100; seed++ {
		img, name, quad, bordered := flat(t, s, seed)
		p := locate.Find(img, 1)
		right := p.Frame
		if bordered {
			right = overlap(p.Quad, quad, float64(img.Rect.Dx()), float64(img.Rect.Dy())) >= 0.95
		}
		c.add(name, right, p.Frame && !right)
		if !right {
			t.Logf("seed %d, %s: frame %v, quad %.0f of %v", seed, name, p.Frame, p.Quad, img.Rect.Size())
		}
	}
	t.Logf("flat pictures, seeds from %d; for crop, sheet and portrait right is \"frame\"\n%v", finalFlat, &c)
}
