package samples

import (
	"bytes"
	"fmt"
	"image/jpeg"

	"loupe/models"
)

// scanPDF returns a PDF 1.4 of one sheet for each JPEG, which fills it at 300 dpi and stands in the file as it is
// (ISO 32000-1, sections 7.5 and 8.9.5, filter DCTDecode): what scanners and scanning apps write.
func scanPDF(pictures ...[]byte) ([]byte, error) {
	var out bytes.Buffer
	var offsets []int
	object := func(format string, args ...any) {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n", len(offsets))
		fmt.Fprintf(&out, format, args...)
		out.WriteString("\nendobj\n")
	}
	out.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	kids := ""
	for i := range pictures {
		kids += fmt.Sprintf("%d 0 R ", 3+3*i)
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Kids [%s] /Count %d >>", kids, len(pictures))
	for i, data := range pictures {
		size, err := jpeg.DecodeConfig(bytes.NewReader(data))
		if err != nil {
			return nil, fmt.Errorf("samples: a PDF of a picture that is no JPEG: %w", err)
		}
		w, h := float64(size.Width)*72/300, float64(size.Height)*72/300 // points
		object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Resources << /XObject << /Im0 %d 0 R >> >> /Contents %d 0 R >>", w, h, 5+3*i, 4+3*i)
		content := fmt.Sprintf("q %.2f 0 0 %.2f 0 0 cm /Im0 Do Q", w, h)
		object("<< /Length %d >>\nstream\n%s\nendstream", len(content), content)
		object("<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream",
			size.Width, size.Height, len(data), data)
	}
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, table)
	return out.Bytes(), nil
}

// papers puts specimens into PDFs, as people who scan do. What stands in them is examined by its own bytes.
func (g *generator) papers() error {
	for _, one := range []struct {
		file, account, description string
		kind                       models.Kind
		group                      Group
		pictures                   []string
		expect                     Expect
	}{
		{"clean/two_sides.pdf", "acct-103", "a PDF of two sheets: the card's front and its back", models.KindIdentityDocument, GroupClean,
			[]string{"clean/id1.jpg", "clean/id1_back.jpg"}, accepted()},
		{"clean/diploma.pdf", "acct-110", "a PDF of one sheet: the scanned diploma", models.KindDiploma, GroupClean, []string{"clean/diploma_scan.jpg"}, accepted()},
		{"copy/id2_in_pdf.pdf", "acct-505", "another account's card on the second sheet of a PDF", models.KindIdentityDocument, GroupCopy,
			[]string{"clean/licence.jpg", "clean/id2.jpg"}, sameFileAs("clean/id2.jpg", "clean/licence.jpg")},
	} {
		var pictures [][]byte
		for _, name := range one.pictures {
			pictures = append(pictures, g.kept[name].data)
		}
		data, err := scanPDF(pictures...)
		if err != nil {
			return err
		}
		entry := Entry{File: one.file, Account: one.account, Kind: one.kind, Claim: g.kept[one.pictures[0]].entry.Claim, Group: one.group,
			Description: one.description, Expect: one.expect, Truth: g.kept[one.pictures[0]].entry.Truth}
		entry.Truth.Orientation = 0 // what the JPEG's EXIF says has no meaning inside a PDF
		if err := g.add(entry, data); err != nil {
			return err
		}
	}
	return nil
}

// sameFileAs expects that these files of other accounts are found inside.
func sameFileAs(files ...string) Expect {
	e := suspected(models.ReasonReuseSameFile)
	for _, f := range files {
		e.Links = append(e.Links, ExpectedLink{f, models.RelationSameFile})
	}
	return e
}
