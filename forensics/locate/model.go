package locate

import "math"

// unit is one hidden unit of the judge: its bias, what it weighs each feature by, and what the score weighs it by.
type unit struct {
	bias float64
	in   features
	out  float64
}

// The judge is a conditional logit (McFadden 1974: for each picture a choice between its outlines and, at 0, none) whose
// utility is linear in the features and in a few hidden units (a perceptron with one hidden layer; Bishop, Pattern
// Recognition and Machine Learning, section 5.1). It was fitted by Adam with weight decay 0.001 on 625 rendered
// photographs and 270 scans, crops, portraits and empty desks (photograph, varied, flat and variedFlat of the tests, seeds
// 3000001 and up), each with its fifty best outlines.
const intercept = -2.05

func weights() features {
	return features{0.05, -0.12, -0.83, -0.22, 0.08, -0.60, -0.34, 0.02, 0.54, 0.46, -0.14, -0.13, -0.08, 0.14, -0.63, -0.45, -0.37}
}

func units() [6]unit {
	return [6]unit{
		{1.83, features{-1.45, -1.28, 0.95, 0.34, -0.30, 0.05, 0.53, -0.90, 0.30, 0.85, 0.60, -1.01, -1.63, 0.53, -2.68, 0.71, -0.00}, -3.98},
		{1.10, features{-0.87, -0.52, 0.55, -0.32, -0.31, 0.99, 0.42, 0.21, -1.60, -1.11, -0.18, 0.53, 0.86, 0.77, 0.70, 0.47, -0.10}, -2.28},
		{1.44, features{-0.33, 0.57, 0.59, 1.14, 0.01, 0.66, 0.14, 0.00, -0.17, -0.75, -0.42, 0.80, -0.29, -2.53, 0.86, 0.89, 0.34}, -2.90},
		{0.59, features{1.15, 0.99, 0.19, -1.31, -0.51, -0.13, -0.59, 0.08, 1.49, -2.34, -0.47, 0.37, -0.53, -1.11, -0.44, 0.30, -0.29}, -3.21},
		{0.91, features{-0.14, 0.55, 0.52, 0.54, 0.31, 0.99, 0.20, 0.79, -0.44, -0.56, -0.42, -0.05, -0.73, -0.95, 0.30, 0.57, 1.15}, -2.20},
		{1.01, features{0.53, -0.10, 0.99, 1.93, -0.32, -0.19, -0.16, -0.28, 0.07, -0.37, 0.06, 2.14, -0.56, 0.07, -0.79, 0.57, 0.39}, -2.72},
	}
}

// utility is the logarithm of the odds of an outline against none.
func (f *features) utility() float64 {
	sum := intercept
	for i, w := range weights() {
		sum += w * f[i]
	}
	for _, u := range units() {
		a := u.bias
		for i, w := range u.in {
			a += w * f[i]
		}
		sum += u.out * math.Tanh(a)
	}
	return sum
}
