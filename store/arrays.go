package store

import "loupe/models"

// The contract's lists are never null: what was stored from a nil slice or map comes back empty.

func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

func table[K comparable, V any](m map[K]V) map[K]V {
	if m == nil {
		return map[K]V{}
	}
	return m
}

func fillReport(r *models.Report) {
	r.Engine.Checks = table(r.Engine.Checks)
	r.Reasons, r.Faces, r.Findings = list(r.Reasons), list(r.Faces), list(r.Findings)
	r.Artifacts, r.Links, r.Pages = list(r.Artifacts), list(r.Links), list(r.Pages)
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Measures, f.Regions, f.Artifacts = list(f.Measures), list(f.Regions), list(f.Artifacts)
	}
	for i := range r.Links {
		l := &r.Links[i]
		l.Changed, l.Conflicts, l.Also, l.Artifacts = list(l.Changed), list(l.Conflicts), list(l.Also), list(l.Artifacts)
		if l.Status == "" { // kept before persons could say anything
			l.Status = models.StatusOpen
		}
	}
	if r.Text != nil {
		r.Text.Words = list(r.Text.Words)
	}
	if r.Document != nil {
		fillDocument(r.Document)
	}
}

func fillDocument(d *models.Document) {
	d.Barcodes, d.Statements, d.Regions, d.Fields = list(d.Barcodes), list(d.Statements), list(d.Regions), table(d.Fields)
	for i := range d.Barcodes {
		d.Barcodes[i].Fields = table(d.Barcodes[i].Fields)
	}
	if m := d.MRZ; m != nil {
		m.Lines, m.Fields, m.Checks = list(m.Lines), table(m.Fields), table(m.Checks)
	}
}

func fillLink(l *models.LinkRecord) {
	l.Conflicts, l.Also = list(l.Conflicts), list(l.Also)
	c := &l.Comparison
	c.Changed, c.Portraits, c.Measures, c.Artifacts = list(c.Changed), list(c.Portraits), list(c.Measures), list(c.Artifacts)
}
