import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as languages from 'linguist-languages';

/**
 * `node scripts/make-skills.ts`: writes src/candidates/skills/languages.json, the programming languages of GitHub
 * Linguist with their other names. Aliases of one or two letters, and those that two languages share, are left out:
 * nobody can tell what they mean.
 */
const root = join(import.meta.dirname, '..');
const { version } = JSON.parse(
  readFileSync(join(root, 'node_modules/linguist-languages/package.json'), 'utf8'),
) as { version: string };

interface Language {
  name: string;
  type: string;
  aliases?: readonly string[];
}
const SHORTEST = 3;

const listed = (Object.values(languages) as unknown[])
  .filter((one): one is Language => typeof one === 'object' && one !== null && 'type' in one)
  .filter(({ type }) => type === 'programming')
  .toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
const uses = new Map<string, number>();
for (const { name, aliases = [] } of listed)
  for (const one of new Set([name, ...aliases].map((word) => word.toLowerCase())))
    uses.set(one, (uses.get(one) ?? 0) + 1);

const skills = Object.fromEntries(
  listed.map(({ name, aliases = [] }) => [
    name,
    aliases.filter(
      (alias) =>
        alias.length >= SHORTEST &&
        uses.get(alias.toLowerCase()) === 1 &&
        alias.toLowerCase() !== name.toLowerCase(),
    ),
  ]),
);
const file = {
  source: `GitHub Linguist by linguist-languages ${version} (https://github.com/ikatyang-collab/linguist-languages)`,
  licence: 'MIT. Copyright (c) 2017 GitHub, Inc. (Linguist); Copyright (c) Ika (linguist-languages)',
  skills,
};
writeFileSync(join(root, 'src/candidates/skills/languages.json'), `${JSON.stringify(file, null, 2)}\n`);
console.log(`${Object.keys(skills).length} languages`);
