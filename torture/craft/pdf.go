package craft

import (
	"fmt"
	"strconv"
)

// PDF builds a PDF file (ISO 32000-2, 7.5) object by object.
type PDF struct {
	objects []string
}

// Add appends an object and returns its number, from 1.
func (p *PDF) Add(body string) int {
	p.objects = append(p.objects, body)
	return len(p.objects)
}

// Next returns the number that the next object will have.
func (p *PDF) Next() int { return len(p.objects) + 1 }

// Stream appends a stream object; dict is what stands in its dictionary besides the length.
func (p *PDF) Stream(dict string, data []byte) int {
	return p.Add(Stream(dict, data))
}

// Stream returns the text of a stream object.
func Stream(dict string, data []byte) string {
	return "<<" + dict + "/Length " + strconv.Itoa(len(data)) + ">>stream\n" + string(data) + "\nendstream"
}

// Page appends a page of 200 x 150 points with the given content and resources under the page tree of number tree.
func (p *PDF) Page(tree int, resources, content string) int {
	c := p.Stream("", []byte(content))
	return p.Add(fmt.Sprintf("<</Type/Page/Parent %d 0 R/MediaBox[0 0 200 150]/Resources<<%s>>/Contents %d 0 R>>", tree, resources, c))
}

// Bytes returns the file. root is the number of its catalogue, extra what stands in the trailer besides.
func (p *PDF) Bytes(root int, extra string) []byte {
	out := []byte("%PDF-1.7\n")
	offsets := make([]int, len(p.objects))
	for i, body := range p.objects {
		offsets[i] = len(out)
		out = fmt.Appendf(out, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	table := len(out)
	out = fmt.Appendf(out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		out = fmt.Appendf(out, "%010d 00000 n \n", at)
	}
	return fmt.Appendf(out, "trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, root, extra, table)
}

// OnePage returns a file of one page, whose resources and content build makes with further objects.
func OnePage(build func(p *PDF) (resources, content string)) []byte {
	p := &PDF{}
	tree := p.Add("")
	resources, content := build(p)
	page := p.Page(tree, resources, content)
	p.objects[tree-1] = fmt.Sprintf("<</Type/Pages/Kids[%d 0 R]/Count 1>>", page)
	return p.Bytes(p.Add(fmt.Sprintf("<</Type/Catalog/Pages %d 0 R>>", tree)), "")
}

// ImagePDF returns a file of one page that an embedded picture fills; dict is its image dictionary (8.9.5).
func ImagePDF(dict string, data []byte) []byte {
	return OnePage(func(p *PDF) (string, string) {
		n := p.Stream("/Type/XObject/Subtype/Image"+dict, data)
		return fmt.Sprintf("/XObject<</Im %d 0 R>>", n), "q 200 0 0 150 0 0 cm /Im Do Q"
	})
}

// Set replaces the text of object n.
func (p *PDF) Set(n int, body string) { p.objects[n-1] = body }
