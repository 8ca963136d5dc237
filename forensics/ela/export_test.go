package ela

// For the tests of this package only.
var Components = components
