package fingerprint_test

import (
	"encoding/hex"
	"fmt"
	"image"
	"math/bits"
	"os"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/disintegration/imaging"

	"loupe/forensics/fingerprint"
	"loupe/forensics/raster"
	"loupe/models"
)

type key [4]uint64

func (k key) to(o key) int {
	return bits.OnesCount64(k[0]^o[0]) + bits.OnesCount64(k[1]^o[1]) + bits.OnesCount64(k[2]^o[2]) + bits.OnesCount64(k[3]^o[3])
}

// keys are the 256 bit fingerprints of a picture: whole, parts and features, kept or asking.
type keys struct{ whole, parts, features []key }

func keysOf(t testing.TB, img image.Image) (kept, ask keys) {
	luma := raster.Luma(img)
	fps, _ := fingerprint.Perceptual(luma, 1)
	for _, fp := range append(fps, fingerprint.Parts(luma, 1)...) {
		if fp.Bits != 256 {
			continue
		}
		raw, err := hex.DecodeString(fp.Hex)
		if err != nil {
			t.Fatal(err)
		}
		var k key
		for i, b := range raw {
			k[i/8] |= uint64(b) << (56 - 8*(i%8))
		}
		for _, to := range []*keys{&kept, &ask} {
			if to == &kept && fp.Orientation > 1 {
				continue
			}
			switch fp.Kind {
			case models.FingerprintPHash:
				to.whole = append(to.whole, k)
			case models.FingerprintFeature:
				to.features = append(to.features, k)
			default:
				to.parts = append(to.parts, k)
			}
		}
	}
	return kept, ask
}

// match is what the index would see of a pair.
type match struct {
	whole, any int   // nearest of the wholes, and of wholes and parts
	features   []int // distances of kept features to the nearest that asks, ascending
}

func seen(kept, ask keys) match {
	m := match{256, 256, nil}
	for _, a := range ask.whole {
		for _, k := range kept.whole {
			m.whole = min(m.whole, a.to(k))
		}
	}
	for _, a := range slices.Concat(ask.whole, ask.parts) {
		for _, k := range slices.Concat(kept.whole, kept.parts) {
			m.any = min(m.any, a.to(k))
		}
	}
	for _, k := range kept.features {
		best := 256
		for _, a := range ask.features {
			best = min(best, a.to(k))
		}
		m.features = append(m.features, best)
	}
	slices.Sort(m.features)
	return m
}

// near reports whether n features lie within r.
func (m match) near(n, r int) bool { return len(m.features) >= n && m.features[n-1] <= r }

type rule struct {
	name string
	fits func(match) bool
}

func candidateRules() []rule {
	list := []rule{
		{"whole31", func(m match) bool { return m.whole <= 31 }}, {"any31", func(m match) bool { return m.any <= 31 }}, {"any66", func(m match) bool { return m.any <= 66 }},
	}
	for _, f := range []struct{ n, r int }{{1, 24}, {1, 28}, {2, 31}, {3, 31}} {
		list = append(list, rule{fmt.Sprintf("%df%d", f.n, f.r), func(m match) bool { return m.near(f.n, f.r) }})
	}
	return append(list, rule{candidate, func(m match) bool { return m.any <= 31 || m.near(2, 31) }})
}

// candidate is the rule that is reported: a whole or a part within 31 bits, or two features.
const candidate = "any31|2f31"

// sourcesOf returns every second picture of the public sets, from the first or the second, reduced to 800 pixels.
func sourcesOf(t testing.TB, from, most int) (names []string, out []*image.NRGBA) {
	i := 0
	seen := map[string]bool{}
	for _, folder := range []string{"nearduplicate", "authentic", "faces", "ocr", "mrz/passporteye", "mrz/imagejs", "mrz/yushulx", "idfarm"} {
		for _, path := range pictures(t, folder) {
			x := open(t, path)
			if x == nil || x.Luma().Rect.Dx() < 200 || x.Luma().Rect.Dy() < 200 {
				continue
			}
			if i++; i%2 != from || len(out) == most || seen[x.File.PixelsSHA256] {
				continue
			}
			seen[x.File.PixelsSHA256] = true
			names = append(names, path)
			out = append(out, imaging.Clone(raster.FitColor(raster.Upright(raster.FitColor(x.Pixels(), 800), x.File.Orientation), 800)))
		}
	}
	return names, out
}

// TestCandidates reports, per transformation, the share of copies that become candidates, and the rate of different
// pictures that do. LOUPE_MEASURE=1; LOUPE_HALF=0 is the half of the pictures to build on, 1 the half to report on;
// LOUPE_ONLY, an expression that names must match, leaves the others out.
func TestCandidates(t *testing.T) {
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("SKIPPED: set LOUPE_MEASURE=1")
	}
	half, _ := strconv.Atoi(os.Getenv("LOUPE_HALF"))
	most, err := strconv.Atoi(os.Getenv("LOUPE_MOST"))
	if err != nil {
		most = 1000
	}
	names, sources := sourcesOf(t, half, most)
	var kept, asks []keys
	for _, p := range sources {
		k, a := keysOf(t, p)
		kept, asks = append(kept, k), append(asks, a)
	}
	rules, only := candidateRules(), regexp.MustCompile(os.Getenv("LOUPE_ONLY"))
	head := ""
	for _, r := range rules {
		head += fmt.Sprintf(" %11s", r.name)
	}
	t.Logf("%d sources\n%-22s%s", len(sources), "", head)
	for _, c := range copies() {
		if !only.MatchString(c.name) {
			continue
		}
		n, found := 0, make([]int, len(rules))
		for i, p := range sources {
			if len(kept[i].whole) == 0 {
				continue
			}
			_, ask := keysOf(t, c.apply(p))
			n++
			m := seen(kept[i], ask)
			for j, r := range rules {
				if r.fits(m) {
					found[j]++
				}
			}
		}
		line := ""
		for _, f := range found {
			line += fmt.Sprintf(" %11.1f", 100*float64(f)/float64(n))
		}
		t.Logf("%-22s%s  of %d, bar %.0f %%", c.name, line, n, 100*c.bar)
		if last := len(rules) - 1; float64(found[last]) < c.bar*float64(n) {
			t.Errorf("%s: %d of %d found, want %.0f %%", c.name, found[last], n, 100*c.bar)
		}
	}
	different(t, names, kept, asks, rules)
}

// different counts pairs of files that become candidates; some are one picture in several forms, which the names tell.
func different(t *testing.T, names []string, kept, asks []keys, rules []rule) {
	n, wrong := 0, make([]int, len(rules))
	for i := range names {
		for j := range names {
			if i == j || folderOf(names[i]) == folderOf(names[j]) && folderOf(names[i]) != "" {
				continue
			}
			n++
			m := seen(kept[i], asks[j])
			for k, r := range rules {
				if r.fits(m) {
					wrong[k]++
					if r.name == candidate {
						t.Logf("candidate: %s %s whole %d any %d features %v", short(names[i]), short(names[j]), m.whole, m.any, m.features[:min(3, len(m.features))])
					}
				}
			}
		}
	}
	for k, r := range rules {
		t.Logf("%-12s %d of %d ordered pairs of different pictures", r.name, wrong[k], n)
	}
}

// folderOf names the set whose files are forms of few pictures: pairs within are not counted as different.
func folderOf(path string) string {
	for _, set := range []string{"nearduplicate", "faces", "idfarm"} {
		if slices.Contains(split(path), set) {
			return set
		}
	}
	return ""
}
