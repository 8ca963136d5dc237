package samples

import (
	"github.com/disintegration/imaging"

	"loupe/models"
)

// poor makes honest pictures that cannot be judged: each must be sent back with the reason.
func (g *generator) poor() error {
	for _, one := range []struct {
		file, account, description string
		options                    CaptureOptions
		width, quality             int // of the saved file; width 0 keeps the camera's
		reason                     models.ReasonCode
	}{
		{"poor/blurred.jpg", "acct-301", "out of focus", CaptureOptions{Blur: 9}, 0, 92, models.ReasonQualityBlur},
		{"poor/dark.jpg", "acct-302", "five stops under-exposed", CaptureOptions{Stops: -5, Desk: DeskWood, Noise: 1.5}, 0, 92, models.ReasonQualityDark},
		{"poor/bright.jpg", "acct-303", "over-exposed until even the print is bright", CaptureOptions{Stops: 4.2, Desk: DeskPaper}, 0, 92, models.ReasonQualityBright},
		{"poor/small.jpg", "acct-304", "320 pixels wide", CaptureOptions{}, 320, 90, models.ReasonQualityLowResolution},
		{"poor/compressed.jpg", "acct-305", "JPEG of quality 8", CaptureOptions{}, 0, 8, models.ReasonQualityCompression},
		{"poor/faded.jpg", "acct-306", "hazy: a tenth of the contrast is left", CaptureOptions{Contrast: 0.1}, 0, 92, models.ReasonQualityLowContrast},
	} {
		t, err := g.photograph(g.holder(one.file), one.file, g.studio.CardFront, one.options)
		if err != nil {
			return err
		}
		retryable := true
		entry := Entry{File: one.file, Account: one.account, Kind: models.KindIdentityDocument, Side: models.SideFront, Group: GroupPoor,
			Description: "identity card, " + one.description,
			Expect:      Expect{Verdicts: []models.Verdict{models.VerdictReject}, Reasons: []models.ReasonCode{one.reason}, Retryable: &retryable, NoLinks: true}}
		if one.width > 0 {
			err = g.addScaled(entry, t, float64(one.width)/float64(t.image.Rect.Dx()), one.quality)
		} else {
			err = g.addJPEG(entry, t, one.quality)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// addScaled writes a take resized and re-saved without metadata, its truth scaled with it.
func (g *generator) addScaled(e Entry, t *take, factor float64, quality int) error {
	scaled := *t
	w, h := int(float64(t.image.Rect.Dx())*factor+0.5), int(float64(t.image.Rect.Dy())*factor+0.5)
	scaled.image = toRGBA(imaging.Resize(t.image, w, h, imaging.CatmullRom))
	data, err := EncodeJPEG(scaled.image, quality, nil)
	if err != nil {
		return err
	}
	e = scaled.describe(e)
	e.Truth.Orientation = 0
	if e.Truth.Quad != nil {
		e.Truth.Quad = scaledQuad(*e.Truth.Quad, factor)
	}
	return g.add(e, data)
}

func scaledQuad(quad [4][2]float64, factor float64) *[4][2]float64 {
	for i := range quad {
		quad[i] = [2]float64{quad[i][0] * factor, quad[i][1] * factor}
	}
	return &quad
}
