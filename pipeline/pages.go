package pipeline

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"loupe/models"
	"loupe/reuse"
)

// The index holds one row for each page of a submission, so that a picture inside a PDF is found like any other. The
// row of page 0 has the submission's own id, the others have the page behind it.

// pageMark stands between a submission's id and a page's number; no id holds it.
const pageMark = "#"

func pageID(submission string, page int) string {
	if page == 0 {
		return submission
	}
	return submission + pageMark + strconv.Itoa(page)
}

// pageOf is the inverse of pageID.
func pageOf(row string) (submission string, page int) {
	submission, number, marked := strings.Cut(row, pageMark)
	if !marked {
		return row, 0
	}
	page, err := strconv.Atoi(number)
	if err != nil {
		return row, 0
	}
	return submission, page
}

// byPage splits an entry into one for each page that has fingerprints, in order.
func byPage(e models.IndexEntry) []models.IndexEntry {
	var out []models.IndexEntry
	at := map[int]int{}
	for _, f := range e.Fingerprints {
		i, ok := at[f.Page]
		if !ok {
			i = len(out)
			at[f.Page] = i
			part := e
			part.SubmissionID, part.Fingerprints = pageID(e.SubmissionID, f.Page), nil
			out = append(out, part)
		}
		out[i].Fingerprints = append(out[i].Fingerprints, f)
	}
	return out
}

func addPages(index *reuse.Index, e models.IndexEntry) {
	for _, part := range byPage(e) {
		index.Add(part)
	}
}

// suspicion is a candidate with the pages that resemble each other.
type suspicion struct {
	reuse.Candidate
	page, other int // of the submission that asks, and of the candidate's
}

// searchPages returns up to limit submissions that resemble any page of e, each once with its nearest pair of pages.
func searchPages(index *reuse.Index, e models.IndexEntry, limit int) []suspicion {
	var all []suspicion
	for _, part := range byPage(e) {
		_, page := pageOf(part.SubmissionID)
		for _, c := range index.Search(part, limit) {
			found := suspicion{Candidate: c, page: page}
			found.SubmissionID, found.other = pageOf(c.SubmissionID)
			all = append(all, found)
		}
	}
	slices.SortStableFunc(all, func(a, b suspicion) int {
		return cmp.Or(reuse.Nearer(a.Candidate, b.Candidate), cmp.Compare(a.page, b.page), cmp.Compare(a.other, b.other))
	})
	seen := map[string]bool{}
	best := slices.DeleteFunc(all, func(s suspicion) bool {
		again := seen[s.SubmissionID]
		seen[s.SubmissionID] = true
		return again
	})
	return best[:min(limit, len(best))]
}
