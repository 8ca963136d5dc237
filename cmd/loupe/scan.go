package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"loupe/api"
	"loupe/darkroom"
	"loupe/forensics/verdict"
	"loupe/models"
)

type scanCommand struct {
	roomFlags `embed:""`

	Files     []string `arg:"" name:"file" help:"Pictures to examine." type:"path"`
	Kind      string   `help:"What the pictures claim to be." enum:"identity_document,diploma,profile_photo" default:"identity_document"`
	Profile   string   `help:"How thoroughly to look: full, or fast as for live uploads." enum:"full,fast" default:"full"`
	Claim     string   `help:"What the account says of itself, as JSON: {\"name\":\"...\",\"date_of_birth\":\"YYYY-MM-DD\",...}."`
	JSON      bool     `name:"json" help:"One JSON report per line."`
	Artifacts string   `help:"Directory for heat maps, previews and other pictures." type:"path"`
}

// Run prints one report per file; it fails when a file got none.
func (c scanCommand) Run(ctx context.Context, log *slog.Logger) error {
	policy, err := verdict.DefaultPolicy()
	if err != nil {
		return err
	}
	claim, err := api.ParseClaim([]byte(c.Claim))
	if err != nil {
		return fmt.Errorf("--claim: %w", err)
	}
	pool, err := newPool(1, c.roomFlags, "", log)
	if err != nil {
		return err
	}
	defer pool.Close()
	var errs []error
	for _, file := range c.Files {
		report, err := c.scan(ctx, pool, policy, claim, file)
		if err == nil {
			err = printReport(os.Stdout, file, report, c.JSON)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", file, err))
		}
	}
	return errors.Join(errs...)
}

func (c scanCommand) scan(ctx context.Context, pool *darkroom.Pool, policy verdict.Policy, claim models.Claim, file string) (models.Report, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return models.Report{}, err
	}
	kind := models.Kind(c.Kind)
	brief := models.Brief{Kind: kind, Claim: claim, Day: time.Now().UTC(), Profile: models.Profile(c.Profile)}
	exam, err := pool.Examine(ctx, []models.Original{{Data: data, Filename: filepath.Base(file)}}, brief, models.PriorityLive, nil)
	if ctx.Err() != nil {
		return models.Report{}, ctx.Err()
	}
	report := reportOf(policy, kind, exam, err)
	report.Engine.Profile = brief.Profile
	if report.File.SHA256 == "" { // refused or lost: the bytes are known all the same
		sum := sha256.Sum256(data)
		report.File.SHA256, report.File.Bytes = hex.EncodeToString(sum[:]), int64(len(data))
	}
	return report, keepReportArtifacts(c.Artifacts, file, &report)
}

// reportOf judges one examination without a store: nothing is known of other accounts.
func reportOf(policy verdict.Policy, kind models.Kind, exam models.Examination, problem error) models.Report {
	c := verdict.Case{Kind: kind, Pages: exam.Pages, Findings: exam.Findings}
	if problem != nil {
		c.ExaminationProblem = problem.Error()
	}
	j := verdict.Decide(policy, c)
	if r := exam.Refused; r != nil {
		j = verdict.Refuse(policy, *r, exam.Findings)
	}
	return models.Report{
		ID: newID("rep"), Revision: 1, CreatedAt: time.Now().UTC(), Engine: engine(policy), File: exam.File, Pages: orEmpty(exam.Pages), Kind: kind,
		Verdict: j.Verdict, Retryable: j.Retryable, Reasons: j.Reasons, Alterations: j.Alterations, Document: exam.Document, Text: exam.Text,
		Faces: orEmpty(exam.Faces), Findings: orEmpty(exam.Findings), Artifacts: orEmpty(exam.Artifacts),
		Fingerprints: exam.Fingerprints, Links: []models.Link{}, ElapsedMS: exam.ElapsedMS,
	}
}

func orEmpty[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}

// keepReportArtifacts writes every artifact of r below dir, or drops them when dir is empty.
func keepReportArtifacts(dir, file string, r *models.Report) (err error) {
	base := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	if r.Artifacts, err = keepArtifacts(dir, base, r.Artifacts); err != nil {
		return err
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		name := base + "." + f.Check
		if f.Page > 0 {
			name = fmt.Sprintf("%s_%d", name, f.Page)
		}
		if f.Artifacts, err = keepArtifacts(dir, name, f.Artifacts); err != nil {
			return err
		}
	}
	return nil
}

func keepArtifacts(dir, base string, list []models.Artifact) ([]models.Artifact, error) {
	if dir == "" {
		return []models.Artifact{}, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	extensions := map[string]string{"image/png": ".png", "image/jpeg": ".jpg", "application/json": ".json"}
	for i, a := range list {
		list[i].Path = filepath.Join(dir, base+"."+a.Name+extensions[a.MediaType])
		if err := os.WriteFile(list[i].Path, a.Data, 0o644); err != nil {
			return nil, err
		}
	}
	return orEmpty(list), nil
}

func printReport(w io.Writer, file string, r models.Report, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(r)
	}
	fmt.Fprintf(w, "%s: %s%s\n", file, strings.ToUpper(string(r.Verdict)), retry(r.Retryable))
	for _, reason := range r.Reasons {
		fmt.Fprintf(w, "  %-4s %s: %s\n", reason.Severity, reason.Code, reason.Message)
	}
	for i, f := range r.Findings {
		if len(r.Pages) > 1 && (i == 0 || r.Findings[i-1].Page != f.Page) {
			p := r.Pages[f.Page]
			fmt.Fprintf(w, "  page %d (%s %s, sheet %d, %dx%d)\n", f.Page+1, p.Source, p.MediaType, p.Sheet, p.Width, p.Height)
		}
		fmt.Fprintf(w, "  %-10s %-14s %s\n", f.Check, f.Outcome, f.Message)
	}
	return nil
}

func retry(retryable bool) string {
	if retryable {
		return " (another picture would help)"
	}
	return ""
}
