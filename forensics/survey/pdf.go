package survey

import "bytes"

// pdf looks for the end of the file only (ISO 32000-1, 7.5.5): pages are counted by whoever opens the file.
func (l *looker) pdf() {
	l.Frames, l.Pages, l.Chunks = 0, 0, 0
	end := bytes.LastIndex(l.data, []byte("%%EOF"))
	if end < 0 {
		return
	}
	l.End = end + len("%%EOF")
	for l.End < len(l.data) && (l.data[l.End] == '\r' || l.data[l.End] == '\n') {
		l.End++
	}
	l.Complete = bytes.Contains(l.data, []byte("startxref"))
}
