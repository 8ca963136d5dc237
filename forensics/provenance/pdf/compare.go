package pdf

import (
	"bytes"
	"slices"
)

// compare says what each update did, given all definitions in file order and where the revisions end.
func (h *History) compare(found []object, ends []int) {
	contents := contentNumbers(found)
	known := map[int]object{}
	h.Updates = make([]Update, len(ends)-1)
	for _, o := range found {
		revision, _ := slices.BinarySearch(ends, o.at) // objects behind the last end are nobody's: they count to the last revision
		revision = min(revision, len(ends)-1)
		before, existed := known[o.number]
		known[o.number] = o
		signature := o.dict.get("ByteRange") != nil
		if revision == 0 {
			h.Signed = h.Signed || signature
			continue
		}
		u := &h.Updates[revision-1]
		u.Signature = u.Signature || signature
		if !existed || !bytes.Equal(before.raw, o.raw) {
			u.note(o, before, existed, contents[o.number])
		}
	}
	for i := range h.Updates {
		h.Updates[i].AfterSigned = h.Signed
		h.Signed = h.Signed || h.Updates[i].Signature
	}
}

// contentNumbers collects the numbers of objects that pages name as their contents.
func contentNumbers(found []object) map[int]bool {
	numbers := map[int]bool{}
	for _, o := range found {
		if o.dict.is("Type", "Page") {
			for _, n := range references(o.dict.get("Contents")) {
				numbers[n] = true
			}
		}
	}
	return numbers
}

// note adds what one new or changed object means.
func (u *Update) note(o, before object, existed, content bool) {
	switch {
	case o.stream && existed && (content || o.dict.is("Subtype", "Image")):
		u.Contents++
	case o.dict.is("Type", "Page"):
		if !existed || !slices.Equal(references(before.dict.get("Contents")), references(o.dict.get("Contents"))) {
			u.Pages++
		}
	case o.dict.is("Subtype", "Widget"):
		if o.dict.get("V") != nil && !o.dict.is("FT", "Sig") {
			u.Fields++
		}
	case !existed && annotation(o.dict):
		u.Annotations++
	}
}

// annotation reports whether d is an annotation that draws something on its page (12.5.6.1).
func annotation(d dictionary) bool {
	if d.get("Rect") == nil {
		return false
	}
	return slices.ContainsFunc([]string{"FreeText", "Stamp", "Ink", "Square", "Circle", "Line", "Polygon", "PolyLine", "Redact", "Highlight", "Watermark"},
		func(kind string) bool { return d.is("Subtype", kind) })
}
