package samples

import "loupe/models"

// large makes the two pictures of twelve megapixels that speed is measured on.
func (g *generator) large() error {
	card, err := g.studio.CardFront(g.holder("card12"), Print{DPI: 700})
	if err != nil {
		return err
	}
	t, err := g.shoot(g.holder("card12"), "card12", card, CaptureOptions{Width: 4000, Height: 3000, Desk: DeskWood})
	if err != nil {
		return err
	}
	entry := Entry{File: "card12.jpg", Account: "acct-601", Kind: models.KindIdentityDocument, Side: models.SideFront, Group: GroupClean, Expect: accepted(),
		Description: "identity card, 12 megapixels"}
	if err := g.addJPEG(entry, t, 93); err != nil {
		return err
	}
	h, degree := g.holder("page12"), NewDegree(g.seedOf("page12"))
	page, err := g.studio.Diploma(h, degree, Print{})
	if err != nil {
		return err
	}
	if t, err = g.shoot(h, "page12", page, CaptureOptions{Width: 3000, Height: 4000, Fill: 0.92, Desk: DeskCloth}); err != nil {
		return err
	}
	entry = Entry{File: "page12.jpg", Account: "acct-602", Kind: models.KindDiploma, Group: GroupClean, Claim: degree.Claim(h), Expect: accepted(),
		Description: "diploma, photographed, 12 megapixels"}
	return g.addJPEG(entry, t, 93)
}
