package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// evaluation is everything that an evaluation of labelled pictures says.
type evaluation struct {
	Clean    int             `json:"clean"`
	Edited   int             `json:"edited"`
	Failed   int             `json:"failed"` // pictures without an answer
	Baseline baseline        `json:"metadata_only"`
	Rows     []figures       `json:"rows"`
	By       []breakdown     `json:"by,omitempty"`
	Pictures []judgedPicture `json:"pictures"`
}

// breakdown is the table of a part of the pictures.
type breakdown struct {
	Key  string    `json:"key"` // e.g. "chain q95"
	Rows []figures `json:"rows"`
}

// figures is one row: a check, one statistic of it, or the whole.
type figures struct {
	Name            string     `json:"name"`
	Clean           int        `json:"clean"` // pictures with an answer
	Edited          int        `json:"edited"`
	CleanAbstained  int        `json:"clean_abstained"`
	EditedAbstained int        `json:"edited_abstained"`
	AUC             *auc       `json:"auc"`      // null without both sorts of pictures, or without any answer
	TPR1            float64    `json:"tpr_fpr1"` // share of the edited that is flagged where at most 1 % of the clean is
	TPR10           float64    `json:"tpr_fpr10"`
	CleanFlagged    int        `json:"clean_flagged"` // at the check's own threshold
	EditedFlagged   int        `json:"edited_flagged"`
	FPRInterval     [2]float64 `json:"fpr_interval"` // of clean_flagged, 95 %
	Located         int        `json:"located"`      // edited pictures on which the check looked properly and whose truth is known
	F1              float64    `json:"f1"`           // mean over them; 0 where nothing was flagged
	IoU             float64    `json:"iou"`
	F1Flagged       float64    `json:"f1_flagged"` // mean over those of them that were flagged
	MeanMS          float64    `json:"mean_ms"`
}

// evaluate makes the table, and one for each value of each of by: chain, operation, channel.
func evaluate(pictures []judgedPicture, by ...string) evaluation {
	e := evaluation{Pictures: pictures, Baseline: metadataOnly(pictures)}
	for _, p := range pictures {
		switch {
		case p.Error != "":
			e.Failed++
		case p.Edited:
			e.Edited++
		default:
			e.Clean++
		}
	}
	rows := append(checkRows(pictures), anyRow(pictures), batteryRow(pictures))
	for _, r := range rows {
		e.Rows = append(e.Rows, r.figures(nil))
	}
	for _, by := range by {
		for _, value := range valuesOf(pictures, by) {
			e.By = append(e.By, breakDown(rows, by, value))
		}
	}
	return e
}

// breakDown sums the rows up over the pictures with one value. Every operation is held against all clean pictures.
func breakDown(rows []row, by, value string) breakdown {
	b := breakdown{Key: by + " " + value}
	for _, r := range rows {
		b.Rows = append(b.Rows, r.figures(func(p *judgedPicture) bool { return keyOf(p, by) == value || by == "operation" && !p.Edited }))
	}
	return b
}

func keyOf(p *judgedPicture, by string) string {
	return map[string]string{"chain": p.Chain, "operation": string(p.Operation), "channel": string(p.Channel)}[by]
}

func valuesOf(pictures []judgedPicture, by string) (values []string) {
	for i := range pictures {
		v := keyOf(&pictures[i], by)
		if pictures[i].Error == "" && !slices.Contains(values, v) && (by != "operation" || pictures[i].Edited) {
			values = append(values, v)
		}
	}
	slices.Sort(values)
	return values
}

// figures sums a row up over the pictures that are in; nil is all.
func (r row) figures(in func(*judgedPicture) bool) figures {
	f := figures{Name: r.name}
	var all []observation
	var elapsed, f1, iou, flaggedF1, located []float64
	for _, s := range r.all {
		if s.failed || in != nil && !in(s.picture) {
			continue
		}
		all, elapsed = append(all, s.observation), append(elapsed, float64(s.elapsed))
		f.count(s)
		if s.located {
			f1, iou, located = append(f1, s.f1), append(iou, s.iou), append(located, 1)
			if s.flagged {
				flaggedF1 = append(flaggedF1, s.f1)
			}
		}
	}
	if a, ok := areaUnder(all); ok && f.CleanAbstained+f.EditedAbstained < len(all) { // who never answers ranks nothing
		f.AUC = &a
	}
	f.TPR1, f.TPR10 = powerAt(all, 0.01), powerAt(all, 0.1)
	f.FPRInterval[0], f.FPRInterval[1] = wilson(f.CleanFlagged, f.Clean)
	f.Located, f.F1, f.IoU, f.F1Flagged, f.MeanMS = len(located), mean(f1), mean(iou), mean(flaggedF1), mean(elapsed)
	return f
}

func (f *figures) count(s scored) {
	n, abstained, flagged := &f.Clean, &f.CleanAbstained, &f.CleanFlagged
	if s.edited {
		n, abstained, flagged = &f.Edited, &f.EditedAbstained, &f.EditedFlagged
	}
	*n++
	if s.abstained {
		*abstained++
	}
	if s.flagged {
		*flagged++
	}
}

// print writes the tables for people.
func (e evaluation) print(w io.Writer) error {
	lines := []string{
		fmt.Sprintf("%d clean and %d edited pictures, %d without an answer. TPR at the highest FPR of 1 %% and 10 %%; AUC with its 95 %% interval; flagged at the check's own threshold.", e.Clean, e.Edited, e.Failed),
	}
	if slices.ContainsFunc(e.Pictures, func(p judgedPicture) bool { return p.Tables != "" }) {
		lines = append(lines, "These pictures are synthetic: the figures tell what a check can do with such pictures, not how often it is right in the world.")
	}
	lines = append(lines, "")
	lines = append(lines, table(e.Rows)...)
	lines = append(lines, e.Baseline.lines()...)
	for _, b := range e.By {
		lines = append(lines, "", b.Key)
		lines = append(lines, table(b.Rows)...)
	}
	for _, p := range e.Pictures {
		if p.Error != "" {
			lines = append(lines, fmt.Sprintf("%s: %s", p.File, p.Error))
		}
	}
	_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n")
	return err
}

func table(rows []figures) []string {
	out := []string{fmt.Sprintf("%-34s %9s %9s %19s %6s %6s %11s %11s %5s %5s %6s", "check", "clean/abs", "edit/abs", "AUC", "TPR@1", "TPR@10", "clean flag", "edit flag", "F1", "IoU", "ms")}
	for _, f := range rows {
		area := "-"
		if f.AUC != nil {
			area = fmt.Sprintf("%.3f (%.3f-%.3f)", f.AUC.Value, f.AUC.Low, f.AUC.High)
		}
		out = append(out, fmt.Sprintf("%-34s %5d/%-3d %5d/%-3d %19s %6.3f %6.3f %4d (%.3f) %4d (%.3f) %5.2f %5.2f %6.0f", f.Name, f.Clean, f.CleanAbstained, f.Edited, f.EditedAbstained,
			area, f.TPR1, f.TPR10, f.CleanFlagged, share{f.Clean, f.CleanFlagged}.of(), f.EditedFlagged, share{f.Edited, f.EditedFlagged}.of(), f.F1, f.IoU, f.MeanMS))
	}
	return out
}

// of is the share, 0 of nothing.
func (s share) of() float64 { return float64(s.hit) / float64(max(s.n, 1)) }
