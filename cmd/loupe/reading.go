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
	Strictness   string `help:"How good a picture must be: lenient, standard or strict; without it, as the quality policy says for each kind." enum:",lenient,standard,strict" default:""`

	QualityPolicy string `help:"File with the limits of every quality measure, for each kind, in the place of forensics/quality/policy.json." type:"existingfile"`
}

// workerSettings is what a worker process is told on its command line.
type workerSettings struct {
	Limits       forensics.Limits `json:"limits"`
	PageCPU      time.Duration    `json:"page_cpu"`
	Languages    []string         `json:"languages"`
	Institutions string           `json:"institutions,omitempty"`
	Quality      quality.Policy   `json:"quality"`
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
	policy, err := f.qualityPolicy()
	if err != nil {
		return nil, err
	}
	settings, err := json.Marshal(workerSettings{l, f.PageCPU, languages, f.Institutions, policy})
	return []string{"/proc/self/exe", "darkroom", "--settings", string(settings)}, err
}

// qualityPolicy returns the limits of the quality measures. They are read at the start, so that every worker has the same.
func (f readingFlags) qualityPolicy() (quality.Policy, error) {
	p := quality.DefaultPolicy()
	if f.QualityPolicy != "" {
		data, err := os.ReadFile(f.QualityPolicy)
		if err != nil {
			return p, fmt.Errorf("--quality-policy: %w", err)
		}
		if p, err = quality.ParsePolicy(data); err != nil {
			return p, fmt.Errorf("--quality-policy %s: %w", f.QualityPolicy, err)
		}
	}
	if f.Strictness == "" {
		return p, nil
	}
	return p.At(quality.Level(f.Strictness))
}

// policies returns what the checks judge by. The operator's own files are read here, before the worker is sealed.
func (s workerSettings) policies() (list.Policies, error) {
	p := list.DefaultPolicies()
	p.Quality = s.Quality
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
