import languages from './skills/languages.json' with { type: 'json' };
import ours from './skills/ours.json' with { type: 'json' };

/**
 * Skills that are known before anybody has entered one, each with the other names that people type for it; one
 * canonical name is stored. Languages and their aliases are GitHub Linguist's (skills/languages.json says which
 * version, under which licence, and scripts/make-skills.ts makes it); skills/ours.json has the rest, and wins where
 * both know a word. An admin's aliases win over both.
 */
const SKILLS: Record<string, readonly string[]> = { ...languages.skills, ...ours.skills };

const CANONICAL = new Map<string, string>();
for (const list of [languages.skills, ours.skills] as Record<string, readonly string[]>[])
  for (const [name, aliases] of Object.entries(list)) {
    for (const alias of aliases) CANONICAL.set(alias.toLowerCase(), name);
    CANONICAL.set(name.toLowerCase(), name);
  }

/** An admin's aliases: another name, in lower case, and the skill that it means. One dictionary a process. */
const CUSTOM = new Map<string, string>();

/** Replaces an admin's aliases, e.g. `{ alias: 'k8s', name: 'Kubernetes' }`. */
export function useSkillAliases(aliases: readonly { alias: string; name: string }[]): void {
  const before = JSON.stringify([...CUSTOM]);
  CUSTOM.clear();
  for (const { alias, name } of aliases) CUSTOM.set(fold(alias), clean(name));
  // Asked every ten seconds by settings/live.ts, and hardly ever other ones.
  if (JSON.stringify([...CUSTOM]) !== before) listed = null;
}

/** The one name under which a skill is stored; a word that isn't known is its own. */
export function canonicalSkill(typed: string): string {
  const word = clean(typed);
  const custom = CUSTOM.get(fold(word)) ?? word;
  return CANONICAL.get(fold(custom)) ?? custom;
}

/** Whether a word names a skill of the lists. */
export function isKnownSkill(typed: string): boolean {
  return CUSTOM.has(fold(typed)) || CANONICAL.has(fold(typed));
}

/** Known skills whose name, or another name for them, starts with what was typed. */
export function skillsStarting(typed: string): string[] {
  const start = fold(typed);
  const custom = [...CUSTOM]
    .filter(([alias]) => alias.startsWith(start))
    .map(([, name]) => canonicalSkill(name));
  const listed = Object.entries(SKILLS)
    .filter(([name, aliases]) => [name, ...aliases].some((one) => one.toLowerCase().startsWith(start)))
    .map(([name]) => name);
  return [...new Set([...custom, ...listed])];
}

interface SkillWord {
  word: string;
  /** The skill that it means. */
  name: string;
  /** False: only as it is written here. */
  anyCase: boolean;
}
let listed: readonly SkillWord[] | null = null;

/** What skills are called, for finding them in a text; the same list until an admin's aliases change. */
export function skillWords(): readonly SkillWord[] {
  listed ??= listWords();
  return listed;
}

function listWords(): SkillWord[] {
  const words = new Map<string, SkillWord>();
  for (const name of Object.keys(languages.skills))
    words.set(fold(name), { word: name, name, anyCase: false });
  for (const [name, aliases] of Object.entries(ours.skills as Record<string, readonly string[]>))
    for (const word of [name, ...aliases]) words.set(fold(word), { word, name, anyCase: true });
  for (const [word, name] of CUSTOM) words.set(word, { word, name: canonicalSkill(name), anyCase: true });
  return [...words.values()];
}

function clean(typed: string): string {
  return typed.replace(/\s+/g, ' ').trim();
}

function fold(typed: string): string {
  return clean(typed).toLowerCase();
}
