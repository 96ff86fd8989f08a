/** Comparison operators of alarms, and their words in reasons. */

interface Comparison {
  readonly breaches: (value: number, threshold: number) => boolean;
  readonly words: string;
}

export const comparisons: Readonly<Record<string, Comparison>> = {
  GreaterThanThreshold: { breaches: (a, b) => a > b, words: 'greater than' },
  GreaterThanOrEqualToThreshold: {
    breaches: (a, b) => a >= b,
    words: 'greater than or equal to',
  },
  LessThanThreshold: { breaches: (a, b) => a < b, words: 'less than' },
  LessThanOrEqualToThreshold: { breaches: (a, b) => a <= b, words: 'less than or equal to' },
};
