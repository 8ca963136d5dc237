// Package pdftest writes PDFs for tests: honest ones from parts, and hostile ones (Hostile). Output is the same bytes
// each time. Section numbers are those of ISO 32000-1.
package pdftest

import (
	"bytes"
	"fmt"
	"strings"
)

// Document is a PDF under construction; its zero value is empty and ready.
type Document struct {
	Encryption *Encryption // nil leaves the file open
	Catalog    string      // further entries of the catalog, such as "/Names 4 0 R"
	PagesCount int         // /Count to claim; 0 tells the truth

	objects []object
	pages   []int
	tree    int // object number of the page tree's root, 0 until the first page
}

type object struct {
	dictionary string // without << >> for streams, the whole object otherwise
	stream     []byte // nil for objects that are none
}

// Page is one sheet. Zero values give an empty A4 sheet.
type Page struct {
	MediaBox  string            // four numbers; "0 0 595 842" when empty
	Rotate    int               // degrees clockwise
	Content   string            // content stream
	Resources map[string]string // such as "XObject": "/P 3 0 R", "Font": "/F 4 0 R"; written in the order of the keys
	Entries   string            // further entries, such as "/Annots [5 0 R]"
}

// Object adds an object and returns its number. Body is everything between "obj" and "endobj".
func (d *Document) Object(body string) int {
	d.objects = append(d.objects, object{dictionary: body})
	return len(d.objects)
}

// Stream adds a stream with the given dictionary entries, /Length excluded, and returns its number.
func (d *Document) Stream(entries string, data []byte) int {
	if data == nil {
		data = []byte{}
	}
	d.objects = append(d.objects, object{entries, data})
	return len(d.objects)
}

// Set replaces the body of object n, for objects that refer to each other.
func (d *Document) Set(n int, body string) { d.objects[n-1] = object{dictionary: body} }

// SetStream replaces the dictionary entries and data of object n.
func (d *Document) SetStream(n int, entries string, data []byte) {
	d.objects[n-1] = object{entries, data}
}

// Tree returns the object number of the page tree's root, for those who write their own.
func (d *Document) Tree() int {
	if d.tree == 0 {
		d.tree = d.Object("")
	}
	return d.tree
}

// Page adds a sheet and returns its object number.
func (d *Document) Page(p Page) int {
	if p.MediaBox == "" {
		p.MediaBox = "0 0 595 842"
	}
	tree := d.Tree()
	content := d.Stream("", []byte(p.Content))
	var resources strings.Builder
	for _, key := range []string{"ColorSpace", "ExtGState", "Font", "Pattern", "Properties", "Shading", "XObject"} {
		if p.Resources[key] != "" {
			fmt.Fprintf(&resources, "/%s << %s >> ", key, p.Resources[key])
		}
	}
	n := d.Object(fmt.Sprintf("<< /Type /Page /Parent %d 0 R /MediaBox [%s] /Rotate %d /Contents %d 0 R /Resources << %s>> %s >>",
		tree, p.MediaBox, p.Rotate, content, resources.String(), p.Entries))
	d.pages = append(d.pages, n)
	return n
}

// Bytes returns the file. Call it once.
func (d *Document) Bytes() []byte {
	if tree := d.Tree(); d.objects[tree-1].dictionary == "" {
		d.Set(tree, d.pageTree())
	}
	catalog := d.Object(fmt.Sprintf("<< /Type /Catalog /Pages %d 0 R %s >>", d.Tree(), d.Catalog))
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(d.objects))
	for i, o := range d.objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n", i+1)
		if o.stream == nil {
			fmt.Fprintf(&b, "%s\nendobj\n", o.dictionary)
			continue
		}
		data := d.Encryption.encrypt(i+1, o.stream)
		fmt.Fprintf(&b, "<< %s /Length %d >>\nstream\n", o.dictionary, len(data))
		b.Write(data)
		b.WriteString("\nendstream\nendobj\n")
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, catalog, d.Encryption.trailer(), start)
	return b.Bytes()
}

func (d *Document) pageTree() string {
	var kids strings.Builder
	for _, n := range d.pages {
		fmt.Fprintf(&kids, "%d 0 R ", n)
	}
	count := d.PagesCount
	if count == 0 {
		count = len(d.pages)
	}
	return fmt.Sprintf("<< /Type /Pages /Kids [ %s] /Count %d >>", kids.String(), count)
}
