// Package list is the one ordered registry of checks. A test fails when a check's folder is not in it.
package list

import (
	"loupe/forensics"
	"loupe/forensics/container"
	"loupe/forensics/ela"
	"loupe/forensics/metadata"
	"loupe/forensics/mrz"
	"loupe/forensics/quality"
	"loupe/forensics/text"
)

// All returns every check in the order in which they run and are reported.
func All() []forensics.Check {
	return []forensics.Check{
		quality.New(quality.DefaultPolicy()),
		container.New(),
		metadata.New(),
		ela.New(),
		text.New(text.DefaultPolicy()),
		mrz.New(mrz.DefaultPolicy()),
	}
}

// Whole returns every check of whole submissions, in the order in which they run after the others.
func Whole() []forensics.DossierCheck { return nil }

// Infos returns what the checks say of themselves, in the same order, those of whole submissions last.
func Infos() []forensics.Info {
	var infos []forensics.Info
	for _, c := range All() {
		infos = append(infos, c.Info())
	}
	for _, c := range Whole() {
		infos = append(infos, c.Info())
	}
	return infos
}
