package bombs

import (
	"bytes"
	"fmt"
	"strings"

	"loupe/torture/craft"
)

func pdfBombs() []Bomb {
	boxed := func(box string) func() []byte { return func() []byte { return boxedPDF(box) } }
	return []Bomb{
		{Name: "pdf/page-loop", Data: loopedPages, Want: Finishes, Why: "a page tree that is its own child"},
		{Name: "pdf/page-tree-deep", Data: deepPages(5000), Want: Finishes, Why: "a page tree 5,000 deep: recursion"},
		{Name: "pdf/million-pages", Data: countedPages, Want: Finishes, Why: "a million pages are announced, one is there"},
		{Name: "pdf/1000-pages", Data: manyPages(1000), Want: "file.multi_page", Why: "1,000 real pages"},
		{Name: "pdf/box-giant", Data: boxed("0 0 1e9 1e9"), Want: Finishes, Why: "a page of 10^18 square points"},
		{Name: "pdf/box-zero", Data: boxed("0 0 0 0"), Want: Finishes, Why: "a page of no size: division by it"},
		{Name: "pdf/box-nan", Data: boxed("nan inf -inf 1e999"), Want: Finishes, Why: "numbers that are none"},
		{Name: "pdf/box-reversed", Data: boxed("2147483647 2147483647 -2147483648 -2147483648"), Want: Finishes, Why: "corners in the wrong order, at the ends of int32"},
		{Name: "pdf/strip", Data: boxed("0 0 14400 1"), Want: Finishes, Why: "200 inches wide, a point high"},
		{Name: "pdf/attachment", Data: attachment, Want: Finishes, Why: "a PDF in a PDF in a PDF"},
		{Name: "pdf/javascript", Data: script, Want: Finishes, Why: "scripts that never end, on opening and for each page"},
		{Name: "pdf/launch", Data: launch, Want: Finishes, Why: "an action that starts a program, another that sends the file away"},
		{Name: "pdf/100000-annotations", Data: annotations(100_000), Want: Finishes, Why: "100,000 notes on one page", Heavy: true},
		{Name: "pdf/encrypted", Data: encrypted, Want: "file.encrypted", Why: "needs a password that nobody has"},
		{Name: "pdf/xref-loop", Data: loopedTable, Want: Finishes, Why: "a cross-reference table before itself (poppler, CVE-2017-7515 kin)"},
		{Name: "pdf/xref-giant", Data: giantTable, Want: Finishes, Why: "a table of 2^31 objects"},
		{Name: "pdf/no-xref", Data: func() []byte {
			return bytes.ReplaceAll(boxedPDF("0 0 200 150"), []byte("startxref"), []byte("starttext"))
		}, Want: Finishes, Why: "no table: the file must be searched for objects"},
		{Name: "pdf/objects-flood", Data: flood, Want: Finishes, Why: "15 MB of `1 0 obj` and no table: quadratic repair", Heavy: true},
		{Name: "pdf/cut", Data: func() []byte { d := boxedPDF("0 0 200 150"); return d[:len(d)/2] }, Want: broken, Why: "half a file"},
		{Name: "pdf/deep-array", Data: deepArray, Want: Finishes, Why: "arrays 500,000 deep: recursion"},
	}
}

func boxedPDF(box string) []byte {
	p := &craft.PDF{}
	tree := p.Add("")
	page := p.Page(tree, "", "0 0 1 rg 10 10 80 60 re f")
	p.Set(tree, fmt.Sprintf("<</Type/Pages/Kids[%d 0 R]/Count 1/MediaBox[%s]>>", page, box))
	p.Set(page, fmt.Sprintf("<</Type/Page/Parent %d 0 R/MediaBox[%s]/Contents %d 0 R>>", tree, box, page-1))
	return p.Bytes(p.Add(fmt.Sprintf("<</Type/Catalog/Pages %d 0 R>>", tree)), "")
}

func loopedPages() []byte {
	p := &craft.PDF{}
	tree := p.Add("<</Type/Pages/Kids[1 0 R 1 0 R 2 0 R]/Count 3/Parent 2 0 R>>")
	p.Add("<</Type/Pages/Kids[1 0 R 2 0 R]/Count 2/Parent 1 0 R>>")
	return p.Bytes(p.Add(fmt.Sprintf("<</Type/Catalog/Pages %d 0 R>>", tree)), "")
}

func deepPages(depth int) func() []byte {
	return func() []byte {
		p := &craft.PDF{}
		for i := range depth {
			p.Add(fmt.Sprintf("<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>", i+2, max(1, i)))
		}
		p.Add(fmt.Sprintf("<</Type/Page/Parent %d 0 R/MediaBox[0 0 200 150]>>", depth))
		return p.Bytes(p.Add("<</Type/Catalog/Pages 1 0 R>>"), "")
	}
}

func countedPages() []byte {
	return bytes.Replace(boxedPDF("0 0 200 150"), []byte("/Count 1/"), []byte("/Count 1000000/"), 1)
}

func manyPages(n int) func() []byte {
	return func() []byte {
		p := &craft.PDF{}
		tree := p.Add("")
		var kids strings.Builder
		for range n {
			fmt.Fprintf(&kids, "%d 0 R ", p.Page(tree, "", "0 0 1 rg 10 10 80 60 re f"))
		}
		p.Set(tree, fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids.String(), n))
		return p.Bytes(p.Add(fmt.Sprintf("<</Type/Catalog/Pages %d 0 R>>", tree)), "")
	}
}

// catalogued returns a file of one page whose catalogue has further entries, made with further objects.
func catalogued(entries func(p *craft.PDF) string) []byte {
	p := &craft.PDF{}
	tree := p.Add("")
	page := p.Page(tree, "", "0 0 1 rg 10 10 80 60 re f")
	p.Set(tree, fmt.Sprintf("<</Type/Pages/Kids[%d 0 R]/Count 1>>", page))
	return p.Bytes(p.Add(fmt.Sprintf("<</Type/Catalog/Pages %d 0 R%s>>", tree, entries(p))), "")
}

func attachment() []byte {
	inner := boxedPDF("0 0 200 150")
	for range 3 {
		file := inner
		inner = catalogued(func(p *craft.PDF) string {
			n := p.Stream("/Type/EmbeddedFile/Subtype/application#2Fpdf", file)
			spec := p.Add(fmt.Sprintf("<</Type/Filespec/F(inner.pdf)/EF<</F %d 0 R>>>>", n))
			return fmt.Sprintf("/Names<</EmbeddedFiles<</Names[(inner.pdf) %d 0 R]>>>>", spec)
		})
	}
	return inner
}

func script() []byte {
	return catalogued(func(p *craft.PDF) string {
		n := p.Add("<</S/JavaScript/JS(while(true){app.alert\\(1\\)})>>")
		return fmt.Sprintf("/OpenAction %d 0 R/AA<</WC %d 0 R>>/Names<</JavaScript<</Names[(a) %d 0 R]>>>>", n, n, n)
	})
}

func launch() []byte {
	return catalogued(func(p *craft.PDF) string {
		send := p.Add("<</S/SubmitForm/F<</FS/URL/F(http://127.0.0.1:1/)>>>>")
		return fmt.Sprintf("/OpenAction<</S/Launch/F(/bin/sh)/Next %d 0 R>>", send)
	})
}

func annotations(n int) func() []byte {
	return func() []byte {
		data := boxedPDF("0 0 200 150")
		note := "<</Type/Annot/Subtype/Square/Rect[1 1 99 99]/C[1 0 0]/Contents(x)>>"
		return bytes.Replace(data, []byte("/Type/Page/"), []byte("/Type/Page/Annots["+strings.Repeat(note, n)+"]/"), 1)
	}
}

// encrypted asks for a password by the standard handler, revision 3 (ISO 32000-2, 7.6.4). Nobody knows it: the digests
// were never computed. The table is right because the trailer comes last.
func encrypted() []byte {
	digest := strings.Repeat("5A", 32)
	lock := fmt.Sprintf("/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -44/O<%s>/U<%s>>>/ID[<%s><%s>]", digest, digest, digest[:32], digest[:32])
	return bytes.Replace(boxedPDF("0 0 200 150"), []byte("/Root"), []byte(lock+"/Root"), 1)
}

func loopedTable() []byte {
	data := boxedPDF("0 0 200 150")
	at := bytes.LastIndex(data, []byte("xref\n0 "))
	return bytes.Replace(data, []byte("/Root"), fmt.Appendf(nil, "/Prev %d/Root", at), 1)
}

func giantTable() []byte {
	data := boxedPDF("0 0 200 150")
	data = bytes.Replace(data, []byte("/Size "), []byte("/Size 2147483647"), 1)
	return bytes.Replace(data, []byte("xref\n0 "), []byte("xref\n0 2147483640"), 1)
}

func flood() []byte {
	return craft.Join([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("1 0 obj\n<<>>\n"), 1_150_000), []byte("trailer<</Root 1 0 R>>"))
}

func deepArray() []byte {
	return bytes.Replace(boxedPDF("0 0 200 150"), []byte("/Type/Page/"), []byte("/Type/Page/Deep"+strings.Repeat("[", 500_000)+"/"), 1)
}
