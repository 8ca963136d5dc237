package samples

import (
	"image"
	"math"

	"github.com/disintegration/imaging"

	"loupe/models"
)

// FarmAreas are the fields that a farm replaces on a card.
func FarmAreas() []string {
	return []string{"portrait", "ghost", "name", "given", "number", "birth", "sex", "issued", "expiry", "signature"}
}

// FarmVariant returns the shot's picture with another holder's fields in it, their texture and noise matched moderately:
// what a farm uploads. base is the picture that the farm holds, usually after its first save.
func (s *Studio) FarmVariant(base *image.RGBA, shot *Shot, stock uint64, h Holder, seed uint64) (*Edit, error) {
	sheet, err := s.CardFront(h, Print{DPI: shot.DPI, Stock: stock})
	if err != nil {
		return nil, err
	}
	edit := NewEdit(base, shot)
	return edit, edit.Transplant(sheet, seed, 0.75, FarmAreas()...)
}

// farm makes one captured card and four uploads made of it, each under another name on another account.
func (g *generator) farm() error {
	const source = "farm/source.jpg"
	t, err := g.photograph(g.holder(source), source, g.studio.CardFront, CaptureOptions{Desk: DeskWood})
	if err != nil {
		return err
	}
	entry := Entry{File: source, Account: "acct-401", Kind: models.KindIdentityDocument, Side: models.SideFront, Group: GroupFarm, Expect: accepted(),
		Description: "the genuine card photograph that a farm later works from: first seen, clean when it arrives"}
	if err := g.addJPEG(entry, t, 93); err != nil {
		return err
	}
	base, err := Recompress(t.image, 93)
	if err != nil {
		return err
	}
	links := []ExpectedLink{{source, models.RelationSameCapture}}
	for i, file := range []string{"farm/variant1.png", "farm/variant2_q95.jpg", "farm/variant3_q85.jpg", "farm/variant4_small.jpg"} {
		entry := Entry{File: file, Account: []string{"acct-402", "acct-403", "acct-404", "acct-405"}[i], Kind: models.KindIdentityDocument, Side: models.SideFront, Group: GroupFarm,
			Description: "the same photograph with portrait, names, number, dates and signature replaced", Expect: suspected(models.ReasonReuseSameCapture)}
		entry.Expect.Links, entry.Expect.AnyLink = append([]ExpectedLink(nil), links...), true
		if err := g.variant(entry, t, base, i); err != nil {
			return err
		}
		links = append(links, ExpectedLink{file, models.RelationSameCapture})
	}
	return nil
}

// variant writes the farm's i-th upload: lossless, JPEG 95, JPEG 85, or resized to 0.7.
func (g *generator) variant(e Entry, t *take, base *image.RGBA, i int) error {
	h := g.holder(e.File)
	edit, err := g.studio.FarmVariant(base, t.shot, subseed(t.Hand, "stock"), h, g.seedOf(e.File))
	if err != nil {
		return err
	}
	e.Claim = h.Claim()
	if i == 3 {
		e.Stretch = "resized to 0.7: much of the capture's noise is gone, registration decides"
		return g.smallVariant(e, t, edit, 0.7)
	}
	save := []func(image.Image) ([]byte, error){
		encodePNG,
		func(img image.Image) ([]byte, error) { return EncodeJPEG(img, 95, nil) },
		func(img image.Image) ([]byte, error) { return EncodeJPEG(img, 85, nil) },
	}[i]
	return g.addEdit(e, t, edit, save)
}

func (g *generator) smallVariant(e Entry, t *take, edit *Edit, factor float64) error {
	changed := *t
	changed.image = edit.Image
	for _, r := range edit.Regions {
		x, y := int(math.Floor(float64(r.X)*factor))-1, int(math.Floor(float64(r.Y)*factor))-1 // the resampling filter reaches one pixel further
		box := image.Rect(x, y, int(math.Ceil(float64(r.X+r.W)*factor))+1, int(math.Ceil(float64(r.Y+r.H)*factor))+1)
		e.Truth.Edited = append(e.Truth.Edited, Region(box, r.Label))
	}
	return g.addScaled(e, &changed, factor, 90)
}

// copies re-uploads clean pictures on other accounts.
func (g *generator) copies() error {
	if err := g.sameFiles(); err != nil {
		return err
	}
	licence := g.kept["clean/licence.jpg"]
	e := copyOf(licence.entry, "copy/licence_small.jpg", "acct-503", "the licence photograph at half size, saved at quality 70", models.RelationNearDuplicate)
	decoded, err := licence.decoded()
	if err != nil {
		return err
	}
	if err := g.addScaled(e, &take{image: decoded}, 0.5, 70); err != nil {
		return err
	}
	profile := g.kept["clean/profile1.jpg"]
	e = copyOf(profile.entry, "copy/profile1_mirrored.jpg", "acct-504", "the profile photo mirrored and re-saved", models.RelationNearDuplicate)
	if decoded, err = profile.decoded(); err != nil {
		return err
	}
	data, err := EncodeJPEG(imaging.FlipH(decoded), 90, nil)
	if err != nil {
		return err
	}
	e.Truth.Orientation = 0
	return g.add(e, data)
}

// sameFiles uploads one file byte for byte, and one with its metadata cut away: other bytes, equal pixels.
func (g *generator) sameFiles() error {
	card := g.kept["clean/id2.jpg"]
	e := copyOf(card.entry, "copy/id2_copy.jpg", "acct-501", "another account sends the very same file", models.RelationSameFile)
	if err := g.add(e, card.data); err != nil {
		return err
	}
	passport := g.kept["clean/passport1.jpg"]
	e = copyOf(passport.entry, "copy/passport1_stripped.jpg", "acct-502", "the passport photograph with its metadata removed: equal pixels", models.RelationSameFile)
	e.Truth.Orientation = 0
	segment := int(passport.data[4])<<8 | int(passport.data[5]) // length of the APP1 segment that follows SOI
	return g.add(e, append(append([]byte(nil), passport.data[:2]...), passport.data[4+segment:]...))
}

func copyOf(original Entry, file, account, description string, relation models.Relation) Entry {
	e := original
	reason := models.ReasonReuseNearDuplicate
	if relation == models.RelationSameFile {
		reason = models.ReasonReuseSameFile
	}
	e.File, e.Account, e.Description, e.Group = file, account, description, GroupCopy
	e.Expect = suspected(reason)
	e.Expect.Links = []ExpectedLink{{original.File, relation}}
	return e
}
