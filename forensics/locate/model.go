package locate

import "math"

// unitCount is the number of hidden units of the judge.
const unitCount = 6

// unit is one hidden unit of the judge: its bias, what it weighs each feature by, and what the score weighs it by.
type unit struct {
	bias float64
	in   features
	out  float64
}

// utility is the logarithm of the odds of an outline against none. The judge is a conditional logit (McFadden 1974: for each
// picture a choice between its outlines and, at 0, none) whose utility is linear in the features and in a few hidden units (a
// perceptron with one hidden layer; Bishop, Pattern Recognition and Machine Learning, section 5.1). What it was fitted on and
// how, TestTrainJudge says.
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
