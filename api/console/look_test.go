package console_test

import (
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"loupe/api/apitest"
)

// pagesRender opens every page in Chromium; with LOUPE_SHOTS=DIR it also writes what they look like.
func pagesRender(b *tab) {
	b.serve(apitest.Demo())
	for name, path := range map[string]string{
		"list": "/console/", "empty": "/console/?account=nobody", "report": "/console/submissions/sub-farm", "victim": "/console/submissions/sub-victim",
		"failed": "/console/submissions/sub-failed", "blurred": "/console/submissions/sub-blurred", "new": "/console/submissions/sub-new",
		"rescans": "/console/rescans", "rescan": "/console/rescans/res-2", "docs": "/docs",
	} {
		b.visit(path)
		if eval[string](b, "document.querySelector('main').innerText.trim()") == "" {
			b.t.Errorf("%s is empty", path)
		}
		if wide := eval[int](b, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); wide > 0 {
			b.t.Errorf("%s is %d pixels wider than 1280", path, wide)
		}
		b.shot(name)
		b.do(chromedp.EmulateViewport(640, 360)) // what 200 % zoom leaves of 1280 x 720
		if wide := eval[int](b, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); wide > 0 {
			b.t.Errorf("%s is %d pixels wider than the window at 200 %%", path, wide)
		}
	}
	b.clean()
	b.visit("/console/submissions/none") // answered with 404, which the browser notes as a fault
	b.shot("error")
}

// readsWithoutScripts opens a report with scripts switched off: everything there is to read is there, nothing dead is.
func readsWithoutScripts(b *tab) {
	b.serve(apitest.Demo())
	b.scripts(false)
	defer b.scripts(true)
	b.visit("/console/submissions/sub-farm")
	want(b, "scripts ran", `document.documentElement.classList.contains('js')`, false)
	want(b, "what decided is drawn", `document.querySelectorAll('.viewer .suspect:not(.off) .line').length`, 2)
	want(b, "buttons that do nothing", `[...document.querySelectorAll('button, input')].filter(n => n.checkVisibility() && !n.dataset.focus).length`, 0)
	b.shot("noscript")
}

func (b *tab) scripts(on bool) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on}); err != nil {
		b.t.Fatal(err)
	}
}
