package console_test

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"loupe/api/apitest"
)

// lowContrast lists texts whose contrast is below 4.5:1, WCAG 2.2 success criterion 1.4.3. Colours are opaque here.
const lowContrast = `(() => {
  const parse = (c) => (c.match(/[\d.]+/g) || []).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => {
    for (let n = node; n; n = n.parentElement) {
      const c = parse(getComputedStyle(n).backgroundColor);
      if (c.length === 3 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  const bad = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || node.closest('svg, dialog, option') || !node.checkVisibility()) continue;
    const [a, b] = [luminance(parse(getComputedStyle(node).color)), luminance(ground(node))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) bad.add(node.tagName + '.' + node.className + ' ' + ratio.toFixed(2));
  }
  return [...bad].sort().join('; ');
})()`

// contrastMeetsAA measures every text of every page, light and dark.
func contrastMeetsAA(b *tab) {
	b.serve(apitest.Reviewed())
	for _, scheme := range []string{"light", "dark"} {
		b.t.Run(scheme, func(t *testing.T) {
			b.prefer(scheme)
			for name, path := range map[string]string{"list": "/console/", "report": "/console/submissions/sub-farm", "failed": "/console/submissions/sub-failed", "rescan": "/console/rescans/res-2", "docs": "/docs",
				"ring": "/console/rings/ring_link-2", "account": "/console/accounts/acc-977", "banks": "/console/banks", "search": "/console/search", "rings": "/console/rings"} {
				b.visit(path)
				if bad := eval[string](b, lowContrast); bad != "" {
					t.Errorf("%s, %s: too little contrast: %s", path, scheme, bad)
				}
				b.shot(name + "-" + scheme)
			}
		})
	}
	b.prefer("light")
}

// prefer sets the colour scheme that the reader asks for.
func (b *tab) prefer(scheme string) { b.media("prefers-color-scheme", scheme) }

func (b *tab) media(feature, value string) {
	b.t.Helper()
	features := []*emulation.MediaFeature{{Name: feature, Value: value}}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
		b.t.Fatal(err)
	}
}
