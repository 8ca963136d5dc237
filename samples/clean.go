package samples

import (
	"image"

	"github.com/disintegration/imaging"

	"loupe/models"
)

// identityDocuments makes honest photographs of documents: one issuer, one layout per document, every capture its own.
func (g *generator) identityDocuments() error {
	minh := g.named("minh", "Nguyễn", "Thị Minh", "F")
	list := []struct {
		file, account, description string
		side                       models.Side
		holder                     Holder
		draw                       func(Holder, Print) (*Sheet, error)
		options                    CaptureOptions
	}{
		{"clean/passport1.jpg", "acct-101", "passport, photographed on a table", models.SideFront, g.named("muller", "Müller-Şahin", "Leyla", "F"), g.studio.Passport, CaptureOptions{Desk: DeskWood, Fill: 0.9, Turn: 0.006}},
		{"clean/passport2.jpg", "acct-102", "passport of a holder with one name only", models.SideFront, g.named("suryani", "", "Suryani", "F"), g.studio.Passport, CaptureOptions{Desk: DeskCloth, Fill: 0.9}},
		{"clean/id1.jpg", "acct-103", "identity card; hard negative of reuse: one layout, other holder, own capture", models.SideFront, minh, g.studio.CardFront, CaptureOptions{Desk: DeskPaper}},
		{"clean/id2.jpg", "acct-105", "identity card; hard negative of reuse", models.SideFront, g.named("drago", "Ibrahimović", "Andrei", "M"), g.studio.CardFront, CaptureOptions{Desk: DeskStone}},
		{"clean/id1_back.jpg", "acct-103", "back of an identity card with its MRZ", models.SideBack, minh, g.studio.CardBack, CaptureOptions{Desk: DeskPaper, Turn: 0.006}},
		{"clean/licence.jpg", "acct-106", "driving licence", models.SideFront, g.named("bjorn", "Østergaard", "Björn", "M"), g.studio.Licence, CaptureOptions{Desk: DeskWood}},
	}
	for _, one := range list {
		t, err := g.photograph(one.holder, one.file, one.draw, one.options)
		if err != nil {
			return err
		}
		entry := Entry{File: one.file, Account: one.account, Kind: models.KindIdentityDocument, Side: one.side, Group: GroupClean, Description: one.description, Expect: accepted()}
		if err := g.addJPEG(entry, t, 93); err != nil {
			return err
		}
	}
	return g.turned()
}

// turned makes a card photographed with the phone held upright (EXIF orientation 6), and one upload sent twice by one account.
func (g *generator) turned() error {
	const file = "clean/id3_turned.jpg"
	t, err := g.photograph(g.named("conor", "O'Brien", "Conor", "M"), file, g.studio.CardFront, CaptureOptions{Desk: DeskCloth, Upright: true, Fill: 0.9})
	if err != nil {
		return err
	}
	upright := t.shot.Quad()
	width := float64(t.image.Rect.Dx())
	t.image, t.exif.Orientation = toRGBA(imaging.Rotate90(t.image)), 6
	entry := Entry{File: file, Account: "acct-104", Kind: models.KindIdentityDocument, Side: models.SideFront, Group: GroupClean, Expect: accepted(),
		Description: "identity card, stored turned with EXIF orientation 6; hard negative of reuse"}
	if err := g.addJPEG(entry, t, 93); err != nil {
		return err
	}
	var stored [4][2]float64 // a quarter turn counter-clockwise
	for i, corner := range upright {
		stored[i] = [2]float64{corner[1], width - corner[0]}
	}
	g.manifest.Entries[len(g.manifest.Entries)-1].Truth.Quad = &stored
	first := g.kept["clean/id1.jpg"]
	again := first.entry
	again.File, again.Description = "clean/id1_again.jpg", "the same account sends the same file again: not reuse"
	return g.add(again, first.data)
}

// scans makes flat scans of cards of one issue: the hardest honest pair, because the printed artwork itself correlates.
func (g *generator) scans() error {
	for _, one := range []struct{ file, account string }{{"clean/scan1.tiff", "acct-107"}, {"clean/scan2.png", "acct-108"}, {"clean/scan3.jpg", "acct-109"}} {
		t, err := g.photograph(g.holder(one.file), one.file, g.studio.CardFront, CaptureOptions{Flat: true, Width: 1180, Height: 760})
		if err != nil {
			return err
		}
		t.exif.Model = "Specimen Flatbed 1"
		entry := Entry{File: one.file, Account: one.account, Kind: models.KindIdentityDocument, Side: models.SideFront, Group: GroupClean, Expect: accepted(),
			Description: "identity card, flatbed scan; hard negative of reuse: flat scans of one layout"}
		if one.file == "clean/scan3.jpg" {
			err = g.addJPEG(entry, t, 90)
		} else if one.file == "clean/scan2.png" {
			err = g.addLossless(entry, t, encodePNG)
		} else {
			err = g.addLossless(entry, t, encodeTIFF)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// addLossless writes a take without metadata.
func (g *generator) addLossless(e Entry, t *take, encode func(image.Image) ([]byte, error)) error {
	data, err := encode(t.image)
	if err != nil {
		return err
	}
	return g.add(t.describe(e), data)
}

// diplomas makes a scan, a photograph and a born-digital picture.
func (g *generator) diplomas() error {
	list := []struct {
		file, account, description string
		options                    CaptureOptions
	}{
		{"clean/diploma_scan.jpg", "acct-110", "diploma, flatbed scan at 200 dpi", CaptureOptions{Flat: true, Width: 1690, Height: 2380}},
		{"clean/diploma_photo.jpg", "acct-111", "diploma, photographed on a table", CaptureOptions{Width: 1560, Height: 2080, Fill: 0.92, Desk: DeskWood}},
	}
	for _, one := range list {
		h, degree := g.holder(one.file), NewDegree(g.seedOf(one.file))
		t, err := g.photograph(h, one.file, func(h Holder, p Print) (*Sheet, error) { return g.studio.Diploma(h, degree, p) }, one.options)
		if err != nil {
			return err
		}
		entry := Entry{File: one.file, Account: one.account, Kind: models.KindDiploma, Group: GroupClean, Description: one.description, Claim: degree.Claim(h), Expect: accepted()}
		if err := g.addJPEG(entry, t, 91); err != nil {
			return err
		}
	}
	return g.bornDigital()
}

func (g *generator) bornDigital() error {
	const file = "clean/diploma_digital.png"
	h, degree := g.holder(file), NewDegree(g.seedOf(file))
	sheet, err := g.studio.Diploma(h, degree, Print{DPI: 150})
	if err != nil {
		return err
	}
	entry := Entry{File: file, Account: "acct-112", Kind: models.KindDiploma, Group: GroupClean, Claim: degree.Claim(h), Expect: accepted(),
		Description: "diploma as its issuer exports it: rendered, never photographed"}
	return g.addLossless(entry, &take{Holder: h, image: sheet.Image}, encodePNG)
}

// profilePhotos makes three portraits of people who do not exist.
func (g *generator) profilePhotos() error {
	for i, file := range []string{"clean/profile1.jpg", "clean/profile2.jpg", "clean/profile3.jpg"} {
		h := []Holder{g.named("noor4", "Ferrante", "Noor", "F"), g.named("emre6", "Aydın", "Emre", "M"), g.named("tomoe5", "Tamanaka", "Tomoe", "F")}[i]
		t, err := g.selfie(h, file, Scene{Seed: g.seedOf(file), Backdrop: []Backdrop{BackdropOutdoor, BackdropRoom, BackdropStudio}[i], Head: 0.58, Casual: true})
		if err != nil {
			return err
		}
		entry := Entry{File: file, Account: []string{"acct-113", "acct-114", "acct-115"}[i], Kind: models.KindProfilePhoto, Group: GroupClean, Expect: accepted(),
			Description: "profile photo", Claim: models.Claim{"name": h.FullName()}}
		if err := g.addJPEG(entry, t, 93); err != nil {
			return err
		}
	}
	return nil
}

// selfie photographs a face without a document.
func (g *generator) selfie(h Holder, label string, scene Scene) (*take, error) {
	portrait := PortraitImage(h.Face, scene, 984, 1224)
	shot, err := Snapshot(portrait, g.seedOf(label))
	if err != nil {
		return nil, err
	}
	return &take{Holder: h, image: shot.Image, exif: g.cameraExif(label)}, nil
}
