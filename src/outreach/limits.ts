/** Longest text that a person may put in; both stay below Slack's 3,000 characters a section. */
export const MAX_SUBJECT = 150;
export const MAX_BODY = 2_800;
