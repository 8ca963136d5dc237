package models_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"loupe/models"
)

// declared returns every ReasonCode constant of reason.go.
func declared(t *testing.T) []models.ReasonCode {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "reason.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var codes []models.ReasonCode
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 || !strings.HasPrefix(spec.Names[0].Name, "Reason") {
			return true
		}
		lit, ok := spec.Values[0].(*ast.BasicLit)
		if !ok {
			return true
		}
		s, err := strconv.Unquote(lit.Value)
		if err != nil {
			t.Fatal(err)
		}
		codes = append(codes, models.ReasonCode(s))
		return true
	})
	return codes
}

func TestReasonListIsClosed(t *testing.T) {
	codes := declared(t)
	texts := models.ReasonTexts()
	if len(codes) == 0 || len(codes) != len(texts) {
		t.Fatalf("%d codes are declared, %d have texts", len(codes), len(texts))
	}
	groups := map[string]bool{"file": true, "quality": true, "metadata": true, "provenance": true, "compression": true,
		"content": true, "data": true, "reuse": true, "portrait": true, "system": true}
	for i, c := range codes {
		text, ok := c.Text()
		if !ok || texts[i].Code != c {
			t.Errorf("%s has no text, or the lists are in different order", c)
		}
		if text.ReviewerText == "" || text.UserText == "" || text.Severity == "" {
			t.Errorf("%s lacks a text", c)
		}
		group, _, _ := strings.Cut(string(c), ".")
		if !groups[group] {
			t.Errorf("%s is in no known group", c)
		}
	}
}

// What an uploader is told about suspicion must not teach a forger what gave them away.
func TestUserTextsOfSuspicionAreNeutral(t *testing.T) {
	for _, text := range models.ReasonTexts() {
		group, _, _ := strings.Cut(string(text.Code), ".")
		if group == "metadata" || group == "compression" || group == "reuse" {
			if text.Retryable || !strings.HasPrefix(text.UserText, "We need a closer look") {
				t.Errorf("%s tells the uploader %q", text.Code, text.UserText)
			}
		}
	}
}

func TestNewReasonPanicsOnUnknownCode(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("an unknown code was accepted")
		}
	}()
	models.NewReason("other", "x", "")
}

func TestSortReasons(t *testing.T) {
	rs := []models.Reason{
		models.NewReason(models.ReasonFileTrailingData, "a", ""),
		models.NewReason(models.ReasonQualityDark, "a", ""),
		models.NewReason(models.ReasonReuseSameFile, "a", ""),
		models.NewReason(models.ReasonQualityBlur, "a", ""),
	}
	models.SortReasons(rs)
	want := []models.ReasonCode{models.ReasonReuseSameFile, models.ReasonQualityBlur, models.ReasonQualityDark, models.ReasonFileTrailingData}
	for i := range want {
		if rs[i].Code != want[i] {
			t.Errorf("place %d: %s, want %s", i, rs[i].Code, want[i])
		}
	}
}
