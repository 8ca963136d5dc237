package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"loupe/models"
	"loupe/samples"
)

type demoCommand struct {
	officeFlags
	Addr string `help:"Address to listen on." default:"127.0.0.1:8080"`
	Exit bool   `help:"End after the table instead of serving." env:"DEMO_EXIT"`
}

// Run shows the main job on our own specimens: draw, upload, judge, link, print, serve.
func (c demoCommand) Run(ctx context.Context) (err error) {
	log := slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})) // the table is the point
	if err := c.defaults(); err != nil {
		return err
	}
	drawn := filepath.Join(c.Data, "samples")
	fmt.Printf("Drawing the specimens of an invented country into %s ...\n", drawn)
	manifest, err := samples.Generate(ctx, drawn, samples.Options{})
	if err != nil {
		return err
	}
	o, err := c.open(ctx, log, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.close(ctx)) }()
	ln, err := listen(c.Addr)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer o.background(ctx)()
	served := make(chan error, 1)
	go func() { served <- serve(ctx, o, ln, log, serveCommand{}.config(true)) }()
	base := "http://" + ln.Addr().String()
	if err := uploadAll(ctx, base, drawn, manifest); err != nil {
		return err
	}
	fmt.Printf("\nConsole: %s/console/   Data: %s\n", base, c.Data)
	if c.Exit {
		stop()
	} else {
		fmt.Println("Serving until interrupted (Ctrl+C).")
	}
	return <-served
}

// defaults gives the demo a data directory of its own, so that it never mixes with real uploads.
func (c *demoCommand) defaults() error {
	if filepath.Base(c.Data) != "data" {
		return nil
	}
	dir, err := os.MkdirTemp("", "loupe-demo-")
	c.Data = dir
	return err
}

// listen takes addr, or any free port of its host when addr is taken.
func listen(addr string) (net.Listener, error) {
	ln, err := net.Listen("tcp", addr)
	if err == nil {
		return ln, nil
	}
	host, _, splitErr := net.SplitHostPort(addr)
	if splitErr != nil {
		return nil, err
	}
	return net.Listen("tcp", net.JoinHostPort(host, "0"))
}

func uploadAll(ctx context.Context, base, dir string, m samples.Manifest) error {
	fmt.Printf("Uploading %d files ...\n\n", len(m.Entries))
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "FILE\tACCOUNT\tVERDICT\tREASONS\tLINKS")
	names := map[string]string{} // submission -> file
	for _, e := range m.Entries {
		report, err := upload(ctx, base, filepath.Join(dir, e.File), e)
		if err != nil {
			return fmt.Errorf("%s: %w", e.File, err)
		}
		names[report.SubmissionID] = e.File
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", e.File, e.Account, report.Verdict, codes(report), links(report, names))
	}
	return w.Flush()
}

// upload sends one file the way a platform would.
func upload(ctx context.Context, base, path string, e samples.Entry) (models.Report, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return models.Report{}, err
	}
	claim, err := json.Marshal(e.Claim)
	if err != nil {
		return models.Report{}, err
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, f := range [][2]string{{"account", e.Account}, {"kind", string(e.Kind)}, {"side", string(e.Side)}, {"claim", string(claim)}} {
		if err := form.WriteField(f[0], f[1]); err != nil {
			return models.Report{}, err
		}
	}
	part, err := form.CreateFormFile("file", filepath.Base(path))
	if err != nil {
		return models.Report{}, err
	}
	if _, err := part.Write(data); err != nil {
		return models.Report{}, err
	}
	if err := form.Close(); err != nil {
		return models.Report{}, err
	}
	return post(ctx, base+"/v1/submissions", form.FormDataContentType(), &body)
}

func post(ctx context.Context, url, mediaType string, body io.Reader) (report models.Report, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, body)
	if err != nil {
		return report, err
	}
	req.Header.Set("Content-Type", mediaType)
	req.Header.Set("Prefer", "wait=60")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return report, err
	}
	defer resp.Body.Close() //nolint:errcheck // only read
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return report, err
	}
	if resp.StatusCode != http.StatusCreated {
		return report, fmt.Errorf("the service answered %s: %s", resp.Status, answer)
	}
	return report, json.Unmarshal(answer, &report)
}

func codes(r models.Report) string {
	var out []string
	for _, reason := range r.Reasons {
		out = append(out, string(reason.Code))
	}
	return dash(strings.Join(out, " "))
}

func links(r models.Report, names map[string]string) string {
	var out []string
	for _, l := range r.Links {
		out = append(out, fmt.Sprintf("%s:%s", l.Relation, names[l.SubmissionID]))
	}
	return dash(strings.Join(out, " "))
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
