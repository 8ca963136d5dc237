package quality

import (
	"context"

	"loupe/forensics"
	"loupe/forensics/locate"
	"loupe/models"
)

// FindingAt is Run with the document at a known place.
func FindingAt(ctx context.Context, p Policy, x *forensics.Exhibit, place models.Place) (models.Finding, error) {
	view, err := locate.Rectify(x.Luma(), place, forensics.ViewPixels)
	if err != nil {
		return models.Finding{}, err
	}
	f, err := factsAt(ctx, x, place, view)
	if err != nil {
		return models.Finding{}, err
	}
	return check{p}.finding(x.Kind, f), nil
}

// Rises reports whether a measure is better when small.
func Rises(name string) bool {
	for _, i := range instruments() {
		if i.name == name {
			return i.rises
		}
	}
	return false
}

// Names lists what is measured on documents.
func Names() []string {
	var out []string
	for _, i := range instruments() {
		if i.document {
			out = append(out, i.name)
		}
	}
	return out
}
