package main

import (
	"fmt"
	"time"

	"loupe/forensics"
)

// limitFlags bound what one file may be and what it may cost, and how it is walled in. docs/limits.md says what each
// protects from.
type limitFlags struct {
	MaxBytes       int64         `help:"Bytes of a file." default:"20000000"`
	MaxPixels      int64         `help:"Pixels of one picture." default:"40000000"`
	MaxFramePixels int64         `help:"Pixels of one picture times its frames; only the first frame is decoded." default:"400000000"`
	MaxHEICPixels  int64         `name:"max-heic-pixels" help:"Pixels of a HEIC, which costs more to decode." default:"26000000"`
	MaxAVIFPixels  int64         `name:"max-avif-pixels" help:"Pixels of an AVIF, which needs more memory." default:"16500000"`
	MaxSide        int           `help:"Pixels of a picture's longer side." default:"12000"`
	MinSide        int           `help:"Pixels of a picture's shorter side." default:"16"`
	MaxSheets      int           `help:"Sheets of a PDF or TIFF." default:"10"`
	MaxPages       int           `help:"Pictures that one file gives: a sheet may hold several." default:"20"`
	MaxScans       int           `help:"Scans of a JPEG." default:"100"`
	MaxChunks      int           `help:"Segments, chunks, boxes or directory entries of a file." default:"10000"`
	MaxMetadata    int           `help:"Bytes of EXIF, XMP, IPTC, text and comments." default:"8000000"`
	MaxProfile     int           `help:"Bytes of a colour profile." default:"4000000"`
	MaxRatio       int64         `help:"Decoded bytes for each byte of a file, of pictures above 4 megapixels." default:"2000"`
	Formats        []string      `help:"Formats that are read." default:"jpeg,png,webp,tiff,bmp,gif,heic,avif,pdf"`
	JobCPU         time.Duration `name:"job-cpu" help:"CPU time of one submission of one page." default:"15s"`
	PageCPU        time.Duration `name:"page-cpu" help:"CPU time that each further page adds." default:"2s"`

	RequireIsolation bool `help:"Start no worker process without its system call filter."`
}

// limits returns the bounds of a file, or says which flag makes no sense.
func (f limitFlags) limits() (forensics.Limits, error) {
	l := forensics.Limits{
		MaxBytes: f.MaxBytes, MaxPixels: f.MaxPixels, MaxFramePixels: f.MaxFramePixels,
		MaxHEICPixels: f.MaxHEICPixels, MaxAVIFPixels: f.MaxAVIFPixels, MaxSide: f.MaxSide, MinSide: f.MinSide,
		MaxSheets: f.MaxSheets, MaxPages: f.MaxPages, MaxScans: f.MaxScans, MaxChunks: f.MaxChunks, MaxMetadata: f.MaxMetadata,
		MaxProfile: f.MaxProfile, MaxRatio: f.MaxRatio, Formats: f.Formats,
	}
	if f.PageCPU < 0 {
		return l, fmt.Errorf("--page-cpu is %s, must not be negative", f.PageCPU)
	}
	return l, l.Validate()
}
