package console_test

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"loupe/api"
	"loupe/api/apitest"
)

// start serves a fake over a real loopback connection.
func start(t testing.TB, s *apitest.Service) *httptest.Server {
	t.Helper()
	handler, err := api.New(api.DefaultConfig(), s, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

// tab is one page of a real Chromium.
type tab struct {
	t      *testing.T
	ctx    context.Context
	server string
	mu     sync.Mutex
	faults []string // console errors, exceptions and policy violations
}

// TestConsole walks the pages in one Chromium, which takes seconds to start.
func TestConsole(t *testing.T) {
	browser := open(t)
	for _, c := range []struct {
		name string
		walk func(*tab)
	}{
		{"pages render", pagesRender}, {"regions lie on what they mark", regionsLieOnWhatTheyMark}, {"report keys", reportKeys}, {"list keys", listKeys},
		{"calm blink", calmBlink}, {"says and undoes", saysAndUndoes},
		{"untrusted text stays text", untrustedTextStaysText}, {"hidden characters are shown", hiddenCharactersAreShown},
		{"reads without scripts", readsWithoutScripts}, {"contrast", contrastMeetsAA},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := browser
			b.t, b.faults = t, nil
			c.walk(b)
			b.do(chromedp.Navigate("about:blank")) // asks nothing more of a server that is about to close
			b.t = nil
		})
	}
}

// open starts Chromium and a tab. Without Chromium the test is skipped, unless LOUPE_REQUIRE_CHROMIUM is 1.
func open(t *testing.T) *tab {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("LOUPE_REQUIRE_CHROMIUM") == "1" {
			t.Fatal("chromium is not installed and LOUPE_REQUIRE_CHROMIUM=1")
		}
		t.Skip("SKIPPED: the console was NOT tested in a browser: chromium is not installed")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("no-first-run", true))
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 8*time.Minute)
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx}
	b.watch()
	return b
}

// watch collects everything that a page complains of.
func (b *tab) watch() {
	note := func(s string) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.faults = append(b.faults, s)
	}
	err := chromedp.Listen(b.ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			note("exception: " + e.ExceptionDetails.Text)
		case *cdplog.EventEntryAdded: // a policy violation, a picture that did not load
			note(string(e.Entry.Source) + ": " + e.Entry.Text + " " + e.Entry.URL)
		}
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// do runs actions that return nothing.
func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// serve makes the tab talk to this fake.
func (b *tab) serve(s *apitest.Service) { b.server = start(b.t, s).URL }

// visit opens an address of the server at 1280 x 720.
func (b *tab) visit(path string) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(1280, 720), chromedp.Navigate(b.server+path))
}

// eval runs JavaScript in the page.
func eval[T any](b *tab, script string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script))
	if err != nil {
		b.t.Fatalf("%s: %v", script, err)
	}
	return v
}

// press sends keys one after the other.
func (b *tab) press(keys string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys))
}

// shot writes a picture of the page when LOUPE_SHOTS names a directory.
func (b *tab) shot(name string) {
	b.t.Helper()
	dir := os.Getenv("LOUPE_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(dir+"/"+name+".png", png, 0o600); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) clean() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.faults) > 0 {
		b.t.Errorf("the page complains: %s", strings.Join(b.faults, "\n"))
	}
}
