package console

import (
	"fmt"
	"strings"

	"loupe/models"
)

// picture is one drawing: the preview, and layers above it in the same upright pixel coordinates.
type picture struct {
	sheet
	page    int    // of the submission, from 0
	Preview string // address of the preview; "" when there is none
	Layers  []layer
}

// layer is a set of shapes, or one heat map, that can be switched on and off.
type layer struct {
	ID      string // unique on the page
	Name    string // for the switch
	Style   string // suspect, notice, read or heat: how it is drawn
	Finding int    // number of the finding it belongs to, 0 for none
	On      bool   // shown before anything is switched
	Image   string // address of a heat map, drawn over the whole picture
	Shapes  []shape
}

// shape is a rectangle, or a polygon when Points is set, with a label.
type shape struct {
	box
	Points string
	Label  string // short: drawn beside the shape
	Title  string // shown on hover; untrusted text
}

// LabelSize is the height of labels, a 45th of the longer side.
func (p picture) LabelSize() int { return max(p.W, p.H)/45 + 1 }

// artifactAddress is where the console serves artifacts: behind its own kind of authentication.
func artifactAddress(id string) string { return "/console/artifacts/" + id }

// artifactNamed returns the address of the stored picture with this name, or "".
func artifactNamed(artifacts []models.Artifact, name string) string {
	for _, a := range artifacts {
		if a.Name == name && a.ID != "" && isPicture(a) {
			return artifactAddress(a.ID)
		}
	}
	return ""
}

func isPicture(a models.Artifact) bool {
	return a.MediaType == "image/png" || a.MediaType == "image/jpeg"
}

// newPicture draws a page of a report: every finding's regions and heat maps, then what was read.
func newPicture(r models.Report, findings []finding, page int) *picture {
	info, _ := pageInfo(r, page)
	s, ok := newSheet(info.FileInfo)
	if !ok {
		return nil
	}
	p := &picture{sheet: s, page: page, Preview: artifactNamed(r.Artifacts, pageNamed("preview", page))}
	for _, f := range findings {
		p.addHeat(f)
	}
	for _, f := range findings {
		p.addRegions(f)
	}
	p.addOutline(info.Place)
	p.addDocument(r.Document)
	p.addWords(r.Text)
	p.addFaces(r.Faces)
	return p
}

func (p *picture) add(l layer) {
	if len(l.Shapes) > 0 || l.Image != "" {
		p.Layers = append(p.Layers, l)
	}
}

// addHeat adds the artifacts of a finding that cover the whole picture; by their names, crops do not.
func (p *picture) addHeat(f finding) {
	for i, a := range f.Artifacts {
		if isPicture(a) && a.ID != "" && isHeatMap(a.Name) {
			p.add(layer{ID: fmt.Sprintf("heat-%d-%d", f.Number, i), Name: f.Title + ": " + plain(a.Name), Style: "heat",
				Finding: f.Number, Image: artifactAddress(a.ID)})
		}
	}
}

// isHeatMap reports whether an artifact is a map of the whole picture and not a crop or a graph.
func isHeatMap(name string) bool {
	return strings.Contains(name, "heat") || strings.Contains(name, "map")
}

func (p *picture) addRegions(f finding) {
	l := layer{ID: fmt.Sprintf("regions-%d", f.Number), Name: f.Title, Style: "notice", Finding: f.Number}
	if f.Outcome == models.OutcomeSuspect {
		l.Style, l.On = "suspect", true
	}
	for _, region := range f.Regions {
		l.Shapes = append(l.Shapes, shape{box: p.box(region.X, region.Y, region.W, region.H),
			Label: fmt.Sprint(f.Number), Title: f.Title + ": " + visible(region.Label)})
	}
	p.add(l)
}

func (p *picture) addWords(t *models.Text) {
	if t == nil {
		return
	}
	l := layer{ID: "words", Name: "Words read", Style: "read"}
	for _, w := range t.Words {
		if w.Page != p.page {
			continue
		}
		l.Shapes = append(l.Shapes, shape{box: p.box(w.Box[0], w.Box[1], w.Box[2], w.Box[3]),
			Title: fmt.Sprintf("%s (confidence %s)", visible(w.Text), number(w.Confidence))})
	}
	p.add(l)
}

// addOutline draws the document's edges, where they were seen.
func (p *picture) addOutline(place *models.Place) {
	if place != nil && !place.Frame {
		p.add(layer{ID: "outline", Name: "Document outline", Style: "read", Shapes: []shape{p.quad(place.Quad)}})
	}
}

func (p *picture) addDocument(d *models.Document) {
	if d == nil {
		return
	}
	if d.MRZ != nil && d.MRZ.Box != nil && d.MRZ.Box.Page == p.page {
		b := d.MRZ.Box
		p.add(layer{ID: "mrz", Name: "Machine readable zone", Style: "read", Shapes: []shape{
			{box: p.box(b.X, b.Y, b.W, b.H), Label: "MRZ", Title: "Machine readable zone"}}})
	}
	l := layer{ID: "fields", Name: "Fields", Style: "read"}
	for _, s := range statements(d) {
		if b := s.Box; b != nil && s.Page == p.page {
			l.Shapes = append(l.Shapes, shape{box: p.box(b[0], b[1], b[2], b[3]), Title: plain(s.Name) + " (" + string(s.Source) + "): " + visible(s.Value)})
		}
	}
	p.add(l)
	l = layer{ID: "barcodes", Name: "Barcodes", Style: "read"}
	for _, code := range d.Barcodes {
		if b := code.Box; b != nil && code.Page == p.page {
			l.Shapes = append(l.Shapes, shape{box: p.box(b[0], b[1], b[2], b[3]), Label: visible(code.Format), Title: visible(code.Text)})
		}
	}
	p.add(l)
	l = layer{ID: "marks", Name: "Seals and signatures", Style: "read"}
	for _, r := range d.Regions {
		if r.Page == p.page {
			l.Shapes = append(l.Shapes, shape{box: p.box(r.X, r.Y, r.W, r.H), Label: visible(r.Label), Title: visible(r.Label)})
		}
	}
	p.add(l)
}

func (p *picture) quad(q [4][2]float64) shape {
	points := make([]string, len(q))
	turn := p.linear()
	for i, corner := range q {
		u, v, _ := turn.apply(corner[0], corner[1])
		points[i] = fmt.Sprintf("%.2f,%.2f", u, v)
	}
	return shape{Points: strings.Join(points, " "), Title: "Document outline"}
}

func (p *picture) addFaces(faces []models.Face) {
	l := layer{ID: "faces", Name: "Faces", Style: "read"}
	for _, f := range faces {
		if f.Page != p.page {
			continue
		}
		l.Shapes = append(l.Shapes, shape{box: p.box(f.Box[0], f.Box[1], f.Box[2], f.Box[3]), Label: "face", Title: "Face"})
	}
	p.add(l)
}
