import { type Identity, normaliseEmail, normaliseLink, normalisePhone } from './identity.ts';

/** What makes two records the same person, as people type it into a modal. */
export interface TypedIdentity {
  email: string;
  phone: string;
  link: string;
}

/** A sentence for each field that can't be read. */
export type IdentityErrors = Partial<Record<keyof TypedIdentity, string>>;

const LONGEST_QUOTED = 60;

/**
 * Reads what was typed; several addresses, numbers or links are separated by commas, semicolons or new lines.
 * @returns what is wrong by field, in words for the person, or the normalised identity, which may be empty
 */
export function readIdentity(typed: TypedIdentity): { errors: IdentityErrors } | { identity: Identity } {
  const errors: IdentityErrors = {};
  const read = (field: keyof TypedIdentity, normalise: (text: string) => string | null, advice: string) => {
    const parts = typed[field]
      .split(/[,;\n]/)
      .map((part) => part.trim())
      .filter((part) => part !== '');
    const normal = parts.map((part) => {
      const good = normalise(part);
      if (good === null) errors[field] = `“${part.slice(0, LONGEST_QUOTED)}” ${advice}`;
      return good;
    });
    return [...new Set(normal.filter((one) => one !== null))];
  };
  const identity = {
    emails: read('email', normaliseEmail, 'is no e-mail address. One looks like ana@example.com.'),
    phones: read(
      'phone',
      normalisePhone,
      'is no phone number. Start with + and the country code, e.g. +1 512 555 0123.',
    ),
    links: read('link', normaliseLink, 'is no link. One looks like linkedin.com/in/ana.'),
  };
  return Object.keys(errors).length > 0 ? { errors } : { identity };
}
