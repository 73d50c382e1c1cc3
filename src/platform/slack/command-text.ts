/**
 * Turns a command's or a message's text back into what the person typed. Slack writes people, channels and links in
 * angle brackets and escapes `&`, `<` and `>` (in commands with `should_escape`).
 */
export function commandText(text: string): string {
  return text
    .replace(/<([^<>]*)>/g, (_, inner: string) => unwrapped(inner))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .trim();
}

function unwrapped(inner: string): string {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? '' : inner.slice(bar + 1);
  if (target.startsWith('@') || target.startsWith('#')) return `${target[0]}${label || target.slice(1)}`;
  if (target.startsWith('mailto:') || target.startsWith('tel:')) return target.slice(target.indexOf(':') + 1);
  // “ana.example” typed by a person becomes <http://ana.example|ana.example>: what they typed is the label.
  return label || target;
}

/** The Slack user ids of the people whom a text mentions, in its order, before it is turned back. */
export function mentionedIn(text: string): string[] {
  return [...text.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>/g)].map(([, id = '']) => id);
}
