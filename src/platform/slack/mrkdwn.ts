/**
 * Makes text from people harmless in mrkdwn: with these three characters escaped nothing in it can ping anybody,
 * become a link or a date (Slack, “Formatting text for app surfaces”, escaping text).
 */
export function escapeMrkdwn(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
