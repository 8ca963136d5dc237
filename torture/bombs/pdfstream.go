package bombs

import (
	"bytes"
	"fmt"
	"strings"

	"loupe/torture/craft"
)

func pdfStreamBombs() []Bomb {
	return []Bomb{
		{Name: "pdf/content-1g", Data: content("/Filter/FlateDecode", func() []byte { return craft.DeflateRun(' ', 1<<30) }), Want: Finishes, Why: "a page description of 1 GB in 1 MB", Heavy: true},
		{Name: "pdf/flate-flate-flate", Data: content("/Filter[/FlateDecode/FlateDecode/FlateDecode]", tripled), Want: Finishes, Why: "three filters one on the other: 2 GB in some kilobytes", Heavy: true},
		{Name: "pdf/filters-1000", Data: content("/Filter["+strings.Repeat("/ASCIIHexDecode", 1000)+"]", func() []byte { return []byte("20>") }), Want: Finishes, Why: "1,000 filters"},
		{Name: "pdf/run-length", Data: content("/Filter/RunLengthDecode", func() []byte { return bytes.Repeat([]byte{129, ' '}, 4_000_000) }), Want: Finishes, Why: "512 MB by run lengths", Heavy: true},
		{Name: "pdf/form-itself", Data: formItself, Want: Finishes, Why: "a form that draws itself (mupdf, CVE-2018-6544 kin)"},
		{Name: "pdf/forms-10^9", Data: formTree(9), Want: Finishes, Why: "forms that draw ten forms each, nine deep: billion laughs", Heavy: true},
		{Name: "pdf/pattern-itself", Data: patternItself, Want: Finishes, Why: "a tiling pattern painted with itself"},
		{Name: "pdf/pattern-tiny", Data: tinyPattern, Want: Finishes, Why: "tiles of 0.001 points over a page: 30 billion", Heavy: true},
		{Name: "pdf/million-paths", Data: content("", func() []byte { return bytes.Repeat([]byte("1 1 m 190 140 l S "), 400_000) }), Want: Finishes, Why: "400,000 lines", Heavy: true},
		{Name: "pdf/long-path", Data: content("", longPath), Want: Finishes, Why: "one path of 300,000 curves, filled: quadratic crossings", Heavy: true},
		{Name: "pdf/save-states", Data: content("", func() []byte { return bytes.Repeat([]byte("q "), 2_000_000) }), Want: Finishes, Why: "2 million saved graphics states", Heavy: true},
		{Name: "pdf/dashes", Data: content("", func() []byte { return []byte("[0.00001 0.00001] 0 d 1 1 m 1e6 1e6 l S") }), Want: Finishes, Why: "10^11 dashes on one line"},
		{Name: "pdf/shading", Data: shading, Want: Finishes, Why: "a shading whose function is itself"},
		{Name: "pdf/object-stream-loop", Data: objectStream, Want: Finishes, Why: "an object stream that extends itself and holds itself"},
		{Name: "pdf/length-itself", Data: lengthItself, Want: Finishes, Why: "a stream whose length is the stream"},
		{Name: "pdf/font-itself", Data: fontItself, Want: Finishes, Why: "a letter of a Type 3 font that is written with the font"},
	}
}

// content returns a file of one page with that page description.
func content(dict string, data func() []byte) func() []byte {
	return func() []byte {
		p := &craft.PDF{}
		c := p.Stream(dict, data())
		page := p.Add(fmt.Sprintf("<</Type/Page/Parent %d 0 R/MediaBox[0 0 200 150]/Contents %d 0 R>>", p.Next()+1, c))
		tree := p.Add(fmt.Sprintf("<</Type/Pages/Kids[%d 0 R]/Count 1>>", page))
		return p.Bytes(p.Add(fmt.Sprintf("<</Type/Catalog/Pages %d 0 R>>", tree)), "")
	}
}

// tripled inflates to 2 GB. What deflates once to a repetition deflates well again.
func tripled() []byte {
	return craft.Deflate(craft.Deflate(craft.DeflateRun(' ', 2<<30)))
}

func longPath() []byte {
	b := []byte("10 10 m ")
	for i := range 300_000 {
		b = fmt.Appendf(b, "%d %d %d %d %d %d c ", i*7%200, i*11%150, i*13%200, i*17%150, i*19%200, i*23%150)
	}
	return append(b, "f*"...)
}

func formItself() []byte {
	return craft.OnePage(func(p *craft.PDF) (string, string) {
		n := p.Next()
		p.Stream(fmt.Sprintf("/Type/XObject/Subtype/Form/BBox[0 0 200 150]/Resources<</XObject<</F %d 0 R>>>>", n), []byte("/F Do /F Do"))
		return fmt.Sprintf("/XObject<</F %d 0 R>>", n), "/F Do"
	})
}

func formTree(depth int) func() []byte {
	return func() []byte {
		return craft.OnePage(func(p *craft.PDF) (string, string) {
			n := p.Stream("/Type/XObject/Subtype/Form/BBox[0 0 200 150]", []byte("1 1 5 5 re f"))
			for range depth {
				n = p.Stream(fmt.Sprintf("/Type/XObject/Subtype/Form/BBox[0 0 200 150]/Resources<</XObject<</F %d 0 R>>>>", n), bytes.Repeat([]byte("/F Do "), 10))
			}
			return fmt.Sprintf("/XObject<</F %d 0 R>>", n), "/F Do"
		})
	}
}

func patternItself() []byte {
	return craft.OnePage(func(p *craft.PDF) (string, string) {
		n := p.Next()
		p.Stream(fmt.Sprintf("/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9/Resources<</Pattern<</P %d 0 R>>>>", n), []byte("/Pattern cs /P scn 0 0 9 9 re f"))
		return fmt.Sprintf("/Pattern<</P %d 0 R>>", n), "/Pattern cs /P scn 0 0 200 150 re f"
	})
}

func tinyPattern() []byte {
	return craft.OnePage(func(p *craft.PDF) (string, string) {
		n := p.Stream("/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 0.001/YStep 0.001/Resources<<>>", []byte("1 0 0 rg 0 0 5 5 re f"))
		return fmt.Sprintf("/Pattern<</P %d 0 R>>", n), "/Pattern cs /P scn 0 0 200 150 re f"
	})
}

func shading() []byte {
	return craft.OnePage(func(p *craft.PDF) (string, string) {
		n := p.Next()
		p.Add(fmt.Sprintf("<</FunctionType 3/Domain[0 1]/Functions[%d 0 R %d 0 R]/Bounds[0.5]/Encode[0 1 0 1]>>", n, n))
		return fmt.Sprintf("/Shading<</S<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 200 150]/Function %d 0 R>>>>", n), "/S sh"
	})
}

func objectStream() []byte {
	return craft.OnePage(func(p *craft.PDF) (string, string) {
		n := p.Next()
		p.Stream(fmt.Sprintf("/Type/ObjStm/N 1000000/First 20/Extends %d 0 R", n), fmt.Appendf(nil, "%d 0 999999999 99 ", n))
		return "", "1 1 5 5 re f"
	})
}

func lengthItself() []byte {
	return craft.OnePage(func(p *craft.PDF) (string, string) {
		n := p.Next()
		p.Add(fmt.Sprintf("<</Type/XObject/Subtype/Form/BBox[0 0 200 150]/Length %d 0 R>>stream\n1 1 5 5 re f\nendstream", n))
		return fmt.Sprintf("/XObject<</F %d 0 R>>", n), "/F Do"
	})
}

func fontItself() []byte {
	return craft.OnePage(func(p *craft.PDF) (string, string) {
		font := p.Next() + 1
		glyph := p.Stream("", []byte("9 0 0 0 9 9 d1 BT /T 9 Tf (aa) Tj ET"))
		p.Add(fmt.Sprintf("<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a %d 0 R>>/Encoding<</Differences[97/a]>>/FirstChar 97/LastChar 97/Widths[9]/Resources<</Font<</T %d 0 R>>>>>>", glyph, font))
		return fmt.Sprintf("/Font<</T %d 0 R>>", font), "BT /T 9 Tf 9 9 Td (aaaa) Tj ET"
	})
}
