package provenance

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"loupe/forensics/embedded"
)

// Resources that Photoshop writes and programs that only keep IPTC records there do not (Photoshop File Formats).
const (
	resourceVersion = 0x0421 // names the writer
	resourceQuality = 0x0406 // of the JPEG, in Photoshop's own steps
)

// photoshop notes Photoshop's image resources.
func (a *account) photoshop(block []byte) {
	for r := range embedded.Resources(block) {
		if r.ID == resourceVersion || r.ID == resourceQuality {
			a.editor("Adobe Photoshop (8BIM resources)")
		}
	}
}

// namespaces are those that one program alone writes.
func namespaces() []struct{ url, tool string } {
	return []struct{ url, tool string }{
		{"http://ns.adobe.com/camera-raw-settings/1.0/", "Adobe Camera Raw or Lightroom (settings)"},
		{"http://www.gimp.org/xmp/", "GIMP"}, {"http://darktable.sf.net/", "darktable"}, {"http://rawtherapee.com/", "RawTherapee"},
	}
}

// xmp reads one packet: source types, the history, where a manifest is held. It returns the values that may be a
// generator's record.
func (a *account) xmp(packet []byte) []embedded.Text {
	var texts []embedded.Text
	agents, steps := []string{}, 0
	for p := range embedded.Properties(packet) {
		switch p.Name {
		case "DigitalSourceType", "digitalSourceType":
			a.source(p.Value, "XMP DigitalSourceType")
		case "provenance":
			if strings.HasPrefix(p.Value, "http") {
				a.remote = p.Value
			}
		case "action": // of a step of the history, stEvt:action (XMP part 2, 1.2.4.4)
			steps++
		case "softwareAgent":
			if name := embedded.Clean(p.Value); !slices.Contains(agents, name) && len(agents) < maxTraces {
				agents = append(agents, name)
			}
		}
		if len(texts) < embedded.MaxTexts && (len(p.Value) > 24 || p.Name == "CreatorTool" || p.Name == "softwareAgent" || p.Name == "Credit") {
			texts = append(texts, embedded.Text{Place: "XMP", Key: p.Name, Value: p.Value})
		}
	}
	if len(agents) > 0 {
		a.editor(fmt.Sprintf("%s (XMP history, %d steps)", strings.Join(agents, ", "), steps))
	}
	for _, n := range namespaces() {
		if bytes.Contains(packet, []byte(n.url)) {
			a.editor(n.tool + " (XMP)")
		}
	}
	return texts
}

// editorName returns the editing program that s, what a program calls itself, names; "" for none.
func editorName(s string) string {
	lower := strings.ToLower(s)
	for _, known := range []struct{ spelt, name string }{
		{"photoshop", "Adobe Photoshop"}, {"illustrator", "Adobe Illustrator"}, {"lightroom", "Adobe Lightroom"}, {"indesign", "Adobe InDesign"},
		{"gimp", "GIMP"}, {"inkscape", "Inkscape"}, {"krita", "Krita"}, {"paint.net", "Paint.NET"}, {"photopea", "Photopea"}, {"pixlr", "Pixlr"},
		{"canva (", "Canva"}, {"canva.com", "Canva"}, {"figma", "Figma"}, {"pixelmator", "Pixelmator"}, {"affinity", "Affinity"}, {"coreldraw", "CorelDRAW"},
		{"picsart", "PicsArt"}, {"snapseed", "Snapseed"}, {"facetune", "Facetune"}, {"faceapp", "FaceApp"}, {"meitu", "Meitu"}, {"remini", "Remini"},
		{"pdfescape", "PDFescape"}, {"sejda", "Sejda"}, {"pdffiller", "pdfFiller"}, {"ilovepdf", "iLovePDF"}, {"smallpdf", "Smallpdf"},
		{"pdf-xchange", "PDF-XChange"}, {"pdfelement", "PDFelement"}, {"foxit phantom", "Foxit PhantomPDF"}, {"nitro pro", "Nitro Pro"},
	} {
		if strings.Contains(lower, known.spelt) {
			return known.name
		}
	}
	return ""
}

// editorTrace returns the editing program that a text names where a program names itself and the metadata check does not
// look, or whose own record it is.
func editorTrace(t embedded.Text) string {
	switch {
	case t.Place == embedded.PlaceGIFComment && len(t.Value) < embedded.MaxRunes,
		t.Place == embedded.PlaceIPTC && t.Key == "Software",
		t.Key == "Software" && (t.Place == embedded.PlacePNGUTF8 || t.Place == embedded.PlacePNGPacked):
		return editorName(t.Value)
	case strings.Contains(t.Value, `"total_editor_time"`) && strings.Contains(t.Value, `"photos_added"`):
		return "PicsArt" // its record of a session, in a comment or a description
	}
	return ""
}
