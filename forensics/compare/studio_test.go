package compare_test

import (
	"os"
	"sort"
	"testing"

	"image"

	"loupe/forensics"
	"loupe/models"
	"loupe/samples"
)

func studio(t testing.TB) *samples.Studio {
	t.Helper()
	s, err := samples.NewStudio(samples.Options{})
	if err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	return s
}

// measuring skips a test that only measures.
func measuring(t *testing.T) {
	t.Helper()
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("measures only with LOUPE_MEASURE=1")
	}
}

// captured lists the channels with a camera in them; LOUPE_COMPARE_CHANNEL names one alone.
func captured() []samples.Channel {
	if c := os.Getenv("LOUPE_COMPARE_CHANNEL"); c != "" {
		return []samples.Channel{samples.Channel(c)}
	}
	return []samples.Channel{samples.ChannelPhoto, samples.ChannelScan}
}

// TestMeasureFarms counts how many farm pairs of the studio are called same_capture, by save chain, and how well the
// changed regions fit. LOUPE_COMPARE_PAIRS says how many per channel, LOUPE_COMPARE_SEED from which seed.
func TestMeasureFarms(t *testing.T) {
	measuring(t)
	s, n, from := studio(t), number("LOUPE_COMPARE_PAIRS", 10), number("LOUPE_COMPARE_SEED", 30000)
	chains := samples.Chains()
	found, of := map[string]int{}, map[string]int{}
	fits := []float64{}
	regions, truth := 0, 0
	for i := from; i < from+n; i++ {
		for _, ch := range captured() {
			chain := chains[i%len(chains)]
			p, err := s.FarmPair(uint64(i), ch, chain)
			if err != nil {
				t.Fatal(err)
			}
			c := compared(t, p.A, p.B)
			of[chain.Name]++
			if c.Relation != p.Relation {
				t.Logf("%s %d [%s]: %s %v", ch, i, chain.Name, c.Relation, measures(c))
				continue
			}
			found[chain.Name]++
			regions, truth = regions+len(c.Changed), truth+len(p.Changed)
			for _, want := range p.Changed {
				best := bestFit(c.Changed, want)
				fits = append(fits, best)
				if testing.Verbose() && best < 0.6 {
					t.Logf("%s %d [%s] %s: IoU %.2f", ch, i, chain.Name, want.Label, best)
				}
			}
		}
	}
	total, all := 0, 0
	for _, chain := range chains {
		total, all = total+found[chain.Name], all+of[chain.Name]
		t.Logf("%-9s %d of %d", chain.Name, found[chain.Name], of[chain.Name])
	}
	sort.Float64s(fits)
	mean, good := 0.0, 0
	for _, v := range fits {
		mean += v / float64(len(fits))
		if v >= 0.6 {
			good++
		}
	}
	t.Logf("same_capture: %d of %d; %d regions for %d changes; IoU mean %.2f, at least 0.6 in %d of %d", total, all, regions, truth, mean, good, len(fits))
}

// TestMeasureHonest compares every two of LOUPE_COMPARE_CAPTURES captures of one layout: other holders, poses, light,
// noise, desks. None may be linked. LOUPE_COMPARE_GROUPS such groups of captures are drawn, a card, a passport and a diploma in
// turn: many small groups share less.
func TestMeasureHonest(t *testing.T) {
	measuring(t)
	s, n, from := studio(t), number("LOUPE_COMPARE_CAPTURES", 5), number("LOUPE_COMPARE_SEED", 40000)
	pairs, linked, highest := map[samples.Channel]int{}, map[samples.Channel]int{}, -100.0
	for kind := from; kind < from+number("LOUPE_COMPARE_GROUPS", 4); kind++ {
		if kind%4 == 1 {
			continue // the same card as kind 0
		}
		for _, ch := range captured() {
			list := honestCaptures(t, s, uint64(kind), n, ch)
			for i, a := range list {
				for j, b := range list[:i] {
					c := compareExhibits(t, a, b)
					pairs[ch]++
					if odds := logOdds(c); odds > highest && odds != 0 {
						highest = odds
						t.Logf("%s %d: %d and %d: %s, log odds %.2f %v", ch, kind, i, j, c.Relation, odds, measures(c))
					}
					if c.Relation.Links() {
						linked[ch]++
						t.Errorf("%s %d: %d and %d: %s %v", ch, kind, i, j, c.Relation, measures(c))
					}
				}
			}
			t.Logf("%s: %d of %d honest pairs linked, highest log odds so far %.2f", ch, linked[ch], pairs[ch], highest)
		}
	}
}

// honestCaptures draws n captures of the layout of kind.
func honestCaptures(t *testing.T, s *samples.Studio, kind uint64, n int, ch samples.Channel) []*forensics.Exhibit {
	chains, list := samples.Chains(), make([]*forensics.Exhibit, n)
	for i := range list {
		file, err := s.HonestCapture(kind, uint64(i), ch, chains[(i+int(kind))%len(chains)])
		if err != nil {
			t.Fatal(err)
		}
		list[i] = exhibit(t, file)
	}
	return list
}

func logOdds(c models.Comparison) float64 {
	for _, m := range c.Measures {
		if m.Name == "capture_log_odds" {
			return m.Value
		}
	}
	return 0
}

// TestMeasureRenders compares digital originals of one issuer, which share every pixel that does not differ: no link.
func TestMeasureRenders(t *testing.T) {
	measuring(t)
	s, n, from := studio(t), number("LOUPE_COMPARE_PAIRS", 10), number("LOUPE_COMPARE_SEED", 50000)
	linked := 0
	for i := from; i < from+n; i++ {
		chain := samples.Chains()[i%len(samples.Chains())]
		p, err := s.HonestPair(uint64(i), samples.ChannelRender, chain)
		if err != nil {
			t.Fatal(err)
		}
		if c := compared(t, p.A, p.B); c.Relation != models.RelationSameLayout {
			t.Logf("%d [%s]: %s %v", i, chain.Name, c.Relation, measures(c))
			if c.Relation.Links() {
				linked++
			}
		}
	}
	t.Logf("%d of %d pairs of renders linked", linked, n)
}

// TestFarmOfTheStudio is one pair of each channel, with everything that the answer must hold.
func TestFarmOfTheStudio(t *testing.T) {
	s := studio(t)
	for i, ch := range captured() {
		p, err := s.FarmPair(uint64(60004+i), ch, samples.Chain{Name: "warp 0.8 q88", Warp: 0.03, Scale: 0.8, Quality: 88})
		if err != nil {
			t.Fatal(err)
		}
		c := compared(t, p.A, p.B)
		checkShape(t, c)
		checkArtifacts(t, c)
		if c.Relation != models.RelationSameCapture || c.FalseAlarmRate == nil {
			t.Errorf("%s: %s, false alarm rate %v, want same_capture with one", ch, c.Relation, c.FalseAlarmRate)
		}
		portrait := p.Changed[0]
		if v := bestFit(c.Changed, portrait); v < 0.6 {
			t.Errorf("%s: portrait %v found with IoU %.2f in %v", ch, portrait, v, c.Changed)
		}
	}
}

func bestFit(regions []models.Region, want models.Region) float64 {
	best := 0.0
	for _, r := range regions {
		best = max(best, iou(r, image.Rect(want.X, want.Y, want.X+want.W, want.Y+want.H)))
	}
	return best
}
