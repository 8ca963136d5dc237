// Package pdf reads from a PDF's own structure how it came to be: which programs wrote it, how often it was updated
// after it was first written, and whether an update changed what its pages show (ISO 32000-1, 7.5).
//
// It is total: hostile bytes give an empty or partial History, never a panic; time is linear in the file's size.
package pdf

import (
	"bytes"
	"slices"
)

// History is what a file says of its making. Words are untrusted.
type History struct {
	Producer, Creator string   // of the newest information dictionary that states them
	Former            []string // other producers that older revisions state, oldest first
	Revisions         int      // times that the file was written: 1 for a file without updates, 0 when no revision can be found
	Linearised        bool     // its two sections count as one revision
	Signed            bool     // a signature's byte range stands in it
	Updates           []Update // one for each revision after the first
}

// Update is what one revision after the first did.
type Update struct {
	Contents    int  // page contents or pictures that it replaced
	Pages       int  // pages that it added, or gave other contents
	Annotations int  // annotations that it drew on pages; links, pop-ups and form fields do not count
	Fields      int  // form fields that it filled or added
	Signature   bool // it added a signature
	AfterSigned bool // an earlier revision was signed
}

// Changes reports whether the update changed what the pages show.
func (u Update) Changes() bool { return u.Contents > 0 || u.Pages > 0 || u.Annotations > 0 }

// Read reads the history of a file.
func Read(data []byte) History {
	if i := bytes.Index(data[:min(len(data), headerWithin)], []byte("%PDF-")); i > 0 {
		data = data[i:] // offsets count from the header
	}
	s := scanner{data: data}
	s.scan()
	var h History
	for _, o := range s.found[:min(len(s.found), 3)] {
		h.Linearised = h.Linearised || o.dict.get("Linearized") != nil // annex F.3.3: among the first objects
	}
	ends, trailers := revisions(data, h.Linearised)
	h.Revisions = len(ends)
	if len(ends) == 0 {
		ends = []int{len(data)}
	}
	encrypted := slices.ContainsFunc(trailers, func(d dictionary) bool { return d.get("Encrypt") != nil })
	h.compare(s.found, ends)
	if !encrypted {
		h.programs(s.found, trailers)
	}
	return h
}

// headerWithin is how far into the file readers look for the header (annex H, note 13 of the PDF reference 1.7).
const headerWithin = 1024

// maxSections bounds the chain of cross-reference sections.
const maxSections = 1000

// revisions follows the chain of cross-reference sections from the newest to the oldest (7.5.6) and returns where each
// revision ends, oldest first, with the trailers, newest first. A file whose chain is broken gives what could be followed.
func revisions(data []byte, linearised bool) (ends []int, trailers []dictionary) {
	last := bytes.LastIndex(data, []byte("startxref"))
	if last < 0 {
		return nil, nil
	}
	seen := map[int]bool{}
	for at := number(data[last+len("startxref"):]); at > 0 && at < len(data) && !seen[at] && len(seen) < maxSections; {
		seen[at] = true
		d := trailer(data[at:])
		end := bytes.Index(data[at:], []byte("%%EOF"))
		if d == nil {
			break
		}
		trailers = append(trailers, d)
		if end < 0 {
			end = len(data) - at
		}
		ends = append(ends, at+end)
		at = number(d.get("Prev"))
	}
	if n := len(ends); linearised && n > 1 {
		ends = append(ends[:n-2], max(ends[n-2], ends[n-1])) // the section of the first page and the rest's (annex F.3.4)
	}
	slices.Sort(ends)
	return slices.Compact(ends), trailers
}

// trailer returns the trailer of the section at the beginning of b: of a table the dictionary behind it, of a stream its
// own (7.5.5, 7.5.8).
func trailer(b []byte) dictionary {
	b = b[blank(b):]
	if bytes.HasPrefix(b, []byte("xref")) {
		i := bytes.Index(b, []byte("trailer"))
		if i < 0 {
			return nil
		}
		b = b[i+len("trailer"):]
	} else {
		i := bytes.Index(b[:min(len(b), 40)], []byte(" obj"))
		if i < 0 {
			return nil
		}
		b = b[i+len(" obj"):]
	}
	b = b[blank(b):]
	if !bytes.HasPrefix(b, []byte("<<")) {
		return nil
	}
	inside := b[2:min(len(b), maxHead)]
	return readDictionary(b[:2+min(len(inside), extent(inside, false)+len(">>"))])
}
