/** One line of App Home with a button. */
export interface HomeLine {
  /** mrkdwn, people's words escaped. */
  text: string;
  button?: { text: string; actionId: string; value: string };
}

/** A part of App Home; features contribute them, app.ts puts them in order. */
export interface HomeSection {
  title: string;
  /** Shown when there are no lines. */
  empty: string;
  lines: HomeLine[];
  /** How many there are in all, where that may be more than the lines; counted up to 1,001. */
  total?: number;
}
