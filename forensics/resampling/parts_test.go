package resampling_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/disintegration/imaging"

	"loupe/forensics"
	"loupe/forensics/resampling"
	"loupe/models"
	"loupe/samples"
)

// TestMeasureParts draws documents of the Studio and lays over each a part of another capture, scaled by 0.8 to 1.3 or turned
// by 2 to 10 degrees, and counts what the check says of them and of the untouched, after each last save.
func TestMeasureParts(t *testing.T) {
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("a measurement: LOUPE_MEASURE=1")
	}
	studio, err := samples.NewStudio(samples.Options{})
	if err != nil {
		t.Fatal(err)
	}
	capture := func(seed uint64) image.Image {
		data, err := studio.HonestCapture(seed, 0, samples.ChannelPhoto, samples.Chain{Scale: 1})
		if err != nil {
			t.Fatal(err)
		}
		img, _, err := image.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		return img
	}
	const n = 6
	for seed := range uint64(n) {
		whole := capture(9100 + seed)
		r := rand.New(rand.NewPCG(seed, 9))
		edited := imaging.Clone(whole)
		part, side := changed(capture(9200+seed), r), 160+r.IntN(200)
		at := image.Pt(side/2+r.IntN(edited.Rect.Dx()-2*side), side/2+r.IntN(edited.Rect.Dy()-2*side))
		draw.Draw(edited, image.Rectangle{Min: at, Max: at.Add(image.Pt(side, side))}, imaging.CropCenter(part, side, side), image.Point{}, draw.Src)
		for _, q := range []int{0, 95, 90} {
			t.Log(seed, "last save", q, "untouched", asked(t, whole, q), "with a part of", side, asked(t, edited, q))
		}
	}
}

// changed scales or turns a picture as the forgers do.
func changed(img image.Image, r *rand.Rand) image.Image {
	if r.IntN(2) == 0 {
		return imaging.Resize(img, int(float64(img.Bounds().Dx())*(0.8+0.5*r.Float64())), 0, imaging.CatmullRom)
	}
	return imaging.Rotate(img, 2+8*r.Float64(), image.Black)
}

// asked returns the outcome and the evidence on img, saved as PNG for quality 0.
func asked(t *testing.T, img image.Image, quality int) string {
	t.Helper()
	var b bytes.Buffer
	err := png.Encode(&b, img)
	if quality > 0 {
		b.Reset()
		err = jpeg.Encode(&b, img, &jpeg.Options{Quality: quality})
	}
	if err != nil {
		t.Fatal(err)
	}
	x, refusal := forensics.Open(b.Bytes(), models.KindIdentityDocument, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	f, err := resampling.New().Run(context.Background(), x)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(f.Outcome, f.Evidence)
}
