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
	Pairs    int    `help:"Draw so many farm pairs and honest pairs of each channel instead, for loupe eval."`
	Edits    int    `help:"Draw so many scenes instead, of each an untouched picture and edited ones, for loupe eval."`
	Versions int    `help:"With --edits: edited pictures of each scene; 0 draws the untouched ones only." default:"2"`
	Half     string `help:"With --edits: the half shares no font, layout or capture table with the other." enum:"calibration,test" default:"calibration"`
	Seed     uint64 `help:"With --pairs and --edits: other seeds, other people." default:"1"`
	OCRBFont string `name:"ocrb-font" help:"OCR-B font file; empty for the Debian package's."`
}

// Run draws the specimens and their manifest.
func (c samplesCommand) Run(ctx context.Context) error {
	if c.Pairs > 0 {
		pairs, err := samples.GeneratePairs(ctx, c.Out, c.Pairs, c.Seed, samples.Options{OCRBFont: c.OCRBFont})
		if err == nil {
			fmt.Printf("%d pairs in %s; %s says how each belongs together\n", len(pairs), c.Out, samples.PairsFile)
		}
		return err
	}
	if c.Edits > 0 {
		return c.edits(ctx)
	}
	m, err := samples.Generate(ctx, c.Out, samples.Options{Large: c.Large, Bad: c.Bad, OCRBFont: c.OCRBFont})
	if err != nil {
		return err
	}
	fmt.Printf("%d specimens in %s; manifest.json says what each must yield\n", len(m.Entries), c.Out)
	return nil
}

// edits draws labelled single pictures.
func (c samplesCommand) edits(ctx context.Context) error {
	e := samples.EditOptions{Scenes: c.Edits, Edits: c.Versions, Seed: c.Seed, Half: samples.Half(c.Half)}
	list, err := samples.GenerateEdits(ctx, c.Out, e, samples.Options{OCRBFont: c.OCRBFont})
	if err == nil {
		fmt.Printf("%d pictures of %d scenes in %s; %s says what was done to each\n", len(list), c.Edits, c.Out, samples.LabelsFile)
	}
	return err
}
