package metadata

import (
	"loupe/forensics"
	"loupe/forensics/embedded"
	"loupe/models"
)

// encoder adds what the file's tables say of the program that wrote it last. Where the file names a camera and no camera
// writes files like that, another program has saved it since: a note, for every messenger does it.
func (s statement) encoder(x *forensics.Exhibit, f *models.Finding) {
	j, err := x.JPEG()
	if err != nil {
		return
	}
	e := j.Encoder()
	f.Facts["encoder"] = embedded.Clean(e.String())
	if s.exif.words["Make"] == "" && s.exif.words["Model"] == "" {
		return
	}
	m := models.Measure{Name: "written_by_no_camera", Unit: "0 or 1", Threshold: models.Threshold(1)}
	if e.NoCamera() {
		m.Value, m.ReasonCode = 1, models.ReasonMetadataTables
	}
	f.Measures = append(f.Measures, m)
}
