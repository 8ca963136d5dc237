package generator

import (
	"regexp"
	"strings"

	"loupe/forensics/embedded"
)

// maxPhrase bounds how much of a text is searched: prompts have some thousand characters, settings stand behind them.
const maxPhrase = 256 << 10

// settings recognises a line of generation parameters, "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size:
// 512x512": the number of steps and two more of the settings that only sampling has.
func settings(s string) bool {
	s = s[:min(len(s), maxPhrase)]
	if !strings.Contains(s, "Steps: ") || !stepsSetting.MatchString(s) {
		return false
	}
	found := 0
	for _, r := range []*regexp.Regexp{samplerSetting, guidanceSetting, seedSetting, sizeSetting, hashSetting} {
		if r.MatchString(s) {
			found++
		}
	}
	return found >= 2
}

var (
	stepsSetting    = regexp.MustCompile(`\bSteps: \d{1,4}\b`)
	samplerSetting  = regexp.MustCompile(`\b(?:Sampler|Scheduler|Schedule type): \w`)
	guidanceSetting = regexp.MustCompile(`\b(?:CFG [Ss]cale|Guidance [Ss]cale|Distilled CFG Scale): [\d.]+`)
	seedSetting     = regexp.MustCompile(`\bSeed: \d+`)
	sizeSetting     = regexp.MustCompile(`\bSize: \d+x\d+`)
	hashSetting     = regexp.MustCompile(`\bModel(?: hash)?: \w`)
)

// dream recognises InvokeAI's command line: a prompt in quotes and its switches.
func dream(t embedded.Text) bool {
	return t.Key == "Dream" && dreamSeed.MatchString(t.Value) && dreamSteps.MatchString(t.Value)
}

var (
	dreamSeed  = regexp.MustCompile(` -S ?\d+\b`)
	dreamSteps = regexp.MustCompile(` -s ?\d+\b`)
)

// job recognises the identifier that Midjourney puts behind a prompt.
func job(s string) bool {
	s = s[:min(len(s), maxPhrase)]
	return strings.Contains(s, "Job ID: ") && jobID.MatchString(s)
}

var jobID = regexp.MustCompile(`\bJob ID: [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b`)

// software reports whether t is a field in which a program writes its own name.
func software(t embedded.Text) bool {
	switch t.Key {
	case "Software", "Source", "CreatorTool", "softwareAgent", "Generator", "HostComputer", "ProcessingSoftware":
		return true
	}
	return false
}

// maxName bounds the length of a program's name with its version.
const maxName = 200

// Name returns the name of the generator in s, what a program calls itself; "" when s names none. Only names that mean
// nothing else are known.
func Name(s string) string {
	if len(s) > maxName {
		return ""
	}
	lower := strings.ToLower(s)
	for _, known := range []struct{ spelt, name string }{
		{"novelai", "NovelAI"}, {"midjourney", "Midjourney"}, {"comfyui", "ComfyUI"}, {"invokeai", "InvokeAI"}, {"fooocus", "Fooocus"},
		{"swarmui", "SwarmUI"}, {"easy diffusion", "Easy Diffusion"}, {"easydiffusion", "Easy Diffusion"}, {"draw things", "Draw Things"},
		{"mochi diffusion", "Mochi Diffusion"}, {"diffusionbee", "DiffusionBee"}, {"dreamstudio", "DreamStudio"}, {"automatic1111", "Stable Diffusion web UI"},
		{"stable diffusion", "Stable Diffusion"}, {"stable-diffusion", "Stable Diffusion"}, {"stablediffusion", "Stable Diffusion"}, {"stability ai", "Stability AI"},
		{"dall-e", "DALL-E"}, {"dall·e", "DALL-E"}, {"dall\u2022e", "DALL-E"}, {"adobe firefly", "Adobe Firefly"}, {"adobe_firefly", "Adobe Firefly"},
		{"bing image creator", "Bing Image Creator"}, {"ideogram.ai", "Ideogram"}, {"leonardo.ai", "Leonardo.Ai"}, {"black forest labs", "Black Forest Labs"},
	} {
		if strings.Contains(lower, known.spelt) {
			return known.name
		}
	}
	return ""
}
