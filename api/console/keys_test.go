package console_test

import (
	"time"

	"github.com/chromedp/chromedp"

	"loupe/api/apitest"
)

// want holds a JavaScript expression to a value.
func want[T comparable](b *tab, what, script string, value T) {
	b.t.Helper()
	if got := eval[T](b, script); got != value {
		b.t.Errorf("%s: %v, want %v", what, got, value)
	}
}

// eventually waits for an expression to become true, for what a navigation brings. In the midst of one there is no page to ask.
func (b *tab) eventually(what, script string) {
	b.t.Helper()
	var last error
	for range 100 {
		var yes bool
		if yes, last = chromedp.Run(b.ctx, chromedp.Evaluate[bool](script)); yes {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	b.t.Fatalf("%s did not happen (%v): %s", what, last, eval[string](b, "location.href"))
}

func reportKeys(b *tab) {
	b.serve(apitest.Demo())
	b.visit("/console/submissions/sub-farm")
	const shown = `[...document.querySelectorAll('.viewer .layer:not(.off)')].map(n => n.dataset.layer).join(' ')`
	const viewBox = `document.querySelector('.viewer .stage').getAttribute('viewBox')`
	const bare = `document.querySelector('.viewer .stage').classList.contains('bare')`
	want(b, "layers at first", shown, "regions-1 regions-2")
	b.press("o")
	want(b, "overlays off", bare, true)
	b.press("o")
	want(b, "overlays on", bare, false)
	b.press("1")
	want(b, "finding 1 alone", shown, "heat-1-0 regions-1")
	want(b, "finding 1 is marked", `document.querySelector('.finding.at').id`, "finding-1")
	want(b, "zoomed", viewBox+` !== '0 0 1280 800'`, true)
	b.press("]")
	want(b, "heat map stronger", `document.querySelector('.heat').getAttribute('opacity')`, "0.8")
	b.press("[")
	b.press("[")
	want(b, "heat map weaker", `document.querySelector('.heat').getAttribute('opacity')`, "0.6")
	b.press("0")
	want(b, "whole picture", viewBox, "0 0 1280 800")
	want(b, "layers again", shown, "regions-1 regions-2")
	b.press("z")
	want(b, "actual pixels", `(s => Math.abs(s.getBoundingClientRect().width - s.viewBox.baseVal.width) < 1)(document.querySelector('.viewer .stage'))`, true)
	b.press("z")
	want(b, "whole again", viewBox, "0 0 1280 800")
	b.press("+")
	want(b, "zoomed in", `document.querySelector('.viewer .stage').viewBox.baseVal.width < 1000`, true)
	b.press("b")
	want(b, "flipped", `document.querySelector('.flip').classList.contains('off')`, false)
	b.press("b")
	want(b, "flipped back", `document.querySelector('.flip').classList.contains('off')`, true)
	b.press("v")
	want(b, "blinking", `document.querySelector('.blink').classList.contains('over')`, true)
	b.eventually("the other one", `document.querySelector('.blink').classList.contains('other')`)
	b.eventually("this one again", `!document.querySelector('.blink').classList.contains('other')`)
	b.press("v")
	want(b, "both again", `document.querySelector('.blink').className`, "blink")
	for _, id := range []string{"link-link-1", "link-link-3"} {
		b.press("m")
		want(b, "at the buttons of", `document.activeElement.value + ' ' + document.activeElement.closest('.link').id`, "not_a_match "+id)
	}
	b.press("?")
	want(b, "help", `document.getElementById('help').open`, true)
	b.press("1")
	want(b, "keys rest while help is open", `document.querySelector('.finding.at') === null`, true)
	b.press("?")
	want(b, "help closed", `document.getElementById('help').open`, false)
	b.press("c")
	want(b, "links in sight", `Math.abs(document.getElementById('links').getBoundingClientRect().top) < innerHeight`, true)
	b.clean()
}

func listKeys(b *tab) {
	b.serve(apitest.Demo())
	b.visit("/console/")
	b.press("j")
	b.press("j")
	want(b, "second row", `[...document.querySelectorAll('tr[data-row]')].findIndex(r => r.classList.contains('at'))`, 1)
	b.press("k")
	b.press("j")
	b.press("\r")
	b.eventually("the report opens", `location.pathname === '/console/submissions/sub-farm' && document.readyState === 'complete'`)
	want(b, "place in the list", `document.querySelector('[data-position]').textContent`, "2 of 7 on this page of the list")
	b.press("j")
	b.eventually("the next opens", `location.pathname === '/console/submissions/sub-failed' && document.readyState === 'complete'`)
	b.press("k")
	b.eventually("the one before opens", `location.pathname === '/console/submissions/sub-farm' && document.readyState === 'complete'`)
	b.clean()
}

// calmBlink: who asked for less motion changes the pictures by hand.
func calmBlink(b *tab) {
	b.serve(apitest.Demo())
	b.media("prefers-reduced-motion", "reduce")
	defer b.media("prefers-reduced-motion", "no-preference")
	b.visit("/console/submissions/sub-farm")
	for _, step := range []string{"blink over", "blink over other", "blink"} {
		b.press("v")
		time.Sleep(300 * time.Millisecond) // longer than a blink
		want(b, "pair", `document.querySelector('.blink').className`, step)
	}
	b.clean()
}

// saysAndUndoes calls a link no match, and takes that back, with the buttons of the page.
func saysAndUndoes(b *tab) {
	s := apitest.Demo()
	b.serve(s)
	b.visit("/console/submissions/sub-farm")
	const first, status = `document.querySelector('#link-link-1 .say')`, `document.querySelector('#link-link-1 .status').className`
	for _, step := range []struct{ word, status string }{{"not_a_match", "status not_a_match"}, {"undone", "status open"}, {"confirmed", "status confirmed"}} {
		eval[bool](b, `(f => { f.note.value = 'seen <b>twice</b>'; f.querySelector('[value=`+step.word+`]').click(); return true; })(`+first+`)`)
		b.eventually(step.word, `location.hash === '#link-link-1' && document.readyState === 'complete' && `+status+` === '`+step.status+`'`)
	}
	if n := len(s.Said.Dispositions); n != 3 || s.Said.Dispositions[0].Note != "seen <b>twice</b>" {
		b.t.Errorf("said %+v", s.Said.Dispositions)
	}
	b.clean()
}

// ask searches by a document number, with the page's form.
func (b *tab) ask(number, issuer string) {
	b.t.Helper()
	eval[bool](b, `(f => { f.document_number.value = '`+number+`'; f.issuer.value = '`+issuer+`'; f.querySelector('button').click(); return true; })(document.querySelectorAll('.ask')[1])`)
	b.eventually("an answer", `document.getElementById('found') !== null && document.readyState === 'complete'`)
}
