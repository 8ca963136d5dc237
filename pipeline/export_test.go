package pipeline

// Indexed shows the tests how many pages can be found.
func (s *Service) Indexed() int { return s.index.Len() }
