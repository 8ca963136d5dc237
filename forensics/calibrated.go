package forensics

import (
	"context"

	"loupe/forensics/calibration"
	"loupe/forensics/survey"
	"loupe/models"
)

// Calibrated returns c with p-values: what it measures is held against untouched pictures of the same condition. A check
// that cannot answer its question may still have measured something, and gives no evidence of what it has not.
func Calibrated(c Check, t calibration.Table) Check { return calibrated{c, t} }

type calibrated struct {
	Check
	table calibration.Table
}

// Run implements Check.
func (c calibrated) Run(ctx context.Context, x *Exhibit) (models.Finding, error) {
	f, err := c.Check.Run(ctx, x)
	if err != nil {
		return f, err
	}
	condition := x.Condition()
	for i, e := range f.Evidence {
		f.Evidence[i] = c.table.Calibrate(f.Check, f.Version, e, condition)
	}
	return f, nil
}

// Condition returns what untouched pictures x is to be held against.
func (x *Exhibit) Condition() calibration.Condition {
	c := calibration.Condition{Subject: calibration.SubjectDocument, Channel: calibration.ChannelLossless, Bucket: calibration.Bucket(0)}
	if j, err := x.JPEG(); err == nil {
		c.Channel, c.Bucket = calibration.ChannelResaved, calibration.Bucket(j.Quality().Luma)
		for _, exif := range j.App(1, "Exif\x00\x00") {
			if survey.NamesCamera(exif) {
				c.Channel = calibration.ChannelCamera
			}
		}
	}
	switch {
	case x.Kind == models.KindProfilePhoto:
		c.Subject = calibration.SubjectPortrait
	case x.Page.Source != models.SourcePicture || x.Place().Frame:
		c.Channel = calibration.ChannelScan
	}
	return c
}
