// Package list is the one ordered registry of checks. A test fails when a check's folder is not in it.
package list

import (
	"loupe/forensics"
	"loupe/forensics/consistency"
	"loupe/forensics/container"
	"loupe/forensics/ela"
	"loupe/forensics/metadata"
	"loupe/forensics/mrz"
	"loupe/forensics/quality"
	"loupe/forensics/text"
	"loupe/forensics/textedit"
)

// Policies are the policies that an operator can change; the others are the checks' own.
type Policies struct {
	Quality     quality.Policy
	Consistency consistency.Policy
}

// DefaultPolicies returns what is used when nothing is configured.
func DefaultPolicies() Policies {
	return Policies{Quality: quality.DefaultPolicy(), Consistency: consistency.DefaultPolicy()}
}

// Pages returns every check of a page, in the order in which they run and are reported.
func (p Policies) Pages() []forensics.Check {
	return []forensics.Check{
		quality.New(p.Quality),
		container.New(),
		metadata.New(),
		ela.New(),
		text.New(text.DefaultPolicy()),
		mrz.New(mrz.DefaultPolicy()),
		textedit.New(),
	}
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
