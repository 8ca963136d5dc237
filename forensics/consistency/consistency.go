// Package consistency asks whether a document contradicts itself or the account: machine readable zone against barcode
// against print against claim, dates against each other and the day, numbers against the rules they are made by.
//
// Only a contradiction that both places were read with confidence is held against a document. A difference that a reader's
// confusions explain means that it must be read again.
package consistency

import (
	"context"

	"loupe/forensics"
	"loupe/forensics/consistency/organisation"
	"loupe/models"
)

// check asks whether a submission contradicts itself or its claim.
type check struct {
	policy Policy
	listed []organisation.Name // Policy.Institutions
}

// New returns the check. An invalid policy is a programming error and makes every Judge fail with what is wrong in it.
func New(p Policy) forensics.DossierCheck {
	c := check{policy: p}
	for _, name := range p.Institutions {
		c.listed = append(c.listed, organisation.Of(name))
	}
	return c
}

// Info implements forensics.DossierCheck.
func (check) Info() forensics.Info {
	return forensics.Info{
		ID: "consistency", Version: 2, Whole: true, Question: "Does the document contradict itself, the calendar, or what the account says?", Needs: forensics.NeedsText,
		Kinds: []models.Kind{models.KindIdentityDocument, models.KindDiploma},
		Group: models.GroupSemantic, Lifecycle: models.LifecycleStable,
		Reference: "ICAO Doc 9303, Machine Readable Travel Documents, 8th edition, part 3 sections 3 to 6, part 4 section 4.2.3",
		Innocent:  "A value read from the wrong label, a change of name between two documents, an issuer's own error, dual nationality, a slip of whoever filled in the account.",
	}
}

// Judge implements forensics.DossierCheck.
func (c check) Judge(ctx context.Context, d forensics.Dossier) (models.Finding, error) {
	if err := c.policy.Validate(); err != nil {
		return models.Finding{}, err
	}
	h := c.hear(d)
	for _, step := range []func(*hearing){corroborate, compareNames, compareFields, readPersonalNumbers, excuse, judgeDates, judgeIssuers, judgeForms, findSpecimens, c.judgeInstitutions} {
		if err := ctx.Err(); err != nil {
			return models.Finding{}, err
		}
		step(h)
	}
	return c.conclude(h), nil
}
