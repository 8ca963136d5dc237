package console_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"

	"github.com/chromedp/chromedp"

	"loupe/api/apitest"
	"loupe/models"
)

const storedW, storedH = 640, 400

// marker is where the stored picture is magenta: off every axis of symmetry.
func marker() image.Rectangle { return image.Rect(90, 40, 210, 100) }

// marked holds one submission whose only finding marks the marker, for one EXIF orientation.
func marked(orientation int) *apitest.Service {
	s := apitest.New()
	stored := apitest.Card(storedW, storedH, 0)
	apitest.Fill(stored, marker(), color.NRGBA{R: 255, B: 255, A: 255})
	s.Files["preview"] = apitest.File{MediaType: "image/png", Data: apitest.PNG(apitest.Show(stored, orientation))}
	m := marker()
	s.Add(models.Submission{ID: "sub-1", Account: "a"}, models.Report{
		Verdict:   models.VerdictReview,
		File:      models.FileInfo{Width: storedW, Height: storedH, Orientation: orientation},
		Artifacts: []models.Artifact{{Name: "preview", MediaType: "image/png", ID: "preview"}},
		Findings: []models.Finding{{Check: "ela", Outcome: models.OutcomeSuspect, ReasonCode: models.ReasonCompressionELA,
			Regions: []models.Region{{X: m.Min.X, Y: m.Min.Y, W: m.Dx(), H: m.Dy(), Label: "marker"}}}},
	})
	return s
}

// regionsLieOnWhatTheyMark: every region lies within two pixels of what it marks, in every orientation, whole and
// zoomed. The marker's true place is read off the screen.
func regionsLieOnWhatTheyMark(b *tab) {
	for o := 1; o <= 8; o++ {
		b.serve(marked(o))
		b.visit("/console/submissions/sub-1")
		b.do(chromedp.EmulateViewport(1280, 1100))
		for _, step := range []string{"", "1", "+"} {
			if step != "" {
				b.press(step)
			}
			box := eval[[]float64](b, `(() => { const r = document.querySelector('[data-layer="regions-1"] .line').getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; })()`)
			b.press("o")
			seen := b.magenta()
			b.press("o")
			for i, want := range []int{seen.Min.X, seen.Min.Y, seen.Max.X, seen.Max.Y} {
				if math.Abs(box[i]-float64(want)) > 2 {
					b.t.Errorf("orientation %d, after %q: the region is drawn at %.1f, the marker is at %v", o, step, box, seen)
					break
				}
			}
		}
	}
	b.clean()
}

// magenta returns the bounds of the pixels on the screen that are nearer to magenta than to the card.
func (b *tab) magenta() image.Rectangle {
	b.t.Helper()
	shot, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		b.t.Fatal(err)
	}
	var found image.Rectangle
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			if r, g, bl, _ := m.At(x, y).RGBA(); r > 0xb000 && g < 0x6000 && bl > 0xb000 {
				found = found.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	if found.Empty() {
		b.t.Fatal("the marker is not on the screen")
	}
	return found
}
