package embedded

import (
	"bytes"
	"encoding/xml"
	"iter"
	"slices"
	"strings"
)

const (
	maxXMPTokens = 20_000 // of one packet
	maxXMPDepth  = 64     // open elements; a real packet has a dozen
)

// Property is one simple value of an XMP packet: the property's or structure field's name without its prefix, untrusted.
type Property struct{ Name, Value string }

// Properties yields the simple values of a packet in document order with a plain token walk, so that the fields of
// structures (the edit history) are seen, too (ISO 16684-1, 7). It never fails: damage ends the packet.
func Properties(packet []byte) iter.Seq[Property] {
	return func(yield func(Property) bool) {
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
				if open = append(open, t.Name.Local); len(open) > maxXMPDepth || !attributes(t.Attr, open, yield) {
					return
				}
			case xml.EndElement:
				open = open[:max(0, len(open)-1)]
			case xml.CharData:
				if text := strings.TrimSpace(string(t)); text != "" && !yield(Property{property(open), text}) {
					return
				}
			}
		}
	}
}

// attributes yields properties that are written as attributes; rdf:resource is the value of the element that has it (7.5).
func attributes(list []xml.Attr, open []string, yield func(Property) bool) bool {
	for _, a := range list {
		name := a.Name.Local
		if a.Name.Space == "rdf" && name == "resource" {
			name = property(open)
		}
		if !yield(Property{name, a.Value}) {
			return false
		}
	}
	return true
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
