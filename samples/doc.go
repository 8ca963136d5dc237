// Package samples draws Loupe's own specimens: documents of an invented country, portraits of people who do not exist,
// photographed, scanned, edited and copied by simulation, with a manifest of what each must yield.
//
// Drawing, capture and editing are separate, so that labelled sets of any size can be made:
//
//	studio, err := samples.NewStudio(samples.Options{})
//	sheet, err := studio.CardFront(samples.NewHolder(7), samples.Print{})   // the printed card, flat and clean
//	shot, err := samples.Capture(sheet, 11, samples.CaptureOptions{})       // one photograph of it, with its geometry
//	edit := samples.NewEdit(shot.Image, shot)                               // change the photograph, keep the truth
//
// Everything is a pure function of its arguments: one seed, one picture. The Republic of Caldoria is invented; its
// documents carry UTO, the code ICAO 9303 keeps for specimens, and a microtext line "LOUPE SPECIMEN".
package samples
