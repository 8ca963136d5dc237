package darkroom_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"loupe/forensics"
	"loupe/models"
	"loupe/ocr"
	"loupe/samples"
)

// zoneKind is a way to print a zone.
type zoneKind struct {
	kind  models.MRZType
	print func(samples.Holder, samples.Print) (*samples.Sheet, error)
}

func zoneKinds(s *samples.Studio) []zoneKind {
	return []zoneKind{
		{models.MRZTypeTD3, s.Passport}, {models.MRZTypeTD1, s.CardBack}, {models.MRZTypeTD2, s.SmallPage},
		{models.MRZTypeMRVA, s.VisaA}, {models.MRZTypeMRVB, s.VisaB},
	}
}

// posedZone photographs document number i lying anyhow, as a phone does that a person holds, and saves it small or large.
func posedZone(t testing.TB, s *samples.Studio, seed uint64, i int) (jpeg []byte, kind models.MRZType, lines []string, size samples.CaptureOptions) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, uint64(i)))
	k := zoneKinds(s)[i%5]
	sheet, err := k.print(samples.NewHolder(r.Uint64()), samples.Print{})
	if err != nil {
		t.Fatal(err)
	}
	frame := [][2]int{{4032, 3024}, {2016, 1512}, {1600, 1200}, {1280, 960}, {1024, 768}, {800, 600}, {640, 480}}[i/5%7]
	o := samples.CaptureOptions{
		Width: frame[0], Height: frame[1], Fill: 0.75 + 0.23*r.Float64(), Desk: samples.Desk(1 + r.IntN(7)), Clutter: r.IntN(3),
		Pose: &samples.Pose{Rotation: 360 * r.Float64(), Tilt: 25 * r.Float64(), Axis: 360 * r.Float64()},
		Blur: 0.8 * r.Float64(), Stops: -0.7 * r.Float64(), Noise: 0.5 + r.Float64(),
	}
	if i%2 == 0 { // held upright, more or less
		o.Pose.Rotation = float64(90*r.IntN(4)) + 12*(r.Float64()-0.5)
	}
	shot, err := samples.Capture(sheet, r.Uint64(), o)
	if err != nil {
		t.Fatal(err)
	}
	jpeg, err = samples.EncodeJPEG(shot.Image, 60+r.IntN(33), nil)
	if err != nil {
		t.Fatal(err)
	}
	return jpeg, k.kind, sheet.MRZ, o
}

// zoneOf reads the zone of a file as the darkroom does.
func zoneOf(t testing.TB, reader *ocr.Reader, file []byte) *models.MRZ {
	t.Helper()
	x, refused := forensics.Open(file, models.KindIdentityDocument, forensics.DefaultLimits())
	if refused != nil {
		t.Fatal(refused)
	}
	view, err := x.View()
	if err != nil {
		t.Fatal(err)
	}
	zone, _ := reader.Zone(view.Plane, time.Time{})
	if zone == nil && !x.Place().Frame {
		zone, _ = reader.Zone(x.Luma(), time.Time{})
	}
	return zone
}

// zoneCount counts zones: all, those that are right, wrong ones whose check digits agree, and those that were not found.
type zoneCount struct{ n, right, false, none int }

func (c *zoneCount) add(got *models.MRZ, kind models.MRZType, want string) {
	c.n++
	switch {
	case got == nil:
		c.none++
	case got.Type == kind && strings.Join(got.Lines, "\n") == want:
		c.right++
	case got.Valid:
		c.false++
	}
}

// Zones of every kind on photographs from 0.3 to 12 megapixels at any angle, as the darkroom reads them:
// LOUPE_MEASURE=1 go test -v -run MeasureZones ./darkroom
func TestMeasureZones(t *testing.T) {
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("SKIPPED: a measurement; set LOUPE_MEASURE=1")
	}
	s, err := samples.NewStudio(samples.Options{})
	if err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	reader, err := ocr.New(ocr.DefaultConfig())
	if err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	counts := map[string]*zoneCount{}
	for i := range 140 {
		file, kind, lines, o := posedZone(t, s, 4242, i)
		got, want := zoneOf(t, reader, file), strings.Join(lines, "\n")
		for _, name := range []string{string(kind), map[bool]string{true: "about upright", false: "any angle"}[i%2 == 0], fmt.Sprintf("%4d wide", o.Width)} {
			if counts[name] == nil {
				counts[name] = &zoneCount{}
			}
			counts[name].add(got, kind, want)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		c := counts[name]
		t.Logf("%-14s %3d of %3d right, %d not found, %d wrong though every digit agrees", name, c.right, c.n, c.none, c.false)
	}
}
