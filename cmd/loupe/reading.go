package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"loupe/forensics"
	"loupe/forensics/consistency"
	"loupe/forensics/list"
	"loupe/forensics/quality"
	"loupe/ocr"
)

// roomFlags is everything that a worker process is told.
type roomFlags struct {
	limitFlags   `embed:""`
	readingFlags `embed:""`
}

// readingFlags say how documents are read and judged.
type readingFlags struct {
	Languages    string `help:"Tesseract models that read the text together, such as eng+deu+fra (Debian: tesseract-ocr-deu, ...)." default:"eng"`
	Institutions string `help:"File with the name of one institution a line: what a diploma's is compared with." type:"existingfile"`
	Strictness   string `help:"How good a picture must be: lenient, standard, strict." enum:"lenient,standard,strict" default:"standard"`
}

// workerSettings is what a worker process is told on its command line.
type workerSettings struct {
	Limits       forensics.Limits `json:"limits"`
	PageCPU      time.Duration    `json:"page_cpu"`
	Languages    []string         `json:"languages"`
	Institutions string           `json:"institutions,omitempty"`
	Strictness   string           `json:"strictness"`
}

// workerCommand is how a worker process is started.
func (f roomFlags) workerCommand() ([]string, error) {
	l, err := f.limits()
	if err != nil {
		return nil, err
	}
	languages, err := ocr.ParseLanguages(f.Languages)
	if err != nil {
		return nil, fmt.Errorf("--languages: %w", err)
	}
	settings, err := json.Marshal(workerSettings{l, f.PageCPU, languages, f.Institutions, f.Strictness})
	return []string{"/proc/self/exe", "darkroom", "--settings", string(settings)}, err
}

// policies returns what the checks judge by. The operator's own files are read here, before the worker is sealed.
func (s workerSettings) policies() (list.Policies, error) {
	p := list.DefaultPolicies()
	var err error
	if s.Strictness != "" {
		if p.Quality, err = p.Quality.At(quality.Level(s.Strictness)); err != nil {
			return p, fmt.Errorf("--strictness: %w", err)
		}
	}
	if s.Institutions == "" {
		return p, nil
	}
	f, err := os.Open(s.Institutions)
	if err != nil {
		return p, fmt.Errorf("--institutions: %w", err)
	}
	defer f.Close() //nolint:errcheck // only read
	if p.Consistency.Institutions, err = consistency.ReadInstitutions(f); err != nil {
		return p, fmt.Errorf("--institutions: %w", err)
	}
	return p, nil
}
