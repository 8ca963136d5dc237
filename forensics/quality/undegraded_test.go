package quality_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"loupe/forensics"
	"loupe/forensics/picturetest"
	"loupe/forensics/quality"
	"loupe/forensics/verdict"
	"loupe/models"
	"loupe/samples"
)

// tally counts what a check finds fault with.
type tally struct {
	n        int
	rejected int
	reasons  map[models.ReasonCode]int
	policy   verdict.Policy
}

func newTally(t testing.TB) *tally {
	t.Helper()
	p, err := verdict.DefaultPolicy()
	if err != nil {
		t.Fatal(err)
	}
	return &tally{reasons: map[models.ReasonCode]int{}, policy: p}
}

// add counts f and reports whether the verdict's policy would send the picture back.
func (a *tally) add(f models.Finding) bool {
	a.n++
	rejected := false
	for _, c := range reasons(f) {
		a.reasons[c]++
		rejected = rejected || (f.Outcome == models.OutcomeSuspect && a.policy.Actions[c] == verdict.ActionReject)
	}
	if rejected {
		a.rejected++
	}
	return rejected
}

func (a *tally) log(t testing.TB, name string) {
	t.Helper()
	t.Logf("%s: n=%d, sent back %d (%.1f %%)", name, a.n, a.rejected, 100*float64(a.rejected)/float64(max(a.n, 1)))
	for _, r := range models.ReasonTexts() {
		if n := a.reasons[r.Code]; n > 0 {
			t.Logf("    %-26s %-7s %d", r.Code, a.policy.Actions[r.Code], n)
		}
	}
}

// TestUndegraded holds the share of careful pictures of our documents that are sent back: photographs of every desk and
// flat scans, the document found by the program itself. LOUPE_MEASURE=1 looks at 200 instead of 5.
func TestUndegraded(t *testing.T) {
	n := 5
	if os.Getenv("LOUPE_MEASURE") != "" {
		n = 200
	}
	s, all := studio(t), newTally(t)
	c := quality.New(quality.DefaultPolicy())
	for i := range n {
		seed := uint64(50000 + i)
		o := samples.CaptureOptions{Flat: i/5%3 == 2}
		if !o.Flat && i%2 == 0 {
			o.Pose = &samples.Pose{Rotation: float64(i*37%360) - 180, Tilt: float64(i % 16), Axis: float64(i * 73 % 360)}
		}
		if n < 10 {
			o.Width, o.Height = 1280, 960
		}
		sc := capture(t, s, i%5, seed, o)
		sc.words = nil // nobody reads here
		x := sc.exhibit(t)
		f, err := c.Run(context.Background(), x)
		if err != nil {
			t.Fatal(err)
		}
		if all.add(f) || f.Outcome != models.OutcomeClear {
			t.Logf("seed %d, document %d, flat %v, found %v %s: %s", seed, i%5, o.Flat, !x.Place().Frame, x.Place().Format, f.Message)
		}
	}
	all.log(t, "rendered")
	if float64(all.rejected) > 0.02*float64(n) {
		t.Errorf("%d of %d careful pictures are sent back", all.rejected, n)
	}
}

// TestAuthentic reports what is found on pictures that no one here made. It asserts nothing: what a person would agree
// with was decided by looking.
func TestAuthentic(t *testing.T) {
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("LOUPE_MEASURE is not set: the figures of README.md are not measured")
	}
	root := picturetest.Dir(t)
	c := quality.New(quality.DefaultPolicy())
	for _, set := range []struct {
		folder string
		kind   models.Kind
	}{
		{"mrz/passporteye", models.KindIdentityDocument}, {"mrz/yushulx", models.KindIdentityDocument}, {"mrz/antitamper", models.KindIdentityDocument},
		{"idfarm/sidtd", models.KindIdentityDocument}, {"ocr", models.KindDiploma}, {"mrz/imagejs", models.KindIdentityDocument},
		{"authentic/exif_samples", models.KindProfilePhoto}, {"faces", models.KindProfilePhoto},
	} {
		all := newTally(t)
		for _, path := range files(t, filepath.Join(root, set.folder)) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			x, refusal := forensics.Open(data, set.kind, forensics.DefaultLimits())
			if refusal != nil {
				continue
			}
			f, err := c.Run(context.Background(), x)
			if err != nil {
				t.Errorf("%s: %v", path, err)
				continue
			}
			if err := f.Validate(x.File.Width, x.File.Height); err != nil {
				t.Errorf("%s: %v", path, err)
			}
			sent := all.add(f)
			if sent || f.Outcome != models.OutcomeClear {
				t.Logf("%s %dx%d sent back %v found %v %s: %s", strings.TrimPrefix(path, root), x.File.Width, x.File.Height, sent, !x.Place().Frame, x.Place().Format, f.Message)
			}
		}
		all.log(t, set.folder)
	}
}

func files(t testing.TB, folder string) (out []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}
