package fields_test

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"
	"testing"

	"loupe/models"
	"loupe/ocr/fields"
)

// sheetOf is white paper, 1240 x 1754: A4 at 150 dpi.
func sheetOf() *image.Gray {
	g := image.NewGray(image.Rect(0, 0, 1240, 1754))
	draw.Draw(g, g.Rect, image.NewUniform(color.Gray{Y: 240}), image.Point{}, draw.Src)
	return g
}

func dot(g *image.Gray, x, y, r float64, ink uint8) {
	for yy := int(y - r); yy <= int(y+r); yy++ {
		for xx := int(x - r); xx <= int(x+r); xx++ {
			if math.Hypot(float64(xx)-x, float64(yy)-y) <= r && image.Pt(xx, yy).In(g.Rect) {
				g.SetGray(xx, yy, color.Gray{Y: ink})
			}
		}
	}
}

// sign draws a curved line of loops.
func sign(g *image.Gray, x, y, w, h float64) image.Rectangle {
	for i := range 2000 {
		t := float64(i) / 2000
		dot(g, x+w*t+0.1*h*math.Sin(40*t), y-h/2*(1+math.Cos(30*t)*math.Sin(9*t+1)), 2, 40)
	}
	return image.Rect(int(x), int(y-h), int(x+w), int(y))
}

func rule(g *image.Gray, x, y, w int) {
	draw.Draw(g, image.Rect(x, y, x+w, y+2), image.NewUniform(color.Gray{Y: 80}), image.Point{}, draw.Src)
}

// stamp draws a ring with a star in it.
func stamp(g *image.Gray, x, y, r float64, ink uint8) image.Rectangle {
	for i := range 720 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 720)
		dot(g, x+r*cos, y+r*sin, 3, ink)
		dot(g, x+0.7*r*cos, y+0.7*r*sin, 3, ink)
		if i%90 < 45 {
			dot(g, x+0.85*r*cos, y+0.85*r*sin, 5, ink)
		}
		dot(g, x+0.5*r*math.Cos(5*float64(i)/720*2*math.Pi)*cos, y+0.5*r*math.Cos(5*float64(i)/720*2*math.Pi)*sin, 2, ink)
	}
	return image.Rect(int(x-r), int(y-r), int(x+r), int(y+r))
}

func count(marks []models.Region, label string, in image.Rectangle) (inside, all int) {
	for _, m := range marks {
		if m.Label != label {
			continue
		}
		all++
		if image.Pt(m.X+m.W/2, m.Y+m.H/2).In(in) {
			inside++
		}
	}
	return inside, all
}

func TestMarks(t *testing.T) {
	g := sheetOf()
	first, second := sign(g, 200, 1440, 260, 60), sign(g, 760, 1440, 230, 50)
	rule(g, 180, 1450, 300)
	rule(g, 740, 1450, 300)
	seal := stamp(g, 620, 1420, 90, 150)
	got := fields.Marks(g, models.Text{})
	if in, all := count(got, fields.MarkSeal, seal); in != 1 || all != 1 {
		t.Errorf("seals: %+v", got)
	}
	for _, s := range []image.Rectangle{first, second} {
		if in, all := count(got, fields.MarkSignature, s); in != 1 || all != 2 {
			t.Errorf("signatures at %v: %+v", s, got)
		}
	}
	for _, m := range got {
		if !(m.Score > 0 && m.Score <= 1) || m.W < 1 || m.H < 1 || !image.Rect(m.X, m.Y, m.X+m.W, m.Y+m.H).In(g.Rect) {
			t.Errorf("%+v", m)
		}
	}
}

// A seat's line under the strokes stands in for a rule.
func TestMarksAtASeat(t *testing.T) {
	g := sheetOf()
	at := sign(g, 200, 1440, 260, 60)
	seat := models.Word{Text: "Rector", Box: [4]int{270, 1455, 90, 24}, Confidence: 95}
	if in, _ := count(fields.Marks(g, models.Text{Words: []models.Word{seat}}), fields.MarkSignature, at); in != 1 {
		t.Error("the signature over a seat is not seen")
	}
	if got := fields.Marks(g, models.Text{}); len(got) != 0 {
		t.Errorf("strokes without a rule or a seat are %+v", got)
	}
}

// What is no mark: words, frames, rules, squares, blank and black paper, noise, tiny pictures.
func TestMarksOfNothing(t *testing.T) {
	text, words := sheetOf(), models.Text{}
	for y := 1300; y < 1600; y += 40 {
		rule(text, 100, y+30, 400)
		for x := 100; x < 1100; x += 120 {
			box := image.Rect(x, y, x+100, y+24)
			for k := range 6 {
				draw.Draw(text, image.Rect(x+16*k, y, x+16*k+10, y+24), image.Black, image.Point{}, draw.Src)
			}
			words.Words = append(words.Words, models.Word{Text: "printed", Box: [4]int{box.Min.X, box.Min.Y, box.Dx(), box.Dy()}, Confidence: 92})
		}
	}
	square := sheetOf()
	draw.Draw(square, image.Rect(500, 1200, 680, 1380), image.NewUniform(color.Gray{Y: 60}), image.Point{}, draw.Src)
	frame := sheetOf()
	for i := range 4 {
		rule(frame, 40, 40+i, 1160)
		rule(frame, 40, 1700+i, 1160)
	}
	noise := sheetOf()
	r := rand.New(rand.NewPCG(1, 1))
	for i := range noise.Pix {
		noise.Pix[i] = uint8(r.Uint32())
	}
	for name, c := range map[string]struct {
		g    *image.Gray
		text models.Text
	}{
		"words": {text, words}, "a square": {square, models.Text{}}, "a frame": {frame, models.Text{}}, "blank": {sheetOf(), models.Text{}}, "noise": {noise, models.Text{}},
		"black": {image.NewGray(image.Rect(0, 0, 800, 800)), models.Text{}}, "one pixel": {image.NewGray(image.Rect(0, 0, 1, 1)), models.Text{}}, "empty": {image.NewGray(image.Rectangle{}), models.Text{}},
		"a row": {image.NewGray(image.Rect(0, 0, 5000, 1)), models.Text{}},
	} {
		if got := fields.Marks(c.g, c.text); len(got) != 0 || got == nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func BenchmarkMarksA4At300DPI(b *testing.B) {
	g := image.NewGray(image.Rect(0, 0, 2480, 3508))
	draw.Draw(g, g.Rect, image.NewUniform(color.Gray{Y: 240}), image.Point{}, draw.Src)
	sign(g, 400, 2880, 520, 120)
	rule(g, 360, 2900, 600)
	stamp(g, 1240, 2840, 180, 150)
	for b.Loop() {
		fields.Marks(g, models.Text{})
	}
}
