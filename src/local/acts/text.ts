import type { State } from '../state/state.ts';

/**
 * What Slack makes of a typed text: `&`, `<`, `>` escaped, `@riley` a mention, `#hiring` a channel, addresses of pages
 * and mailboxes links.
 * @param withNames `<@U1|riley>` as in commands with should_escape, else `<@U1>` as in messages
 */
export function escapedText(state: State, typed: string, withNames: boolean): string {
  const escaped = typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  // Mentions that a program wrote out as Slack does come through as they are.
  const kept = escaped.replace(/&lt;([@#][A-Z0-9]+(?:\|[^|&]*)?)&gt;/g, '<$1>');
  return kept.replace(TOKEN, (token, link, mail, name, channel) => {
    if (link) return linked(link);
    if (mail) return `<mailto:${mail}|${mail}>`;
    if (name) {
      const person = [...state.people.values()].find((it) => it.name === name.toLowerCase());
      return person ? `<@${person.id}${withNames ? `|${person.name}` : ''}>` : token;
    }
    if (channel) {
      const found = [...state.channels.values()].find((it) => it.kind === 'channel' && it.name === channel);
      return found ? `<#${found.id}|${found.name}>` : token;
    }
    return token;
  });
}

const TOKEN = new RegExp(
  [
    '<[^>]*>', // a mention that is one already
    '(https?:\\/\\/[^\\s<>|]+)',
    '([\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)*\\.[A-Za-z]{2,})',
    '(?<![\\w&])@([a-z0-9._-]+)',
    '(?<![\\w&/])#([a-z0-9_-]+)',
  ].join('|'),
  'gi',
);

/** Punctuation at the end of a sentence is no part of a link. */
function linked(url: string): string {
  const end = /(?:&gt;|[.,;:!?)'"])+$/.exec(url)?.[0] ?? '';
  const address = end === '' ? url : url.slice(0, -end.length);
  return `<${address}>${end}`;
}
