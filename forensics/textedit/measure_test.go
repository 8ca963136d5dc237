package textedit_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"sort"
	"testing"

	"loupe/forensics"
	"loupe/forensics/textedit"
	"loupe/models"
	"loupe/samples"
)

// chains are the last saves: IJG qualities, 0 is PNG.
func chains() []int { return []int{0, 95, 90, 75} }

// page is one picture of the corpus after one last save.
type page struct {
	Seed  uint64
	Edit  string
	Chain int
	Words []textedit.Compared
	In    []float64 // share of each word's box that is edited
}

// TestMeasure compares the words of the corpus (TestBuildCorpus) after each last save and reports how well edited words
// are told from the words of untouched documents, and edited documents from untouched ones.
func TestMeasure(t *testing.T) {
	dir := os.Getenv("LOUPE_TEXTEDIT_CORPUS")
	if dir == "" || os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("SKIPPED: a measurement; set LOUPE_MEASURE=1 and LOUPE_TEXTEDIT_CORPUS, see TestBuildCorpus")
	}
	kept := filepath.Join(dir, "compared.gob")
	var pages []page
	if data, err := os.ReadFile(kept); err == nil {
		if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&pages); err != nil {
			t.Fatal(err)
		}
	} else {
		pages = comparePages(t, dir)
		var b bytes.Buffer
		if err := gob.NewEncoder(&b).Encode(pages); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(kept, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	label(t, dir, pages)
	report(t, pages)
}

func comparePages(t *testing.T, dir string) (pages []page) {
	list, err := filepath.Glob(filepath.Join(dir, "*", "sitting.json"))
	if err != nil || len(list) == 0 {
		t.Fatalf("no corpus in %s: %v", dir, err)
	}
	for _, path := range list {
		var s sitting
		data, err := os.ReadFile(path)
		if err == nil {
			err = json.Unmarshal(data, &s)
		}
		if err != nil {
			t.Fatal(err)
		}
		for edit := range s.Words {
			img := load(t, filepath.Join(filepath.Dir(path), edit+".png"))
			for _, q := range chains() {
				pages = append(pages, comparePage(t, s, edit, img, q))
			}
		}
	}
	sort.Slice(pages, func(i, j int) bool {
		a, b := pages[i], pages[j]
		return a.Seed < b.Seed || a.Seed == b.Seed && (a.Edit < b.Edit || a.Edit == b.Edit && a.Chain < b.Chain)
	})
	return pages
}

func load(t *testing.T, path string) *image.RGBA {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewRGBA(img.Bounds())
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	return out
}

func comparePage(t *testing.T, s sitting, edit string, img *image.RGBA, quality int) page {
	x := saved(t, img, s.Kind, quality)
	x.SetReader(t.Context(), told{s.Words[edit]})
	words, err := textedit.Compare(t.Context(), x, &models.Text{Words: s.Words[edit]})
	if err != nil {
		t.Fatal(err)
	}
	return page{Seed: s.Seed, Edit: edit, Chain: quality, Words: words}
}

// label sets how much of each word's box an edit changed, by the pixels: the box around a tilted field reaches over its
// neighbours.
func label(t *testing.T, dir string, pages []page) {
	var base, img *image.RGBA
	for i := range pages {
		p := &pages[i]
		folder := filepath.Join(dir, fmt.Sprint(p.Seed))
		if i == 0 || pages[i-1].Seed != p.Seed {
			base = load(t, filepath.Join(folder, "base.png"))
		}
		if i == 0 || pages[i-1].Seed != p.Seed || pages[i-1].Edit != p.Edit {
			img = load(t, filepath.Join(folder, p.Edit+".png"))
		}
		p.In = p.In[:0]
		for _, w := range p.Words {
			p.In = append(p.In, changed(base, img, w.Box))
		}
	}
}

func changed(a, b *image.RGBA, box image.Rectangle) float64 {
	n := 0
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if a.RGBAAt(x, y) != b.RGBAAt(x, y) {
				n++
			}
		}
	}
	return float64(n) / float64(box.Dx()*box.Dy())
}

func saved(t testing.TB, img *image.RGBA, kind models.Kind, quality int) *forensics.Exhibit {
	var b bytes.Buffer
	if quality == 0 {
		encoder := png.Encoder{CompressionLevel: png.NoCompression}
		if err := encoder.Encode(&b, img); err != nil {
			t.Fatal(err)
		}
	} else {
		data, err := samples.EncodeJPEG(img, quality, nil)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(data)
	}
	x, refusal := forensics.Open(b.Bytes(), kind, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	return x
}

func report(t *testing.T, pages []page) {
	for _, q := range chains() {
		boxes, tops := map[string][]scores{}, map[string][]scores{}
		for _, p := range pages {
			if p.Chain != q {
				continue
			}
			top := lowest()
			for i, w := range p.Words {
				s := scoresOf(w)
				top.most(s, len(p.Words))
				if (p.Edit == "base") == (p.In[i] == 0) && (p.Edit == "base" || p.In[i] > 0.5) {
					boxes[p.Edit] = append(boxes[p.Edit], s)
				}
			}
			tops[p.Edit] = append(tops[p.Edit], top)
		}
		for _, edit := range []string{"retype", "matched", "copy"} {
			line := fmt.Sprintf("last save %2d %-8s", q, edit)
			for k, name := range kindNames() {
				line += fmt.Sprintf("  %s: box %.2f doc %.2f found %.2f", name, auc(boxes[edit], boxes["base"], k), auc(tops[edit], tops["base"], k), above(tops[edit], k))
			}
			t.Logf("%s (%d words, %d documents)", line, len(boxes[edit]), len(tops[edit]))
		}
		line := fmt.Sprintf("last save %2d untouched: %d words, %d documents, flagged", q, len(boxes["base"]), len(tops["base"]))
		for k, name := range kindNames() {
			line += fmt.Sprintf(" %s %.3f (highest %.1f, %.1f, %.1f)", name, above(tops["base"], k), highest(tops["base"], k, 0), highest(tops["base"], k, 1), highest(tops["base"], k, 2))
		}
		t.Log(line)
	}
}

func above(list []scores, k int) float64 {
	n, limits := 0, textedit.Limits()
	for _, v := range list {
		if k < len(limits) && v[k] >= limits[k] {
			n++
		}
	}
	return float64(n) / float64(max(len(list), 1))
}

func highest(list []scores, k, rank int) float64 {
	var v []float64
	for _, s := range list {
		v = append(v, s[k])
	}
	sort.Float64s(v)
	if rank >= len(v) {
		return math.NaN()
	}
	return v[len(v)-1-rank]
}

// auc is the chance that an edited one scores above an untouched one.
func auc(edited, untouched []scores, k int) float64 {
	sum := 0.0
	for _, a := range edited {
		for _, b := range untouched {
			switch {
			case a[k] > b[k]:
				sum++
			case a[k] == b[k]:
				sum += 0.5
			}
		}
	}
	return sum / float64(max(len(edited)*len(untouched), 1))
}
