package models

// Orientation is the EXIF orientation tag (CIPA DC-008, tag 0x0112): 1 stored upright, 2 mirrored, 3 turned 180,
// 4 mirrored and turned 180, 5 mirrored and turned 270 clockwise to show, 6 shown by a 90 clockwise turn,
// 7 mirrored and turned 90 clockwise to show, 8 shown by a 270 clockwise turn. Anything else counts as 1.
type Orientation int

// Swaps reports whether showing the picture upright exchanges width and height.
func (o Orientation) Swaps() bool { return o >= 5 && o <= 8 }

// Upright returns the size at which a w x h stored picture is shown.
func (o Orientation) Upright(w, h int) (int, int) {
	if o.Swaps() {
		return h, w
	}
	return w, h
}

// Box maps the rectangle x, y, rw, rh of a w x h stored picture to the picture as shown upright.
func (o Orientation) Box(x, y, rw, rh, w, h int) (int, int, int, int) {
	right, bottom := w-x-rw, h-y-rh // distances to the far edges
	switch o {
	case 2:
		return right, y, rw, rh
	case 3:
		return right, bottom, rw, rh
	case 4:
		return x, bottom, rw, rh
	case 5:
		return y, x, rh, rw
	case 6:
		return bottom, x, rh, rw
	case 7:
		return bottom, right, rh, rw
	case 8:
		return y, right, rh, rw
	}
	return x, y, rw, rh
}

// Inverse returns the orientation that undoes o.
func (o Orientation) Inverse() Orientation {
	switch o {
	case 6:
		return 8
	case 8:
		return 6
	}
	return o
}

// Stored maps the rectangle x, y, rw, rh of the picture as shown upright back to the w x h stored picture. It undoes Box.
func (o Orientation) Stored(x, y, rw, rh, w, h int) (int, int, int, int) {
	uw, uh := o.Upright(w, h)
	return o.Inverse().Box(x, y, rw, rh, uw, uh)
}
