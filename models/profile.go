package models

// Profile says how much of the bench an examination goes through.
type Profile string

// The profiles. What the fast one leaves is said in Finding.Left.
const (
	ProfileFull Profile = "full" // everything; also meant by ""
	ProfileFast Profile = "fast" // what a person who waits for an answer can wait for
)

// Valid reports whether p is in the list; "" is not.
func (p Profile) Valid() bool { return p == ProfileFull || p == ProfileFast }
