package metadata

import (
	"bytes"
	"encoding/xml"
	"slices"
	"strings"
)

const (
	maxXMPTokens = 20_000 // of one packet
	maxXMPDepth  = 64     // open elements; a real packet has a dozen
	maxWords     = 32     // values kept of one kind
)

// xmp is what is used of a file's XMP packets. Words are clean.
type xmp struct {
	tools      []string          // CreatorTool, tiff:Software and every softwareAgent of the history, each once, in order
	dates      map[string]string // CreateDate, ModifyDate, DateTimeOriginal, DateCreated: the first of each
	properties int
}

// readXMP reads packets with a plain token walk, so that structures (the edit history) are seen, too (ISO 16684-1, 7).
// It never fails: damage ends the packet.
func readXMP(packets [][]byte) xmp {
	x := xmp{dates: map[string]string{}}
	for _, packet := range packets {
		x.read(packet)
	}
	return x
}

func (x *xmp) read(packet []byte) {
	d := xml.NewDecoder(bytes.NewReader(packet))
	d.Strict = false
	var open []string // names of the open elements
	for range maxXMPTokens {
		token, err := d.RawToken()
		if err != nil {
			return
		}
		switch t := token.(type) {
		case xml.StartElement:
			if open = append(open, t.Name.Local); len(open) > maxXMPDepth {
				return
			}
			for _, a := range t.Attr {
				x.property(a.Name.Local, a.Value)
			}
		case xml.EndElement:
			open = open[:max(0, len(open)-1)]
		case xml.CharData:
			if text := strings.TrimSpace(string(t)); text != "" {
				x.property(property(open), text)
			}
		}
	}
}

// property returns the innermost element that is not part of a list's syntax.
func property(open []string) string {
	for _, name := range slices.Backward(open) {
		switch name {
		case "li", "Seq", "Bag", "Alt":
			continue
		}
		return name
	}
	return ""
}

func (x *xmp) property(name, value string) {
	switch name {
	case "CreatorTool", "softwareAgent", "Software":
		if tool := clean(value); tool != "" && len(x.tools) < maxWords && !slices.Contains(x.tools, tool) {
			x.tools = append(x.tools, tool)
		}
	case "CreateDate", "ModifyDate", "DateTimeOriginal", "DateCreated":
		if x.dates[name] == "" {
			x.dates[name] = clean(value)
		}
	}
	x.properties++
}
