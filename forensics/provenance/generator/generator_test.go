package generator_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"image"
	"strings"
	"testing"

	"loupe/forensics/embedded"
	"loupe/forensics/provenance/generator"
)

func text(place embedded.Place, key, value string) embedded.Text {
	return embedded.Text{Place: place, Key: key, Value: value}
}

const line = "a passport photo\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512, Model hash: abc"

func TestGenerators(t *testing.T) {
	for name, c := range map[string]struct {
		text embedded.Text
		want string
	}{
		"web UI, PNG":       {text(embedded.PlacePNGText, "parameters", line), "Stable Diffusion web UI"},
		"web UI, comment":   {text(embedded.PlaceJPEGComment, "", line), "Stable Diffusion web UI"},
		"web UI, GIF":       {text(embedded.PlaceGIFComment, "", line), "Stable Diffusion web UI"},
		"settings reworded": {text(embedded.PlaceIPTC, "Caption", "Include in Image: x; Steps: 30; Guidance Scale: 11.0; Seed: 5; Scheduler: DPM"), "Stable Diffusion web UI"},
		"ComfyUI prompt":    {text(embedded.PlacePNGText, "prompt", `{"3": {"class_type": "KSampler", "inputs": {"seed": 1}}}`), "ComfyUI"},
		"ComfyUI, EXIF":     {text(embedded.PlaceEXIF, "Make", `Prompt:{"3": {"inputs": {}, "class_type": "KSampler"}}`), "ComfyUI"},
		"ComfyUI workflow":  {text(embedded.PlaceEXIF, "ImageDescription", `Workflow:{"last_node_id": 3, "nodes": [], "links": []}`), "ComfyUI"},
		"cut off":           {text(embedded.PlacePNGText, "workflow", `{"last_node_id": 3, "links": [[1]], "nodes": [{"id": 7, "ty`), "ComfyUI"},
		"NovelAI":           {text(embedded.PlacePNGText, "Comment", `{"steps": 28, "sampler": "k_euler", "seed": 5, "scale": 5, "uc": "bad"}`), "NovelAI"},
		"NovelAI, name":     {text(embedded.PlacePNGText, "Software", "NovelAI"), "NovelAI"},
		"InvokeAI":          {text(embedded.PlacePNGUTF8, "invokeai_metadata", `{"app_version": "3", "generation_mode": "txt2img", "positive_prompt": "x", "seed": 1, "steps": 2, "scheduler": "euler"}`), "InvokeAI"},
		"InvokeAI, Dream":   {text(embedded.PlacePNGText, "Dream", `"a man" -s 50 -S 1234 -W 512 -H 512 -C 7.5 -A k_lms`), "InvokeAI"},
		"SwarmUI":           {text(embedded.PlacePNGText, "parameters", `{"sui_image_params": {"prompt": "x"}}`), "SwarmUI"},
		"Fooocus":           {text(embedded.PlaceEXIF, "UserComment", `{"prompt": "x", "seed": 1, "steps": 30, "sampler": "dpm", "metadata_scheme": "fooocus"}`), "Fooocus"},
		"Easy Diffusion":    {text(embedded.PlaceEXIF, "UserComment", `{"prompt": "x", "seed": 1, "num_inference_steps": 25, "use_stable_diffusion_model": "m", "sampler_name": "e"}`), "Easy Diffusion"},
		"Draw Things":       {text("XMP", "UserComment", `{"c": "x", "uc": "y", "seed": 1, "steps": 8, "sampler": "DPM", "scale": 4}`), "Draw Things"},
		"Midjourney":        {text(embedded.PlacePNGText, "Description", "a cat --v 6.0 Job ID: 0123abcd-0123-0123-0123-0123456789ab"), "Midjourney"},
		"Firefly":           {text("XMP", "CreatorTool", "Adobe Firefly"), "Adobe Firefly"},
		"other names":       {text(embedded.PlacePNGText, "generation_data", `{"prompt": "x", "negativePrompt": "y", "seed": "1", "steps": 20, "cfgScale": 7, "samplerName": "e"}`), "a diffusion model"},
		"label of GB 45438": {text("XMP", "AIGC", `{"Label": "1", "ContentProducer": "p", "ProduceID": "1"}`), "a service that labels generated content (GB 45438)"},

		"a word":            {text(embedded.PlacePNGText, "parameters", "parameters of the scan: 300 dpi"), ""},
		"a caption":         {text(embedded.PlaceEXIF, "ImageDescription", "Made with Stable Diffusion? No, Midjourney was closed."), ""},
		"steps of a stair":  {text(embedded.PlaceJPEGComment, "", "Steps: 20 to the door"), ""},
		"a seed catalogue":  {text(embedded.PlacePNGText, "Comment", `{"seed": "beans", "steps": 3}`), ""},
		"camera's JSON":     {text(embedded.PlaceEXIF, "UserComment", `{"sceneMode": "night", "links": [], "nodes": []}`), ""},
		"JSON in a caption": {text(embedded.PlaceEXIF, "ImageDescription", strings.Repeat("a long caption ", 5)+`{"class_type": 1, "inputs": 2}`), ""},
		"camera's firmware": {text(embedded.PlaceEXIF, "Software", "Ver.1.0"), ""},
		"a job":             {text(embedded.PlacePNGText, "Description", "Job ID: 12345"), ""},
		"unbalanced":        {text(embedded.PlacePNGText, "prompt", `{"a": ]}]]`), ""},
	} {
		found := generator.InTexts([]embedded.Text{c.text})
		if len(found) > 1 || len(found) == 1 != (c.want != "") || c.want != "" && found[0].Tool != c.want {
			t.Errorf("%s: %+v, want %q", name, found, c.want)
		}
	}
	separate := []embedded.Text{}
	for _, key := range []string{"prompt", "seed", "num_inference_steps", "guidance_scale", "use_stable_diffusion_model"} {
		separate = append(separate, text(embedded.PlacePNGText, key, "1"))
	}
	if found := generator.InTexts(separate); len(found) != 1 || found[0].Tool != "Easy Diffusion" {
		t.Errorf("settings in chunks of their own: %+v", found)
	}
	if found := generator.InTexts(separate[:3]); len(found) != 0 {
		t.Errorf("three settings are no run: %+v", found)
	}
}

// hide writes signature, length and body into the lowest bits, column by column.
func hide(signature string, body []byte, channels ...int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, 60, 60))
	data := append(binary.BigEndian.AppendUint32([]byte(signature), uint32(8*len(body))), body...)
	for i := range 8 * len(data) {
		pixel := i / len(channels)
		at := img.PixOffset(pixel/60, pixel%60) + channels[i%len(channels)]
		img.Pix[at] = img.Pix[at]&^1 | data[i/8]>>(7-i%8)&1
	}
	return img
}

func TestHidden(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write([]byte(`{"Software": "NovelAI", "Comment": "{}"}`))
	z.Close()
	for name, c := range map[string]struct {
		img  image.Image
		tool string
	}{
		"alpha": {hide("stealth_pnginfo", []byte(line), 3), "Stable Diffusion web UI"}, "alpha, packed": {hide("stealth_pngcomp", packed.Bytes(), 3), "NovelAI"},
		"colours": {hide("stealth_rgbinfo", []byte(line), 0, 1, 2), "Stable Diffusion web UI"}, "damaged": {hide("stealth_rgbcomp", []byte("no gzip"), 0, 1, 2), "Stable Diffusion"},
		"longer than the picture": {hide("stealth_pnginfo", append([]byte(nil), bytes.Repeat([]byte("x"), 400)...), 3), "Stable Diffusion"},
		"none":                    {hide("stealth_pngnope", []byte(line), 3), ""}, "grey": {image.NewGray(image.Rect(0, 0, 9, 9)), ""}, "tiny": {image.NewNRGBA(image.Rect(0, 0, 1, 1)), ""},
	} {
		m, ok := generator.Hidden(c.img)
		if ok != (c.tool != "") || m.Tool != c.tool {
			t.Errorf("%s: %v %+v, want %q", name, ok, m, c.tool)
		}
	}
	opaque := hide("stealth_rgbinfo", []byte(line), 0, 1, 2)
	if _, ok := generator.Hidden(&image.RGBA{Pix: opaque.Pix, Stride: opaque.Stride, Rect: opaque.Rect}); !ok {
		t.Error("a picture without an alpha channel is not read")
	}
}

// FuzzInTexts holds what must be true of any text: no panic, and a match's text within its bound.
func FuzzInTexts(f *testing.F) {
	f.Add("parameters", line)
	f.Add("prompt", `{"3": {"class_type": "KSampler", "inputs": [1, {"a": null}]}}`)
	f.Add("Dream", `"x" -s 1 -S 2`)
	f.Fuzz(func(t *testing.T, key, value string) {
		for _, m := range generator.InTexts([]embedded.Text{{Place: embedded.PlacePNGText, Key: key, Value: value}}) {
			if len(m.Text) > 4*embedded.MaxRunes {
				t.Errorf("%d bytes", len(m.Text))
			}
		}
	})
}

// FuzzHidden reads whatever stands in the pixels behind a signature.
func FuzzHidden(f *testing.F) {
	f.Add([]byte(line), true)
	f.Fuzz(func(t *testing.T, body []byte, packed bool) {
		signature := "stealth_pnginfo"
		if packed {
			signature = "stealth_pngcomp"
		}
		if _, ok := generator.Hidden(hide(signature, body[:min(len(body), 300)], 3)); !ok {
			t.Error("not found")
		}
	})
}
