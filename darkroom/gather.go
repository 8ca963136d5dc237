package darkroom

import (
	"fmt"
	"slices"

	"loupe/forensics"
	"loupe/forensics/fingerprint/facts"
	"loupe/models"
	"loupe/ocr/fields"
)

// This file puts what was seen on single pages together into one examination.

func (s *session) keepPrints(prints []models.Fingerprint, page int) {
	for _, p := range prints {
		p.Page = page
		s.out.Fingerprints = append(s.out.Fingerprints, p)
	}
}

// wholeFile adds the digest of an uploaded file that is not itself one of its pages' pictures, such as a PDF.
func (s *session) wholeFile(file *forensics.File) {
	print := file.Fingerprint()
	known := slices.ContainsFunc(s.out.Fingerprints, func(p models.Fingerprint) bool { return p.Kind == print.Kind && p.Hex == print.Hex })
	if !known {
		s.out.Fingerprints = append(s.out.Fingerprints, print)
	}
}

// keepPictures names a page's previews: "preview" and "thumbnail" for the first page, "preview_1" for the second.
func (s *session) keepPictures(pictures []models.Artifact, page int) {
	for _, a := range pictures {
		if page > 0 {
			a.Name, a.Page = fmt.Sprintf("%s_%d", a.Name, page), page
		}
		s.out.Artifacts = append(s.out.Artifacts, a)
	}
}

// keepPlace says where the document lies on a page, now that its text told which way up it is.
func (s *session) keepPlace(x *forensics.Exhibit, page int) {
	place := x.Laid()
	s.out.Pages[page].Place = &place
	d := s.out.Document
	if d == nil || d.Quad != nil || d.DPI != nil {
		return
	}
	d.Format = place.Format
	if place.DPI > 0 {
		d.DPI = &place.DPI
	}
	if !place.Frame {
		d.Quad = &place.Quad
	}
}

// keepReading appends what a page says. Everything that is stated anywhere is kept; of several zones the first one.
func (s *session) keepReading(r forensics.Reading, page int) {
	if r.Text != nil {
		s.keepText(*r.Text, page)
	}
	if r.Document == nil {
		return
	}
	d := onPage(*r.Document, page)
	if s.out.Document == nil {
		s.out.Document = &d
		return
	}
	all := s.out.Document
	all.Statements = append(all.Statements, d.Statements...)
	all.Barcodes = append(all.Barcodes, d.Barcodes...)
	all.Regions = append(all.Regions, d.Regions...)
	if all.MRZ == nil {
		all.MRZ, all.Type, all.Country = d.MRZ, d.Type, d.Country
	}
}

// keepFaces adds the faces of a page, of pictures that may have one.
func (s *session) keepFaces(x *forensics.Exhibit, page int) error {
	if x.Kind == models.KindDiploma {
		return nil
	}
	faces, err := x.Faces()
	for _, f := range faces {
		f.Page = page
		s.out.Faces = append(s.out.Faces, f)
	}
	return err
}

// finish chooses the values shown and makes the facts to be found by, now that all pages were read.
func (s *session) finish() {
	s.out.Fingerprints = append(s.out.Fingerprints, facts.Of(s.out.Document)...)
	if d := s.out.Document; d != nil {
		d.Fields, d.Side = fields.Best(d.Statements), s.out.Pages[0].Side
	}
}

// onPage returns d with every place moved to page. What the checks of this page share stays as it is.
func onPage(d models.Document, page int) models.Document {
	if d.MRZ != nil && d.MRZ.Box != nil {
		zone, box := *d.MRZ, *d.MRZ.Box
		box.Page, zone.Box = page, &box
		d.MRZ = &zone
	}
	d.Barcodes, d.Statements, d.Regions = slices.Clone(d.Barcodes), slices.Clone(d.Statements), slices.Clone(d.Regions)
	for i := range d.Barcodes {
		d.Barcodes[i].Page = page
	}
	for i := range d.Statements {
		d.Statements[i].Page = page
	}
	for i := range d.Regions {
		d.Regions[i].Page = page
	}
	return d
}

func (s *session) keepText(t models.Text, page int) {
	t.Words = slices.Clone(t.Words)
	for i := range t.Words {
		t.Words[i].Page = page
	}
	if s.out.Text == nil {
		s.out.Text = &t
		return
	}
	s.out.Text.Words = append(s.out.Text.Words, t.Words...)
	s.out.Text.Confidence = median(s.out.Text.Words)
}

// median returns the median confidence of words, 0 when there are none.
func median(words []models.Word) float64 {
	all := make([]float64, len(words))
	for i, w := range words {
		all[i] = w.Confidence
	}
	slices.Sort(all)
	if len(all) == 0 {
		return 0
	}
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2
}
