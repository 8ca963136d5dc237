package samples

import (
	"image"
	"time"

	"loupe/models"
)

// edited makes single documents that were changed after, or before, they were captured.
func (g *generator) edited() error {
	for _, step := range []func() error{g.retyped, g.pasted, g.falseDigit, g.photoshopped, g.diplomaRetyped} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// firstSave returns an edit of the picture as its camera's JPEG shows it.
func firstSave(t *take) (*Edit, error) {
	base, err := Recompress(t.image, 93)
	if err != nil {
		return nil, err
	}
	return NewEdit(base, t.shot), nil
}

const retypeStretch = "one retyped word of matching size and colour: review is ideal, accept is tolerated until the text and noise checks count"

func stretched(e Expect) Expect {
	e.Verdicts = append([]models.Verdict{models.VerdictAccept}, e.Verdicts...)
	return e
}

// retyped changes the surname on one photograph, and saves it as JPEG for one account.
// Another card's photograph is retyped and saved without loss.
func (g *generator) retyped() error {
	for _, one := range []struct {
		file, account, name string
		save                func(image.Image) ([]byte, error)
	}{
		{"edited/retyped_q95.jpg", "acct-201", "HOLLOWAY", func(img image.Image) ([]byte, error) { return EncodeJPEG(img, 95, nil) }},
		{"edited/retyped.png", "acct-202", "FAIRBANK", encodePNG},
	} {
		t, err := g.photograph(g.holder(one.file), one.file, g.studio.CardFront, CaptureOptions{})
		if err != nil {
			return err
		}
		edit, err := firstSave(t)
		if err != nil {
			return err
		}
		if err := g.studio.Retype(edit, t.sheet.Areas["name"], one.name, "name"); err != nil {
			return err
		}
		entry := Entry{File: one.file, Account: one.account, Kind: models.KindIdentityDocument, Side: models.SideFront, Group: GroupEdited,
			Description: "identity card whose surname was retyped in the photograph", Stretch: retypeStretch, Expect: stretched(suspected())}
		entry.Expect.NoLinks = true
		entry.Claim = t.Claim()
		entry.Claim["name"] = t.GivenNames + " " + one.name
		if err := g.addEdit(entry, t, edit, one.save); err != nil {
			return err
		}
	}
	return nil
}

// addEdit writes an edit and its truth.
func (g *generator) addEdit(e Entry, t *take, edit *Edit, save func(image.Image) ([]byte, error)) error {
	changed := *t
	changed.image = edit.Image
	data, err := save(edit.Image)
	if err != nil {
		return err
	}
	e = changed.describe(e)
	e.Truth.Edited = edit.Regions
	return g.add(e, data)
}

// pasted lays the portrait of another person, from another JPEG, over a card's.
func (g *generator) pasted() error {
	const file = "edited/portrait_q95.jpg"
	t, err := g.photograph(g.holder(file), file, g.studio.CardFront, CaptureOptions{})
	if err != nil {
		return err
	}
	edit, err := firstSave(t)
	if err != nil {
		return err
	}
	other := g.holder("other " + file)
	photo, err := Recompress(PortraitImage(other.Face, Scene{Seed: g.seedOf("other " + file), Head: 0.7}, 620, 800), 78)
	if err != nil {
		return err
	}
	edit.Paste(photo, t.sheet.Areas["portrait"], "portrait")
	entry := Entry{File: file, Account: "acct-203", Kind: models.KindIdentityDocument, Side: models.SideFront, Group: GroupEdited,
		Description: "identity card with another person's portrait pasted over the photograph", Expect: stretched(suspected()),
		Stretch: "the portrait is a region of another history: review is ideal, accept is tolerated until a check with that power counts"}
	entry.Expect.NoLinks = true
	return g.addEdit(entry, t, edit, func(img image.Image) ([]byte, error) { return EncodeJPEG(img, 95, nil) })
}

// falseDigit photographs a passport that was printed with a wrong composite check digit.
func (g *generator) falseDigit() error {
	const file = "edited/passport_digit.jpg"
	h := g.holder(file)
	sheet, err := g.studio.Passport(h, Print{FalseMRZ: true})
	if err != nil {
		return err
	}
	t, err := g.shoot(h, file, sheet, CaptureOptions{Fill: 0.9, Desk: DeskPaper, Turn: 0.006})
	if err != nil {
		return err
	}
	entry := Entry{File: file, Account: "acct-204", Kind: models.KindIdentityDocument, Side: models.SideFront, Group: GroupEdited,
		Description: "passport whose MRZ ends in a wrong composite check digit; the photograph itself is untouched", Expect: suspected(models.ReasonDataMRZCheckDigit)}
	entry.Expect.NoLinks = true
	return g.addJPEG(entry, t, 93)
}

// photoshopped leaves the camera's thumbnail beside an edited picture, and the editor's name in the file.
func (g *generator) photoshopped() error {
	const file = "edited/thumbnail.jpg"
	t, err := g.photograph(g.holder(file), file, g.studio.CardFront, CaptureOptions{})
	if err != nil {
		return err
	}
	edit, err := firstSave(t)
	if err != nil {
		return err
	}
	other := g.holder("other " + file)
	sheet, err := g.studio.CardFront(other, Print{Stock: subseed(t.Hand, "stock")})
	if err != nil {
		return err
	}
	if err := edit.Transplant(sheet, g.seedOf(file), 0.6, "portrait", "ghost", "name", "given", "number", "birth"); err != nil {
		return err
	}
	exif := t.exif
	exif.Software, exif.Modified = "Adobe Photoshop 25.0 (Windows)", exif.Original.Add(26*time.Hour)
	exif.Width, exif.Height = t.image.Rect.Dx(), t.image.Rect.Dy()
	before, err := g.photograph(other, "before "+file, g.studio.CardFront, CaptureOptions{Desk: DeskWood, Width: 1840, Height: 1380})
	if err != nil {
		return err
	}
	if exif.Thumbnail, err = thumbnail(before.image); err != nil { // of the photograph whose file was worked over
		return err
	}
	entry := Entry{File: file, Account: "acct-205", Kind: models.KindIdentityDocument, Side: models.SideFront, Group: GroupEdited, Claim: other.Claim(),
		Description: "identity card with portrait, names, number and birth replaced; it was worked into the file of another photograph, which the embedded thumbnail still shows, and the file names its editor",
		Expect:      suspected(models.ReasonMetadataEditor, models.ReasonMetadataThumbnail)}
	entry.Truth.Orientation, entry.Expect.NoLinks = 1, true
	return g.addEdit(entry, t, edit, func(img image.Image) ([]byte, error) { return EncodeJPEG(img, 95, &exif) })
}

// diplomaRetyped changes the graduate's name on a scan.
func (g *generator) diplomaRetyped() error {
	const file = "edited/diploma_q95.jpg"
	h, degree := g.holder(file), NewDegree(g.seedOf(file))
	sheet, err := g.studio.Diploma(h, degree, Print{})
	if err != nil {
		return err
	}
	t, err := g.shoot(h, file, sheet, CaptureOptions{Flat: true, Width: 1410, Height: 1990})
	if err != nil {
		return err
	}
	edit, err := firstSave(t)
	if err != nil {
		return err
	}
	const graduate = "Marian Holloway"
	if err := g.studio.Retype(edit, sheet.Areas["name"], graduate, "name"); err != nil {
		return err
	}
	claim := degree.Claim(h)
	claim["name"] = graduate
	entry := Entry{File: file, Account: "acct-206", Kind: models.KindDiploma, Group: GroupEdited, Claim: claim, Stretch: retypeStretch,
		Description: "diploma scan whose name was retyped", Expect: stretched(suspected())}
	entry.Expect.NoLinks = true
	return g.addEdit(entry, t, edit, func(img image.Image) ([]byte, error) { return EncodeJPEG(img, 95, nil) })
}
