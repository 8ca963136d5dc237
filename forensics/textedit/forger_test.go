package textedit_test

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/disintegration/imaging"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"loupe/forensics/textedit"
	"loupe/models"
)

// outsiders are edits that the generator of samples does not make: what somebody writes in twenty lines of a script.
func outsiders() map[string]func(f *outsider, w models.Word) models.Word {
	return map[string]func(f *outsider, w models.Word) models.Word{
		"flat":    func(f *outsider, w models.Word) models.Word { return f.write(w, 0.98+0.1*f.r.Float64(), f.r.IntN(5)-2) },
		"lowered": func(f *outsider, w models.Word) models.Word { return f.shift(w, image.Pt(0, 2-4*f.r.IntN(2))) },
		"grown":   func(f *outsider, w models.Word) models.Word { return f.grow(w, 1.07) },
		"copied":  func(f *outsider, w models.Word) models.Word { return f.copy(w) },
	}
}

// outsider edits a picture with what a script has at hand.
type outsider struct {
	*image.RGBA
	words []models.Word
	r     *rand.Rand
	face  *opentype.Font
}

func rect(w models.Word) image.Rectangle {
	return image.Rect(w.Box[0], w.Box[1], w.Box[0]+w.Box[2], w.Box[1]+w.Box[3])
}

// rim is the mean colour around a box, and dark that of its darkest pixels.
func (f *outsider) rim(b image.Rectangle) (paper, ink color.RGBA) {
	var sum, n [3]int
	least := 1 << 20
	for y := b.Min.Y - 3; y < b.Max.Y+3; y++ {
		for x := b.Min.X - 3; x < b.Max.X+3; x++ {
			c := f.RGBAAt(x, y)
			if v := int(c.R) + int(c.G) + int(c.B); v < least && image.Pt(x, y).In(b) {
				least, ink = v, c
			}
			if !image.Pt(x, y).In(b.Inset(-2)) {
				for k, v := range [3]uint8{c.R, c.G, c.B} {
					sum[k], n[k] = sum[k]+int(v), n[k]+1
				}
			}
		}
	}
	return color.RGBA{uint8(sum[0] / n[0]), uint8(sum[1] / n[1]), uint8(sum[2] / n[2]), 255}, ink
}

func (f *outsider) fill(b image.Rectangle, c color.RGBA) {
	draw.Draw(f, b, image.NewUniform(c), image.Point{}, draw.Src)
}

// write paints the word's box in one colour and sets other letters on it.
func (f *outsider) write(w models.Word, size float64, down int) models.Word {
	b := rect(w)
	paper, ink := f.rim(b)
	f.fill(b.Inset(-2), paper)
	face, err := opentype.NewFace(f.face, &opentype.FaceOptions{Size: size * float64(b.Dy()) / 0.74, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return w
	}
	text := []rune(w.Text)
	for i, c := range text {
		switch {
		case c >= '0' && c <= '9':
			text[i] = '0' + rune(f.r.IntN(10))
		case c >= 'A' && c <= 'Z':
			text[i] = 'A' + rune(f.r.IntN(26))
		}
	}
	d := font.Drawer{Dst: f, Src: image.NewUniform(ink), Face: face, Dot: fixed.P(b.Min.X, b.Max.Y+down)}
	d.DrawString(string(text))
	end := d.Dot.X.Ceil()
	w.Text, w.Box = string(text), [4]int{b.Min.X, b.Max.Y + down - int(float64(b.Dy())*size), end - b.Min.X, int(float64(b.Dy()) * size)}
	return w
}

func (f *outsider) cut(b image.Rectangle) *image.NRGBA { return imaging.Crop(f.RGBA, b) }

// shift moves the word's own pixels.
func (f *outsider) shift(w models.Word, by image.Point) models.Word {
	b := rect(w)
	piece := f.cut(b.Inset(-2))
	paper, _ := f.rim(b)
	f.fill(b.Inset(-2), paper)
	draw.Draw(f, b.Inset(-2).Add(by), piece, image.Point{}, draw.Src)
	w.Box[0], w.Box[1] = w.Box[0]+by.X, w.Box[1]+by.Y
	return w
}

func (f *outsider) grow(w models.Word, by float64) models.Word {
	b := rect(w)
	piece := imaging.Resize(f.cut(b), int(float64(b.Dx())*by+0.5), 0, imaging.CatmullRom)
	to := image.Rectangle{Min: image.Pt(b.Min.X, b.Max.Y-piece.Rect.Dy()), Max: image.Pt(b.Min.X+piece.Rect.Dx(), b.Max.Y)}
	draw.Draw(f, to, piece, image.Point{}, draw.Src)
	w.Box = [4]int{to.Min.X, to.Min.Y, to.Dx(), to.Dy()}
	return w
}

// copy lays another word of about the same height over this one.
func (f *outsider) copy(w models.Word) models.Word {
	b := rect(w)
	for _, i := range f.r.Perm(len(f.words)) {
		o := f.words[i]
		if o.Text != w.Text && min(o.Box[3], w.Box[3])*10 > max(o.Box[3], w.Box[3])*8 && o.Confidence > 80 {
			piece := f.cut(rect(o).Inset(-2))
			draw.Draw(f, piece.Rect.Add(b.Min.Sub(image.Pt(2, 2))), piece, image.Point{}, draw.Src)
			w.Text, w.Box = o.Text, [4]int{b.Min.X, b.Min.Y, o.Box[2], o.Box[3]}
			return w
		}
	}
	return w
}

// TestMeasureOutsiders makes these edits on the untouched lossless documents of LOUPE_TEXTEDIT_SET, one word each, and
// saves them again. The words are those read before, with the box of what was written in its place.
func TestMeasureOutsiders(t *testing.T) {
	dir := os.Getenv("LOUPE_TEXTEDIT_SET")
	if dir == "" || os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("SKIPPED: a measurement; set LOUPE_MEASURE=1 and LOUPE_TEXTEDIT_SET")
	}
	data, err := os.ReadFile("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
	if err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	face, err := opentype.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*-none.png"))
	if err != nil {
		t.Fatal(err)
	}
	reader := newReader(t)
	edited, untouched, tops := map[string][]scores{}, map[string][]scores{}, map[string][]scores{}
	for n, path := range files {
		img := load(t, path)
		x := saved(t, img, models.KindIdentityDocument, 0)
		x.SetReader(t.Context(), reader)
		reading, err := x.Reading()
		if err != nil || reading.Text == nil {
			continue
		}
		for name := range outsiders() {
			f := &outsider{image.NewRGBA(img.Rect), reading.Text.Words, rand.New(rand.NewPCG(uint64(n), uint64(len(name)))), face}
			copy(f.Pix, img.Pix)
			f.measure(t, name, edited, untouched, tops)
		}
	}
	for _, chain := range []string{"q75", "0.7 q80"} {
		t.Logf("%s untouched: %d words; documents %d, flagged %v", chain, len(untouched[chain]), len(tops[chain]), flagged(tops[chain]))
		for name := range outsiders() {
			line := fmt.Sprintf("%s %-8s", chain, name)
			for k, kind := range kindNames() {
				line += fmt.Sprintf("  %s %.2f", kind, auc(edited[chain+name], untouched[chain], k))
			}
			t.Logf("%s (%d words); documents flagged %v", line, len(edited[chain+name]), flagged(tops[chain+name]))
		}
	}
}

func flagged(list []scores) (out []string) {
	for k := range textedit.Kinds {
		out = append(out, fmt.Sprintf("%s %.2f", kindNames()[k], above(list, int(k))))
	}
	return out
}

func (f *outsider) measure(t *testing.T, name string, edited, untouched, tops map[string][]scores) {
	var able []int
	for i, w := range f.words {
		if w.Confidence > 80 && len(w.Text) >= 3 && w.Box[3] >= 16 && w.Box[2] > w.Box[3]*3/2 && w.Box[2] < 12*w.Box[3] {
			able = append(able, i)
		}
	}
	if len(able) == 0 {
		return
	}
	at := able[f.r.IntN(len(able))]
	before := append([]models.Word(nil), f.words...)
	original := image.NewRGBA(f.Rect)
	copy(original.Pix, f.Pix)
	words := append([]models.Word(nil), f.words...)
	words[at] = outsiders()[name](f, words[at])
	for chain, to := range map[string]struct {
		scale   float64
		quality int
	}{"q75": {1, 75}, "0.7 q80": {0.7, 80}} {
		edit, all := f.compared(t, f.RGBA, words, at, to.scale, to.quality)
		if edit != nil {
			edited[chain+name] = append(edited[chain+name], *edit)
		}
		tops[chain+name] = append(tops[chain+name], topOf(all))
		if name == "flat" {
			_, all = f.compared(t, original, before, -1, to.scale, to.quality)
			untouched[chain] = append(untouched[chain], all...)
			tops[chain] = append(tops[chain], topOf(all))
		}
	}
}

func topOf(all []scores) scores {
	top := lowest()
	for _, s := range all {
		top.most(s, len(all))
	}
	return top
}

// compared saves a picture and compares its words; edit is the scores of word at.
func (f *outsider) compared(t *testing.T, img *image.RGBA, words []models.Word, at int, scale float64, quality int) (edit *scores, all []scores) {
	resized := image.NewRGBA(image.Rect(0, 0, int(float64(img.Rect.Dx())*scale+0.5), int(float64(img.Rect.Dy())*scale+0.5)))
	draw.Draw(resized, resized.Rect, imaging.Resize(img, resized.Rect.Dx(), resized.Rect.Dy(), imaging.CatmullRom), image.Point{}, draw.Src)
	scaled := append([]models.Word(nil), words...)
	for i := range scaled {
		for k := range scaled[i].Box {
			scaled[i].Box[k] = int(float64(scaled[i].Box[k])*scale + 0.5)
		}
	}
	x := saved(t, resized, models.KindIdentityDocument, quality)
	x.SetReader(t.Context(), told{scaled})
	text := &models.Text{Words: scaled}
	list, err := textedit.Compare(t.Context(), x, text)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range list {
		s := scoresOf(w)
		all = append(all, s)
		if at >= 0 && w.Box == rect(scaled[at]) {
			edit = &s
		}
	}
	return edit, all
}
