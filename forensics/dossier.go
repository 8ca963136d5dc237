package forensics

import (
	"context"
	"fmt"

	"loupe/models"
)

// Dossier is everything that was read in one submission, on all its pages, beside what the account says of itself.
type Dossier struct {
	models.Brief
	Pages    []models.PageInfo
	Document *models.Document // nil when nothing was understood
	Text     *models.Text     // nil when nothing was read
	Unread   []string         // why a page could not be read, one entry for each such page: what is missing here proves nothing
}

// DossierCheck answers one yes/no question about a whole submission. Its finding stands on page 0; regions say on which
// page each lies.
type DossierCheck interface {
	Info() Info
	Judge(ctx context.Context, d Dossier) (models.Finding, error)
}

// RunDossier asks c about d and always returns a valid finding, as Run does.
func RunDossier(ctx context.Context, c DossierCheck, d Dossier) (f models.Finding) {
	info := c.Info()
	if !info.For(d.Kind) {
		return info.Finding(models.OutcomeNotApplicable, fmt.Sprintf("This question has no sense for a %s.", d.Kind))
	}
	defer func() {
		if r := recover(); r != nil {
			f = Failed(info, fmt.Sprintf("The check crashed: %v.", r))
		}
	}()
	answer, err := c.Judge(ctx, d)
	return settle(info, answer, err, func(f models.Finding) error { return f.ValidateOn(d.Pages) })
}
