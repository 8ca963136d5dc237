package container

import (
	"loupe/forensics"
	"loupe/forensics/survey"
	"loupe/models"
)

// Judge answers without decoding: the check needs no pixels, and thousands of files are soon surveyed.
func Judge(seen survey.Survey, declared forensics.Declared) models.Finding {
	return check{}.judge(seen, declared)
}
