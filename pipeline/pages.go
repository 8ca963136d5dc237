package pipeline

import (
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
