package main

import (
	"context"
	"fmt"

	"loupe/samples"
)

type samplesCommand struct {
	Out      string `help:"Directory to draw into." default:"build/samples" type:"path"`
	Large    bool   `help:"Also draw the 12-megapixel pictures."`
	Bad      bool   `help:"Also write the files that must be refused, into bad/."`
	OCRBFont string `name:"ocrb-font" help:"OCR-B font file; empty for the Debian package's."`
}

// Run draws the specimens and their manifest.
func (c samplesCommand) Run(ctx context.Context) error {
	m, err := samples.Generate(ctx, c.Out, samples.Options{Large: c.Large, Bad: c.Bad, OCRBFont: c.OCRBFont})
	if err != nil {
		return err
	}
	fmt.Printf("%d specimens in %s; manifest.json says what each must yield\n", len(m.Entries), c.Out)
	return nil
}
