import { afterEach, expect, it } from 'vitest';
import languages from '../../src/candidates/skills/languages.json' with { type: 'json' };
import ours from '../../src/candidates/skills/ours.json' with { type: 'json' };
import {
  canonicalSkill,
  isKnownSkill,
  skillsStarting,
  useSkillAliases,
} from '../../src/candidates/skills.ts';

afterEach(() => useSkillAliases([]));

it.each([
  ['k8s', 'Kubernetes'],
  ['golang', 'Go'],
  ['js', 'JavaScript'],
  [' Machine   Learning ', 'Machine learning'],
  ['elisp', 'Emacs Lisp'],
  ['node', 'Node.js'],
  ['underwater basket weaving', 'underwater basket weaving'],
])('%s is %s', (typed, name) => {
  expect(canonicalSkill(typed)).toBe(name);
});

it('every name is its own, but for those that our list calls otherwise', () => {
  for (const name of Object.keys(ours.skills)) expect(canonicalSkill(name)).toBe(name);
  const renamed = Object.keys(languages.skills).filter((name) => canonicalSkill(name) !== name);
  for (const name of renamed) expect(Object.keys(ours.skills)).toContain(canonicalSkill(name));
});

it('each other name means one skill', () => {
  const seen = new Map<string, string>();
  for (const [name, aliases] of Object.entries(languages.skills))
    for (const alias of aliases) {
      expect([alias, seen.get(alias) ?? name]).toEqual([alias, name]);
      seen.set(alias, name);
    }
  expect(languages.licence).toContain('MIT');
});

it('an admin’s names win', () => {
  useSkillAliases([
    { alias: 'Snek', name: 'python' },
    { alias: 'js', name: 'Just sleeping' },
  ]);
  expect(canonicalSkill('snek')).toBe('Python');
  expect(canonicalSkill('JS')).toBe('Just sleeping');
  expect(isKnownSkill('SNEK')).toBe(true);
  expect(skillsStarting('sne')).toContain('Python');
});
