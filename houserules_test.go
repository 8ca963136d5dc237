// Package loupe_test holds the rules of the house that no compiler holds: who may import whom (docs/adr/0001), no
// init functions, every check in the registry.
package loupe_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"loupe/forensics/list"
)

// house says which packages of this module each package may import; the first prefix that fits counts.
func house() []struct{ pkg, may string } {
	return []struct{ pkg, may string }{
		{"cmd/", "*"},
		{"models", ""},
		{"forensics/raster", ""},
		{"forensics/jpegfile", ""},
		{"forensics/survey", ""},
		{"forensics/embedded", "forensics/jpegfile forensics/survey"},
		{"forensics/sandbox", ""},
		{"forensics/still", "forensics/sandbox"},
		{"forensics/colour", ""},
		{"forensics/pdffile", "forensics/sandbox"},
		{"forensics/locate", "models forensics/raster"},
		{"forensics/face", "models forensics/raster"},
		{"forensics/portrait", "models forensics forensics/raster"},
		{"forensics/fingerprint", "models forensics forensics/raster forensics/locate forensics/feature forensics/portrait forensics/consistency/name forensics/consistency/number forensics/consistency/state"},
		{"forensics/feature", "forensics/raster"},
		{"forensics/compare", "models forensics forensics/raster forensics/locate forensics/feature forensics/order"},
		{"forensics/verdict", "models"},
		{"forensics/consistency/", "forensics/consistency/misread"},
		{"forensics/fingerprint/facts", "models forensics/consistency/name forensics/consistency/number forensics/consistency/state"},
		{"forensics/provenance/", "forensics/provenance/* forensics/embedded"},
		{"forensics/list", "models forensics forensics/*"},
		{"forensics/history", "forensics/raster forensics/jpegfile forensics/order"},
		{"forensics/residual", "forensics/raster"},
		{"forensics/acontrario", ""},
		{"forensics/order", ""},
		{"forensics/calibration", "models"},
		{"forensics/drawntest", "forensics samples"},
		{"forensics/", "models forensics forensics/raster forensics/jpegfile forensics/survey forensics/embedded forensics/locate forensics/face forensics/feature forensics/history forensics/residual forensics/acontrario forensics/order"},
		{"forensics", "models forensics/raster forensics/jpegfile forensics/survey forensics/locate forensics/face forensics/still forensics/colour forensics/pdffile forensics/history forensics/calibration"},
		{"ocr", "models ocr/*"},
		{"darkroom/hold", ""},
		{"darkroom", "models forensics forensics/* ocr ocr/* darkroom/*"},
		{"torture", "models samples torture/*"},
		{"reuse", "models"},
		{"samples", "models"},
		{"store", "models store/*"},
		{"pipeline", "models forensics/verdict forensics/consistency/name forensics/consistency/date forensics/consistency/number forensics/fingerprint/facts reuse"},
		{"api/apitest", "models pipeline reuse api/*"},
		{"api", "models pipeline api/*"},
	}
}

// foreign says where the libraries that must stay in one room may be imported.
func foreign() map[string][]string {
	return map[string][]string{
		"github.com/labstack/echo":          {"api"},
		"github.com/otiai10/gosseract":      {"ocr"},
		"github.com/disintegration/imaging": {"forensics", "samples"},
		"github.com/corona10/goimagehash":   {"forensics/fingerprint"},
		"github.com/uptrace/bun":            {"store"},
		"github.com/mattn/go-sqlite3":       {"store"},
		"github.com/jackc/pgx":              {"store"},
		"github.com/pressly/goose":          {"store"},
		"github.com/alecthomas/kong":        {"cmd"},
		"github.com/vbauerster/mpb":         {"cmd"},
		"net/http":                          {"api", "cmd"},
		"database/sql":                      {"store"},
		"image":                             {"forensics", "samples", "ocr", "torture"},
		"golang.org/x/image":                {"forensics", "samples", "ocr", "torture"},
		"github.com/chromedp/chromedp":      {},
		"github.com/gen2brain":              {"forensics/still"},
		"github.com/klippa-app/go-pdfium":   {"forensics/pdffile"},
		"github.com/tetratelabs/wazero":     {"forensics/pdffile", "forensics/still", "forensics/sandbox"},
		"github.com/elastic/go-seccomp-bpf": {"darkroom/hold"},
		"github.com/landlock-lsm":           {"darkroom/hold"},
	}
}

type source struct {
	path, pkg string
	file      *ast.File
	test      bool
}

func sources(t *testing.T) []source {
	t.Helper()
	var out []source
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || (d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != "." || d.Name() == "build")) {
			if err == nil {
				return filepath.SkipDir
			}
			return err
		}
		if !strings.HasSuffix(path, ".go") || filepath.Dir(path) == "." {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		out = append(out, source{path, filepath.ToSlash(filepath.Dir(path)), f, strings.HasSuffix(path, "_test.go")})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestImports(t *testing.T) {
	for _, s := range sources(t) {
		if s.test {
			continue // tests may reach into other rooms
		}
		for _, i := range s.file.Imports {
			path, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if inner, ok := strings.CutPrefix(path, "loupe/"); ok && !mayImport(s.pkg, inner) {
				t.Errorf("%s imports %s: the house does not allow it (docs/adr/0001)", s.path, path)
			}
			for lib, rooms := range foreign() {
				if (path == lib || strings.HasPrefix(path, lib+"/")) && !inside(s.pkg, rooms) && !testSupport(s.pkg) {
					t.Errorf("%s imports %s, which stays inside %v", s.path, path, rooms)
				}
			}
		}
	}
}

func mayImport(pkg, inner string) bool {
	for _, rule := range house() {
		if pkg != strings.TrimSuffix(rule.pkg, "/") && !strings.HasPrefix(pkg, strings.TrimSuffix(rule.pkg, "/")+"/") {
			continue
		}
		if strings.HasSuffix(rule.pkg, "/") && pkg == strings.TrimSuffix(rule.pkg, "/") {
			continue
		}
		for _, may := range strings.Fields(rule.may) {
			dir, sub := strings.CutSuffix(may, "/*")
			if may == "*" || inner == may || (sub && (inner == dir || strings.HasPrefix(inner, dir+"/"))) {
				return true
			}
		}
		return inner == pkg || strings.HasPrefix(inner, pkg+"/")
	}
	return false
}

func inside(pkg string, rooms []string) bool {
	return slices.ContainsFunc(rooms, func(r string) bool { return pkg == r || strings.HasPrefix(pkg, r+"/") })
}

// testSupport names packages that only tests import; they may start servers and databases.
func testSupport(pkg string) bool {
	last := pkg[strings.LastIndex(pkg, "/")+1:]
	return strings.HasSuffix(last, "test") || last == "memblob"
}

// Untrusted pixels are decoded in one place: only forensics itself calls the decoders, and only the darkroom and tools
// for the command line call it.
func TestPixelsAreDecodedInOnePlace(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || testSupport(s.pkg) {
			continue
		}
		for _, i := range s.file.Imports {
			path := strings.Trim(i.Path.Value, `"`)
			if (path == "loupe/forensics/still" || path == "loupe/forensics/pdffile") && s.pkg != "forensics" {
				t.Errorf("%s imports %s: forensics.Opener is the one place where untrusted pixels are decoded", s.path, path)
			}
		}
	}
}

func TestNoInitFunctions(t *testing.T) {
	for _, s := range sources(t) {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s has an init function: wire it in cmd/loupe instead", s.path)
			}
		}
	}
}

// Every folder of forensics that has a New function is a check and must be in the registry, under its own name.
func TestEveryCheckIsListed(t *testing.T) {
	var listed []string
	for _, i := range list.Infos() {
		listed = append(listed, i.ID)
	}
	for _, s := range sources(t) {
		name, ok := strings.CutPrefix(s.pkg, "forensics/")
		if !ok || s.test || slices.Contains(listed, name) {
			continue
		}
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "New" {
				t.Errorf("%s is a check that forensics/list does not name", s.pkg)
			}
		}
	}
}
