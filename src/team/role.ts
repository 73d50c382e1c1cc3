/** What a person of the workspace is to Rekindle; the texts are what a person reads and picks. */
export const ROLES = {
  admin: 'Admin',
  recruiter: 'Recruiter',
  'hiring manager': 'Hiring manager',
  member: 'Member',
} as const;
export type Role = keyof typeof ROLES;

/** True for a word that names a role. */
export function isRole(word: string): word is Role {
  return Object.hasOwn(ROLES, word);
}
