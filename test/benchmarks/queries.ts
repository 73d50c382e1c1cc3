import { PROFESSIONS } from '../../src/sample/professions.ts';
import { randomFrom } from '../../src/sample/random.ts';
import { benchmarkProfile } from './people.ts';

const CITIES = ['austin', 'berlin', 'london', '"new york"', 'paris', 'toronto'];
const TIMES = ['<30d', '>6mo', '6..12mo', '2026-01..2026-03', '<1y'];

/** A mix of questions as recruiters ask them: names, words, facets, times, negations, orders. */
export function queryMix(count: number, people: number): string[] {
  const random = randomFrom(20_261_120);
  const person = () => benchmarkProfile(random.int(0, people - 1));
  const work = () => random.pick(PROFESSIONS);
  const skill = () => {
    const name = random.pick(work().skills);
    return /\s/.test(name) ? `"${name}"` : name;
  };
  const tag = () => random.pick(['backend', 'go', 'open-source', 'python', 'rust']);
  const shapes: (() => string)[] = [
    () => person().name,
    () => person().name.slice(0, 5).trim(),
    () => person().emails[0] ?? '',
    () => `company:${person().company?.split(' ')[0]}`,
    () => `skill:${skill()}`,
    () => `skill:${skill()} city:${random.pick(CITIES)}`,
    () => `"${work().title.toLowerCase()}" city:${random.pick(CITIES)}`,
    () =>
      `"${work().title.toLowerCase()}" city:${random.pick(CITIES)} interested:"${work().interest}"@6..12mo`,
    () => `skill:${skill()},${skill()} seniority:senior -temp:cold`,
    () => `${work().title.split(' ')[0]?.toLowerCase()} answered:${random.pick(TIMES)}`,
    () => `tag:${tag()} engaged:${random.pick(TIMES)} sort:recent`,
    () => `owner:me contacted:${random.pick(TIMES)}`,
    () => `temp:hot skill:${skill()}`,
    () => `stage:engaged city:${random.pick(CITIES)} sort:added`,
    () => `source:referral has:email is:reachable`,
    () => `added:<30d -tag:${tag()}`,
    () => `${work().title.split(' ')[0]?.toLowerCase()} ${person().name.split(' ')[0]?.toLowerCase()}`,
    () => `skill:${skill()} sort:name`,
    () => `-city:${random.pick(CITIES)} seniority:director`,
    () => '',
  ];
  return Array.from({ length: count }, (_, index) => shapes[index % shapes.length]?.() ?? '');
}
