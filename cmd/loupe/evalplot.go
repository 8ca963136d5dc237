package main

func writePlots(dir string, pictures []judgedPicture) error { return nil }
