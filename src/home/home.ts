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
}
