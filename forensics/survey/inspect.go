package survey

import "bytes"

// inspect looks whether a block beside the picture, at offset at, begins like an archive, a program or a document, or
// holds active content anywhere: what a web server or browser would run.
func (l *looker) inspect(at int, block []byte) {
	if len(block) > l.unread {
		l.problem("blocks of metadata overlap")
		return
	}
	l.unread -= len(block)
	if kind, what, ok := begins(block); ok {
		l.foreign(Trailer{Offset: at, Bytes: len(block), Kind: kind, What: what})
		return
	}
	if i, what := scriptIn(block); i >= 0 {
		l.foreign(Trailer{Offset: at + i, Bytes: len(block) - i, Kind: KindScript, What: what})
	}
}

const (
	endOfDirectory = "PK\x05\x06"
	sizeOfEnd      = 22
	mostComment    = 1<<16 - 1
	headPDF        = 1024 // where readers still accept the header of a PDF (ISO 32000-1, Adobe's implementation note 13)
)

// hidden looks for what is found wherever in the file it stands: a ZIP archive is read from its end, a PDF begins within
// the first kilobyte, a script may use a picture's header as a comment.
func (l *looker) hidden() {
	l.hiddenZIP()
	head := l.data[1:min(len(l.data), headPDF)]
	if i := bytes.Index(head, []byte("%PDF-")); i >= 0 && l.MediaType != "application/pdf" {
		l.once(Trailer{Offset: 1 + i, Bytes: len(l.data) - 1 - i, Kind: KindDocument, What: "a PDF"})
	}
	l.hiddenComment()
}

// hiddenZIP looks for the record that ends a ZIP archive in the last 64 KB (APPNOTE 4.3.16) and believes it when the
// directory that it names stands before it.
func (l *looker) hiddenZIP() {
	from := max(0, len(l.data)-sizeOfEnd-mostComment)
	for tail := l.data[from:]; ; {
		i := bytes.LastIndex(tail, []byte(endOfDirectory))
		if i < 0 {
			return
		}
		at := from + i
		size, start := le32(l.data, at+12), le32(l.data, at+16)
		if slice(l.data, at, sizeOfEnd) != nil && size > 0 && size <= at && bytes.HasPrefix(l.data[at-size:], []byte("PK\x01\x02")) {
			begin := max(0, at-size-start) // offsets count from the archive's first byte, or from the file's
			l.once(Trailer{Offset: begin, Bytes: at + sizeOfEnd - begin, Kind: KindArchive, What: "a ZIP archive"})
			return
		}
		tail = tail[:i]
	}
}

// hiddenComment looks for the trick by which a picture is also JavaScript: a length or a width reads as "/*", and
// something later closes the comment.
func (l *looker) hiddenComment() {
	opened := bytes.HasPrefix(l.data, []byte("\xff\xd8\xff\xe0/*")) || hasMagic(l.data, "GIF8?a/*") || hasMagic(l.data, "BM/*")
	if !opened {
		return
	}
	if i := bytes.Index(l.data, []byte("*/=")); i >= 0 {
		l.once(Trailer{Offset: i, Bytes: len(l.data) - i, Kind: KindScript, What: "JavaScript that takes the picture for a comment"})
	}
}

// once notes t unless something foreign that holds t's end, or a trailer of its kind, is noted already.
func (l *looker) once(t Trailer) {
	for _, known := range l.Trailers {
		if known.Kind == t.Kind && t.Offset+t.Bytes > known.Offset {
			return
		}
	}
	for _, known := range l.Foreign {
		if known.Kind == t.Kind {
			return
		}
	}
	l.foreign(t)
}
