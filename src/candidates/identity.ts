import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** What makes two records the same person, normalised; the first of each is the one that is used. */
export interface Identity {
  emails: string[];
  phones: string[];
  links: string[];
}

/** Address with the domain in lower case, or null for what is none. RFC 5321: 64 characters, @, 255 characters. */
export function normaliseEmail(text: string): string | null {
  const trimmed = text
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/^<(.*)>$/, '$1');
  const match = /^([^\s<>@,;:"()[\]\\]{1,64})@([\p{L}\p{N}.-]{3,255})$/u.exec(trimmed);
  const [, local = '', domain = ''] = match ?? [];
  if (!match || local.startsWith('.') || local.endsWith('.') || local.includes('..')) return null;
  if (!/^[\p{L}\p{N}](?:[\p{L}\p{N}-]*\.)+[\p{L}\p{N}-]{2,}$/u.test(domain) || domain.includes('..'))
    return null;
  return `${local}@${domain.toLowerCase()}`;
}

/** E.164, or null for what is no possible number with its country code (`+` or `00` in front). */
export function normalisePhone(text: string): string | null {
  const once = e164(text.trim().replace(/^00/, '+'));
  // Of a number that nobody has, such as +49 049 …, the library drops a zero more each time: it would have two keys.
  return once !== null && e164(once) === once ? once : null;
}

function e164(text: string): string | null {
  const number = parsePhoneNumberFromString(text);
  return number?.isPossible() ? number.number : null;
}

/** Hosts whose paths name the same person in upper and lower case. */
const CASE_BLIND = ['linkedin.com', 'github.com', 'gitlab.com', 'x.com', 'twitter.com'];
/** Parameters that name a person where the path is the same for all (Google Scholar, older Facebook pages). */
const NAMING_PARAMETERS = ['user', 'id'];

/** Characters; browsers and servers take no more, and a file's cell may hold a million. */
const LONGEST_LINK = 2_000;

/** Absolute https URL, or null for what is no link to a page. */
export function normaliseLink(text: string): string | null {
  const trimmed = text.trim().replace(/^<(.*)>$/, '$1');
  if (trimmed === '' || trimmed.length > LONGEST_LINK) return null;
  if (/\s|@/.test(trimmed.split('/')[0] ?? '') || /\s/.test(trimmed)) return null;
  const url = parseUrl(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return null;
  if (!/\.[\p{L}-]{2,}$/u.test(url.hostname)) return null;
  url.protocol = 'https:';
  url.hash = '';
  for (const name of [...url.searchParams.keys()])
    if (!NAMING_PARAMETERS.includes(name)) url.searchParams.delete(name);
  const link = url.href.replace(/\/+$/, '');
  return link.length > LONGEST_LINK ? null : link;
}

/** `linkedin.com/in/ana` for any way of writing that address. */
function linkKey(link: string): string {
  const url = parseUrl(link);
  if (!url) return link.toLowerCase();
  let host = url.hostname.replace(/^(www|m|mobile)\./, '');
  if (host.endsWith('.linkedin.com')) host = 'linkedin.com';
  let path = decode(url.pathname).replace(/\/+$/, '');
  if (host === 'linkedin.com') path = path.replace(/^(\/(?:in|pub)\/[^/]+).*$/, '$1');
  if (CASE_BLIND.includes(host)) path = path.toLowerCase();
  return `${host}${path}${CASE_BLIND.includes(host) ? '' : url.search}`;
}

/** `URL.canParse` says yes to names of hosts that are too long for `new URL`. */
function parseUrl(text: string): URL | null {
  return URL.parse(text);
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Keys of the unique index: two records with one of them in common are the same person. */
export function identityKeys({ emails, phones, links }: Identity): string[] {
  return [
    ...new Set([
      ...emails.map((email) => `email:${email.toLowerCase()}`),
      ...phones.map((phone) => `phone:${phone}`),
      ...links.map((link) => `link:${linkKey(link)}`),
    ]),
  ];
}

/** The identity key that a text means if it is an e-mail address, a phone number or a link; null for a name. */
export function keyOf(text: string): string | null {
  const typed = text.trim();
  const email = typed.includes('@') ? normaliseEmail(typed) : null;
  const phone = /^[+0][\d\s().-]{6,}$/.test(typed) ? normalisePhone(typed) : null;
  const link = !email && !phone && /^\S+\.\S+$/.test(typed) ? normaliseLink(typed) : null;
  const [key] = identityKeys({
    emails: email ? [email] : [],
    phones: phone ? [phone] : [],
    links: link ? [link] : [],
  });
  return key ?? null;
}

/** People with one of these keys. The index leaves out who has none, and is used only by a query that says so too. */
export function havingKey(keys: readonly string[]) {
  return { keys: { $in: [...keys] }, 'keys.0': { $exists: true } };
}
