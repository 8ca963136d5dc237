package console_test

import (
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"loupe/api/apitest"
)

// pagesRender opens every page in Chromium; with LOUPE_SHOTS=DIR it also writes what they look like.
func pagesRender(b *tab) {
	b.serve(apitest.Reviewed())
	for name, path := range map[string]string{
		"list": "/console/", "empty": "/console/?account=nobody", "report": "/console/submissions/sub-farm", "victim": "/console/submissions/sub-victim",
		"failed": "/console/submissions/sub-failed", "blurred": "/console/submissions/sub-blurred", "new": "/console/submissions/sub-new",
		"rescans": "/console/rescans", "rescan": "/console/rescans/res-2", "docs": "/docs",
		"rings": "/console/rings", "ring": "/console/rings/ring_link-2", "account": "/console/accounts/acc-977", "search": "/console/search", "banks": "/console/banks",
	} {
		b.visit(path)
		if eval[string](b, "document.querySelector('main').innerText.trim()") == "" {
			b.t.Errorf("%s is empty", path)
		}
		if wide := eval[int](b, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); wide > 0 {
			b.t.Errorf("%s is %d pixels wider than 1280", path, wide)
		}
		b.shot(name)
		for _, narrow := range []int64{640, 400} { // what 200 % zoom leaves of 1280, and a telephone
			b.do(chromedp.EmulateViewport(narrow, 360))
			if wide := eval[int](b, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); wide > 0 {
				b.t.Errorf("%s is %d pixels wider than a window of %d", path, wide, narrow)
			}
		}
		b.shot(name + "-400")
	}
	b.visit("/console/search")
	b.ask("X4419082", "UTO")
	b.shot("found")
	b.do(chromedp.EmulateViewport(400, 360))
	b.shot("found-400")
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
	want(b, "buttons that do nothing", `[...document.querySelectorAll('button, input')].filter(n => n.checkVisibility() && !n.dataset.focus && !n.closest('form')).length`, 0)
	want(b, "the pair to blink between", `[...document.querySelectorAll('.blink img')].filter(n => n.checkVisibility({ visibilityProperty: true })).length`, 2)
	b.shot("noscript")
}

func (b *tab) scripts(on bool) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on}); err != nil {
		b.t.Fatal(err)
	}
}
