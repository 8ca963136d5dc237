package barcode

// Finders is for tests.
var Finders = finders
