import { readFreeText } from '#candidates/free-text.ts';
import { type FindRoleDeps, roleSpokenOf } from '#roles/find.ts';

/** What was recognised of a referral in free text. */
export interface ReadReferral {
  name: string;
  email: string;
  link: string;
  roleId: string | null;
  /** The role's title, or a job in their words that nobody has opened here. */
  role: string | null;
}

/** Where a name ends in “Ana Petrova for the backend role”, “Zelda is great”. */
const AFTER_NAME = /\s+(?:for|as|is|who|from|at|would|could|knows)\s[\s\S]*$/u;
/** “for the backend engineer role”, “as a data scientist”. */
const JOB =
  /\b(?:for|as)\s+(?:(?:the|our|a|an|your)\s+)?([\p{L}\p{N}][\p{L}\p{N}+#&/ -]{2,60}?)(?:\s+(?:role|position|job|opening))\b/iu;
const READ_AT_MOST = 3_000;

/** Name, e-mail, link and role in a line or a message; what isn't there is empty. */
export async function readReferralText(deps: FindRoleDeps, text: string): Promise<ReadReferral> {
  const cut = text.slice(0, READ_AT_MOST);
  const { name, email, link } = readFreeText(cut);
  const role = await roleSpokenOf(deps, cut);
  return {
    name: name.replace(AFTER_NAME, '').trim(),
    email,
    link,
    roleId: role?._id ?? null,
    role: role?.title ?? JOB.exec(cut)?.[1]?.trim() ?? null,
  };
}

/** What is needed and isn't there, as a list for a sentence. */
export function missingIn({ name, email, link }: Pick<ReadReferral, 'name' | 'email' | 'link'>): string[] {
  return [
    ...(name === '' ? ['their name'] : []),
    ...(email === '' && link === '' ? ['an e-mail address or a profile link'] : []),
  ];
}
