// Package console is the reviewer console: pages rendered on the server, embedded style and scripts, no third party.
//
// Every page can be read and every word said without JavaScript; scripts add zoom, overlay switches, blinking and keys.
// Text that came with an upload goes through html/template's escaping only, and through visible, which shows characters that would hide or turn it.
package console

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"time"

	"github.com/labstack/echo/v4"

	"loupe/models"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed static/*
var staticFiles embed.FS

// policy lets a page show our own pictures, style and scripts, and nothing else.
const policy = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; form-action 'self'; " +
	"base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// Console renders the pages.
type Console struct {
	service Service
	version string
	pages   map[string]*template.Template
}

// New parses the embedded templates; an error is a fault of the program.
func New(s Service, version string) (*Console, error) {
	c := &Console{service: s, version: version, pages: map[string]*template.Template{}}
	names, err := fs.Glob(templateFiles, "templates/page_*.html")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		t, err := template.New("layout.html").Funcs(functions()).ParseFS(templateFiles, "templates/layout.html", "templates/part_*.html", name)
		if err != nil {
			return nil, fmt.Errorf("template %s: %w", name, err)
		}
		c.pages[path.Base(name)] = t
	}
	return c, nil
}

// frame is what the layout needs around a page.
type frame struct {
	Title   string
	Section string // submissions, rings, search, banks, rescans or docs: the entry of the navigation that is current
	Script  string // file in static/ that the page uses; "" for none
	Version string
	Page    any
}

// render writes the page only when it is complete.
func (c *Console) render(ctx echo.Context, status int, name string, f frame) error {
	f.Version = c.version
	var out bytes.Buffer
	if err := c.pages[name].Execute(&out, f); err != nil {
		return fmt.Errorf("render %s: %w", name, err)
	}
	h := ctx.Response().Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("Referrer-Policy", "same-origin") // with no-referrer a form's Origin is null, which no server can tell from a stranger's
	return ctx.HTMLBlob(status, out.Bytes())
}

// Static serves the embedded style and scripts.
func (c *Console) Static(ctx echo.Context) error {
	name := path.Base(ctx.Param("name"))
	data, err := staticFiles.ReadFile("static/" + name)
	if err != nil {
		return models.Errorf(models.ErrNotFound, "not_found", "there is no static file %.60q", name)
	}
	ctx.Response().Header().Set("Cache-Control", "no-cache")
	return ctx.Blob(http.StatusOK, mime.TypeByExtension(path.Ext(name)), data)
}

// Error renders a refusal or a failure for a person.
func (c *Console) Error(ctx echo.Context, status int, title, detail, code, instance string) error {
	return c.render(ctx, status, "page_error.html", frame{Title: title, Page: map[string]any{
		"Status": status, "Title": title, "Detail": detail, "Code": code, "Instance": instance,
	}})
}

// Docs lists the routes and every reason code with its texts; the type of every problem points here.
func (c *Console) Docs(ctx echo.Context) error {
	return c.render(ctx, http.StatusOK, "page_docs.html", frame{Title: "Documentation", Section: "docs", Page: newDocs()})
}

// instant formats a time as ISO 8601 in UTC, to the second.
func instant(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }
