package compare_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"loupe/models"
	"loupe/samples"
)

// cached keeps drawn files between runs when LOUPE_PAIRS_CACHE names a directory: drawing costs more than comparing.
func cached(t testing.TB, name string, make func() ([]byte, error)) []byte {
	t.Helper()
	dir := os.Getenv("LOUPE_PAIRS_CACHE")
	path := filepath.Join(dir, name)
	if data, err := os.ReadFile(path); dir != "" && err == nil {
		return data
	}
	data, err := make()
	if err != nil {
		t.Fatal(err)
	}
	if dir != "" {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return data
}

func studio(t testing.TB) *samples.Studio {
	t.Helper()
	s, err := samples.NewStudio(samples.Options{})
	if err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	return s
}

// TestDump writes what is measured on farm and honest pairs of the studio as a table, for choosing thresholds.
func TestDump(t *testing.T) {
	path := os.Getenv("DUMP")
	if path == "" {
		t.Skip()
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := bufio.NewWriter(f)
	defer out.Flush()
	s := studio(t)
	from, n := number("LOUPE_COMPARE_SEED", 100), number("LOUPE_COMPARE_PAIRS", 4)
	names := []string{}
	write := func(kind string, ch samples.Channel, chain string, seed int, c models.Comparison) {
		if len(names) == 0 {
			for _, m := range c.Measures {
				names = append(names, m.Name)
			}
			fmt.Fprint(out, "kind channel chain seed relation changed")
			for _, n := range names {
				fmt.Fprint(out, " ", n)
			}
			fmt.Fprintln(out)
		}
		fmt.Fprintf(out, "%s %s %q %d %s %d", kind, ch, chain, seed, c.Relation, len(c.Changed))
		for _, n := range names {
			v := 0.0
			if i := slices.IndexFunc(c.Measures, func(m models.Measure) bool { return m.Name == n }); i >= 0 {
				v = c.Measures[i].Value
			}
			fmt.Fprintf(out, " %.5g", v)
		}
		fmt.Fprintln(out)
		out.Flush()
	}
	chains := samples.Chains()
	for i := from; i < from+n; i++ {
		for _, ch := range []samples.Channel{samples.ChannelPhoto, samples.ChannelScan} {
			for k := range 2 {
				chain := chains[(i+5*k)%len(chains)]
				var p samples.Pair
				a := cached(t, fmt.Sprintf("farm_%s_%d_%s_a", ch, i, chain.Name), func() ([]byte, error) {
					var err error
					p, err = s.FarmPair(uint64(i), ch, chain)
					return p.A, err
				})
				b := cached(t, fmt.Sprintf("farm_%s_%d_%s_b", ch, i, chain.Name), func() ([]byte, error) { return p.B, nil })
				write("farm", ch, chain.Name, i, compared(t, a, b))
				p = samples.Pair{}
				a = cached(t, fmt.Sprintf("honest_%s_%d_%s_a", ch, i, chain.Name), func() ([]byte, error) {
					var err error
					p, err = s.HonestPair(uint64(i), ch, chain)
					return p.A, err
				})
				b = cached(t, fmt.Sprintf("honest_%s_%d_%s_b", ch, i, chain.Name), func() ([]byte, error) { return p.B, nil })
				write("honest", ch, chain.Name, i, compared(t, a, b))
			}
		}
	}
}

// TestDumpWorld does the same for the drawn world of world_test.go.
func TestDumpWorld(t *testing.T) {
	path := os.Getenv("DUMPW")
	if path == "" {
		t.Skip()
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	from, n := number("LOUPE_COMPARE_SEED", 100), number("LOUPE_COMPARE_PAIRS", 4)
	for i := from; i < from+n; i++ {
		for _, ch := range []channel{photo, flat} {
			s := saves()[i%len(saves())]
			a, b := farm(t, uint64(i), ch, s)
			fmt.Fprintf(f, "farm %s %q %d %v\n", ch, s.name, i, measures(compared(t, a, b)))
			a, b = honest(t, uint64(i), ch, s)
			fmt.Fprintf(f, "honest %s %q %d %v\n", ch, s.name, i, measures(compared(t, a, b)))
		}
	}
}
