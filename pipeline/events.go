package pipeline

import (
	"context"

	"loupe/models"
)

// events says what a report and its new links are to whoever follows along.
func events(sub models.Submission, r models.Report, news []models.LinkRecord) []models.Event {
	out := []models.Event{{Type: models.EventReportCreated, Account: sub.Account, SubmissionID: sub.ID, Data: map[string]string{"verdict": string(r.Verdict)}}}
	for _, l := range news {
		for _, ends := range [][2]models.LinkEnd{{l.A, l.B}, {l.B, l.A}} { // each account hears of it
			out = append(out, models.Event{
				Type: models.EventLinkFound, Account: models.Account(ends[0].Account), SubmissionID: ends[0].SubmissionID, LinkID: l.ID,
				Data: map[string]string{"relation": string(l.Comparison.Relation), "other_submission_id": ends[1].SubmissionID, "other_account": ends[1].Account},
			})
		}
	}
	return out
}

// Events lists what happened, oldest first; the cursor of the last page is where the next event will stand.
func (s *Service) Events(ctx context.Context, q models.EventQuery) ([]models.Event, models.Cursor, error) {
	return s.store.Events(ctx, q)
}
