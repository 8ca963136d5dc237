package borndigital_test

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"

	"loupe/forensics"
	"loupe/forensics/borndigital"
	"loupe/models"
)

func picture(tone uint8, noise float64, flat image.Rectangle) image.Image {
	img := image.NewGray(image.Rect(0, 0, 320, 320))
	r := rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		img.Pix[i] = uint8(min(max(float64(tone)+float64(i%320)/8+noise*r.NormFloat64(), 0), 255))
	}
	draw.Draw(img, flat, image.NewUniform(color.Gray{Y: tone}), image.Point{}, draw.Src)
	return img
}

func encoded(t *testing.T, img image.Image, quality int) []byte {
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
	return b.Bytes()
}

func TestOutcomes(t *testing.T) {
	whole := image.Rect(0, 0, 320, 320)
	tests := []struct {
		name    string
		img     image.Image
		quality int
		want    models.Outcome
	}{
		{"drawn", picture(120, 0, whole), 0, models.OutcomeSuspect},
		{"drawn, saved as JPEG", picture(120, 0, whole), 90, models.OutcomeSuspect},
		{"drawn, strongly compressed", picture(120, 0, whole), 60, models.OutcomeInconclusive},
		{"taken", picture(120, 2, image.Rectangle{}), 0, models.OutcomeClear},
		{"taken, saved as JPEG", picture(120, 2, image.Rectangle{}), 85, models.OutcomeClear},
		{"white", picture(255, 0, whole), 0, models.OutcomeInconclusive},
		{"a plain stamp on a photograph", picture(120, 2, image.Rect(0, 0, 56, 40)), 0, models.OutcomeInconclusive},
		{"half drawn", picture(120, 2, image.Rect(0, 0, 320, 160)), 0, models.OutcomeSuspect},
	}
	opener, err := forensics.NewOpener(forensics.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer opener.Close()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file, refusal := opener.Open(t.Context(), models.Original{Data: encoded(t, tt.img, tt.quality)}, models.KindProfilePhoto)
			if refusal != nil {
				t.Fatal(refusal)
			}
			defer file.Close()
			x, refusal := file.Page(t.Context(), 0)
			if refusal != nil {
				t.Fatal(refusal)
			}
			f, err := borndigital.New().Run(t.Context(), x)
			if err != nil {
				t.Fatal(err)
			}
			if f.Outcome != tt.want {
				t.Errorf("got %s: %s %+v", f.Outcome, f.Message, f.Measures)
			}
		})
	}
}
