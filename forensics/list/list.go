// Package list is the one ordered registry of checks. A test fails when a check's folder is not in it.
package list

import (
	"loupe/forensics"
	"loupe/forensics/borndigital"
	"loupe/forensics/calibration"
	"loupe/forensics/consistency"
	"loupe/forensics/container"
	"loupe/forensics/copymove"
	"loupe/forensics/ela"
	"loupe/forensics/jpeggrid"
	"loupe/forensics/metadata"
	"loupe/forensics/mrz"
	"loupe/forensics/noise"
	"loupe/forensics/portraitedit"
	"loupe/forensics/provenance"
	"loupe/forensics/quality"
	"loupe/forensics/recompression"
	"loupe/forensics/resampling"
	"loupe/forensics/seam"
	"loupe/forensics/text"
	"loupe/forensics/textedit"
)

// Policies are the policies that an operator can change; the others are the checks' own.
type Policies struct {
	Quality     quality.Policy
	Consistency consistency.Policy
	Calibration calibration.Table
}

// DefaultPolicies returns what is used when nothing is configured. A table that does not parse is a fault of the build,
// which the tests of its package find: without one there are no p-values.
func DefaultPolicies() Policies {
	table, _ := calibration.Default()
	return Policies{Quality: quality.DefaultPolicy(), Consistency: consistency.DefaultPolicy(), Calibration: table}
}

// Pages returns every check of a page, in the order in which they run and are reported.
func (p Policies) Pages() []forensics.Check {
	checks := []forensics.Check{
		quality.New(p.Quality),
		container.New(),
		metadata.New(),
		borndigital.New(),
		resampling.New(),
		provenance.New(),
		ela.New(),
		jpeggrid.New(),
		recompression.New(),
		copymove.New(),
		text.New(text.DefaultPolicy()),
		mrz.New(mrz.DefaultPolicy()),
		textedit.New(),
		noise.New(),
		seam.New(),
		portraitedit.New(),
	}
	for i, c := range checks {
		checks[i] = forensics.Calibrated(c, p.Calibration)
	}
	return checks
}

// Whole returns every check of whole submissions, in the order in which they run after the others.
func (p Policies) Whole() []forensics.DossierCheck {
	return []forensics.DossierCheck{consistency.New(p.Consistency)}
}

// All returns every check of a page with its default policy.
func All() []forensics.Check { return DefaultPolicies().Pages() }

// Infos returns what the checks say of themselves, in the order in which they are reported: those of whole submissions last.
func Infos() []forensics.Info {
	var infos []forensics.Info
	for _, c := range All() {
		infos = append(infos, c.Info())
	}
	for _, c := range DefaultPolicies().Whole() {
		infos = append(infos, c.Info())
	}
	return infos
}
