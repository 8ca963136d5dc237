package samples

import (
	"time"

	"loupe/models"
)

// contradictory makes documents in good pictures that do not hold together, with themselves or with what is claimed.
func (g *generator) contradictory() error {
	number := func(h Holder) *Holder { h.Number = documentNumber(h.Hand); return &h }
	for _, one := range []struct {
		file, account, description string
		change                     func(h *Holder)
		zone                       func(h Holder) *Holder
		claim                      func(c models.Claim)
		reason                     models.ReasonCode
	}{
		{file: "contradictory/zone_number.jpg", account: "acct-601", description: "passport whose zone bears another number than its print, with right check digits",
			zone: number, reason: models.ReasonDataContradiction},
		{file: "contradictory/claim_birth.jpg", account: "acct-602", description: "good passport of somebody born on another day than the account says",
			claim: func(c models.Claim) { c["date_of_birth"] = "1999-12-31" }, reason: models.ReasonDataClaimMismatch},
		{file: "contradictory/claim_name.jpg", account: "acct-603", description: "good passport of somebody of another name than the account says",
			claim: func(c models.Claim) { c["name"] = "Philippa Zouche" }, reason: models.ReasonDataClaimMismatch},
		{file: "contradictory/expired.jpg", account: "acct-604", description: "passport that has expired",
			change: func(h *Holder) {
				h.Issued = time.Date(2008, 6, 2, 0, 0, 0, 0, time.UTC)
				h.Expires = h.Issued.AddDate(10, 0, 0)
			}, reason: models.ReasonDataExpired},
	} {
		h := g.holder(one.file)
		if one.change != nil {
			one.change(&h)
		}
		print := Print{}
		if one.zone != nil {
			print.Zone = one.zone(h)
		}
		claim := h.Claim()
		if one.claim != nil {
			one.claim(claim)
		}
		sheet, err := g.studio.Passport(h, print)
		if err != nil {
			return err
		}
		t, err := g.shoot(h, one.file, sheet, CaptureOptions{Width: 2400, Height: 1800, Desk: DeskWood, Fill: 0.9})
		if err != nil {
			return err
		}
		entry := Entry{File: one.file, Account: one.account, Kind: models.KindIdentityDocument, Side: models.SideFront, Group: GroupContradictory, Claim: claim,
			Description: one.description, Expect: suspected(one.reason)}
		if err := g.addJPEG(entry, t, 93); err != nil {
			return err
		}
	}
	return g.posed()
}

// posed makes a card photographed upside down and from the side, as good as any, and one that the frame cuts off.
func (g *generator) posed() error {
	for _, one := range []struct {
		file, account, description string
		pose                       Pose
		fill                       float64
		expect                     Expect
		group                      Group
	}{
		{"clean/id_posed.jpg", "acct-107", "identity card, upside down and seen at 22 degrees from above", Pose{Rotation: 165, Tilt: 22, Axis: 30}, 0, accepted(), GroupClean},
		{"poor/cut.jpg", "acct-307", "identity card, two of its corners outside the picture", Pose{Rotation: 20, X: 0.16}, 0.95,
			Expect{Verdicts: []models.Verdict{models.VerdictReject}, Reasons: []models.ReasonCode{models.ReasonQualityCutOff}, NoLinks: true}, GroupPoor},
	} {
		t, err := g.photograph(g.holder(one.file), one.file, g.studio.CardFront, CaptureOptions{Width: 2600, Height: 1950, Pose: &one.pose, Fill: one.fill, Desk: DeskStone})
		if err != nil {
			return err
		}
		entry := Entry{File: one.file, Account: one.account, Kind: models.KindIdentityDocument, Side: models.SideFront, Group: one.group, Description: one.description, Expect: one.expect}
		if err := g.addJPEG(entry, t, 93); err != nil {
			return err
		}
	}
	return nil
}
