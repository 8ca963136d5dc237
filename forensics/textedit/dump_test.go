package textedit_test

import (
	"bytes"
	"encoding/gob"
	"os"
	"strings"
	"testing"
)

func TestDumpBase(t *testing.T) {
	for _, f := range strings.Fields(os.Getenv("TEGOB")) {
		var pages []page
		data, err := os.ReadFile(f)
		if err != nil {
			t.Skip()
		}
		gob.NewDecoder(bytes.NewReader(data)).Decode(&pages)
		for _, p := range pages {
			if p.Edit != "base" || p.Chain == 95 {
				continue
			}
			for _, w := range p.Words {
				if w.Noise > 1.7 || w.Past > 2.7 {
					t.Logf("%d %d %v of %d z %.1f past %.1f noise %.1f values %.2f looks %.1f", p.Seed, p.Chain, w.Box, len(p.Words), w.Z, w.Past, w.Noise, w.Values, w.Looks)
				}
			}
		}
	}
}
