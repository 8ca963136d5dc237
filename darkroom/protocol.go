package darkroom

import (
	"encoding/json"
	"fmt"
	"io"

	"loupe/models"
)

// The two operations.
const (
	opExamine = "examine"
	opCompare = "compare"
)

// request is what the office asks of a worker; files follow as frames.
type request struct {
	Op   string      `json:"op"`
	Kind models.Kind `json:"kind"`
	Skip []string    `json:"skip,omitempty"` // stages that killed a worker before
}

// result is a worker's answer; artifacts follow as frames.
type result struct {
	Examination *models.Examination `json:"examination,omitempty"`
	Comparison  *models.Comparison  `json:"comparison,omitempty"`
	Error       string              `json:"error,omitempty"`
}

// artifacts lists every artifact of r in the order their payloads travel.
func (r *result) artifacts() []*models.Artifact {
	var all []*models.Artifact
	add := func(list []models.Artifact) {
		for i := range list {
			all = append(all, &list[i])
		}
	}
	if r.Examination != nil {
		add(r.Examination.Artifacts)
		for i := range r.Examination.Findings {
			add(r.Examination.Findings[i].Artifacts)
		}
	}
	if r.Comparison != nil {
		add(r.Comparison.Artifacts)
	}
	return all
}

func sendResult(w io.Writer, r *result) error {
	if err := writeJSON(w, frameResult, r); err != nil {
		return err
	}
	for _, a := range r.artifacts() {
		if err := writeFrame(w, frameArtifact, a.Data); err != nil {
			return fmt.Errorf("artifact %s: %w", a.Name, err)
		}
	}
	return nil
}

// receiveResult reads frames until the result is complete; stage hears what the worker begins.
func receiveResult(r io.Reader, stage func(string)) (*result, error) {
	for {
		kind, payload, err := readFrame(r)
		if err != nil {
			return nil, err
		}
		switch kind {
		case frameStage:
			stage(string(payload))
		case frameResult:
			return parseResult(r, payload)
		default:
			return nil, fmt.Errorf("got a frame %q where a stage or result belongs", kind)
		}
	}
}

func parseResult(r io.Reader, payload []byte) (*result, error) {
	var res result
	if err := json.Unmarshal(payload, &res); err != nil {
		return nil, fmt.Errorf("the result is not what it should be: %w", err)
	}
	for _, a := range res.artifacts() {
		data, err := expectFrame(r, frameArtifact)
		if err != nil {
			return nil, fmt.Errorf("artifact %s: %w", a.Name, err)
		}
		a.Data = data
	}
	return &res, nil
}
