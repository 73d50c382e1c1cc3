import { z } from 'zod';

/**
 * What people may say of themselves, of their own accord: the categories that New York City's Local Law 144 asks selection rates for
 * (those of the EEO-1 report), and a third gender. Nothing of it stands on the card, and no ranking reads it.
 */
export const ASKED = {
  gender: {
    question: 'Gender',
    answers: { female: 'Female', male: 'Male', other: 'Neither, or both' },
  },
  ethnicity: {
    question: 'Race or ethnicity',
    answers: {
      hispanic: 'Hispanic or Latino',
      white: 'White',
      black: 'Black or African American',
      pacific: 'Native Hawaiian or Pacific Islander',
      asian: 'Asian',
      native: 'Native American or Alaska Native',
      several: 'Two or more of these',
    },
  },
} as const;
export type Dimension = keyof typeof ASKED;
export const DIMENSIONS = Object.keys(ASKED) as Dimension[];

const answerTo = (dimension: Dimension) =>
  z
    .enum(Object.keys(ASKED[dimension].answers) as [string, ...string[]])
    .nullable()
    .catch(null);

/** What a form brought; an answer that isn't offered is none. */
export const saidSchema = z.object({ gender: answerTo('gender'), ethnicity: answerTo('ethnicity') });
export type Said = z.infer<typeof saidSchema>;

/** In the collection `self_descriptions`; `_id` is the candidate. */
export interface SelfDescription extends Said {
  _id: string;
  at: Date;
}
