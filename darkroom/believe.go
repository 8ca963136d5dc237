package darkroom

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"loupe/forensics"
	"loupe/forensics/fingerprint"
	"loupe/models"
)

// accept believes a worker only as far as its answer can be checked: it may have been taken over by the file.
func (p *Pool) accept(res *result, files []models.Original) (models.Examination, error) {
	if res.Error != "" || res.Examination == nil {
		return p.nothing(), fmt.Errorf("the examination failed: %s", res.Error)
	}
	e := *res.Examination
	if e.Refused != nil {
		if !e.Refused.Reason.Known() {
			return models.Examination{}, fmt.Errorf("the refusal %q is not in the list", e.Refused.Reason)
		}
		return models.Examination{Refused: e.Refused, Findings: p.words(e.Findings)}, nil
	}
	if err := checkFile(e.File, files[0]); err != nil {
		return p.nothing(), err
	}
	if err := checkPages(e, p.config.MaxPages*len(files)); err != nil {
		return p.nothing(), err
	}
	e.Findings = p.findings(e)
	return e, nil
}

// checkFile holds what a worker says of a file against the file itself.
func checkFile(info models.FileInfo, file models.Original) error {
	want := file.SHA256
	if file.Open == nil {
		sum := sha256.Sum256(file.Data)
		want = hex.EncodeToString(sum[:])
	}
	if info.SHA256 != want {
		return fmt.Errorf("the worker answered about %.12s, it was asked about %.12s", info.SHA256, want)
	}
	return checkPicture(info)
}

func checkPicture(info models.FileInfo) error {
	if info.Width < 1 || info.Height < 1 || info.Orientation < 1 || info.Orientation > 8 {
		return fmt.Errorf("the worker says the picture is %dx%d, orientation %d", info.Width, info.Height, info.Orientation)
	}
	return nil
}

// checkPages insists on pages numbered from 0 and on fingerprints of pages that exist.
func checkPages(e models.Examination, limit int) error {
	if n := len(e.Pages); n < 1 || n > limit {
		return fmt.Errorf("the worker says there are %d pages, 1 to %d can be", n, limit)
	}
	for i, page := range e.Pages {
		if page.Page != i {
			return fmt.Errorf("the worker numbers page %d as %d", i, page.Page)
		}
		if err := checkPicture(page.FileInfo); err != nil {
			return err
		}
	}
	for _, f := range e.Fingerprints {
		if f.Page < 0 || f.Page >= len(e.Pages) {
			return fmt.Errorf("the worker has a fingerprint of page %d of %d", f.Page, len(e.Pages))
		}
	}
	return nil
}

// checkEarly believes early fingerprints of one page, of those that are still to come, of kinds that a worker can know then.
func checkEarly(fps []models.Fingerprint, next, limit int) error {
	if n := len(fps); n < 1 || n > mostEarly {
		return fmt.Errorf("the worker has %d early fingerprints, 1 to %d can be", n, mostEarly)
	}
	page := fps[0].Page
	if page < next || page >= limit {
		return fmt.Errorf("the worker has early fingerprints of page %d, %d to %d can come", page, next, limit-1)
	}
	for _, f := range fps {
		if f.Page != page || !fingerprint.IsEarly(f.Kind) || f.Orientation < 0 || f.Orientation > 1 {
			return fmt.Errorf("the worker has an early fingerprint %.40q of page %d, orientation %d, among those of page %d", f.Kind, f.Page, f.Orientation, page)
		}
	}
	return nil
}

// findings returns exactly one believable finding for each check and page: page by page, in the registry's order.
func (p *Pool) findings(e models.Examination) []models.Finding {
	var out []models.Finding
	for _, page := range e.Pages {
		for _, info := range p.checks {
			if !info.Whole {
				out = append(out, finding(e, page, info))
			}
		}
	}
	for _, info := range p.checks {
		if info.Whole {
			out = append(out, finding(e, e.Pages[0], info))
		}
	}
	return out
}

func finding(e models.Examination, page models.PageInfo, info forensics.Info) models.Finding {
	i := slices.IndexFunc(e.Findings, func(f models.Finding) bool { return f.Check == info.ID && f.Page == page.Page })
	if i < 0 {
		return forensics.Failed(info, "The worker process gave no answer for this check.").OnPage(page.Page)
	}
	f := e.Findings[i]
	err := f.Validate(page.Width, page.Height)
	if info.Whole {
		err = f.ValidateOn(e.Pages)
	}
	if err != nil {
		f = forensics.Failed(info, fmt.Sprintf("The worker process gave an invalid answer: %v.", err)).OnPage(page.Page)
	}
	f.Version, f.Group, f.Lifecycle, f.Whole = info.Version, info.Group, info.Lifecycle, info.Whole
	return f
}
