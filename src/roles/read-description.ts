import { SENIORITIES } from '#candidates/candidate.ts';
import { knownCity } from '#candidates/place.ts';
import { skillsInText } from '#candidates/skills-in-text.ts';
import { type Criteria, MOST_MUST_HAVES, MOST_NICE_TO_HAVES, MOST_TITLE } from './role.ts';

/** Characters of a description that are read; what is pasted beyond is left. */
export const MOST_READ = 20_000;

type Seniority = Criteria['seniority'];

/** Cities of fewer people aren't recognised by their name alone: too many are ordinary words. */
const LEAST_PEOPLE = 200_000;
/** Large cities whose names are ordinary words. */
const ORDINARY = new Set([
  'mobile',
  'reading',
  'nice',
  'split',
  'bath',
  'orange',
  'most',
  'of',
  'march',
  'hamm',
]);
const LONGEST_TITLE_LINE = 90;

const NICE =
  /\b(?:nice[- ]to[- ]haves?|(?:is|are|would be|as) a (?:big |strong |real )?plus|bonus(?: points)?|preferred|desirable|ideally|good to have|advantage|von vorteil|wünschenswert|idealerweise|un plus|se valora|deseable)\b/iu;
const REMOTE =
  /\b(?:remote(?:ly)?|work(?:ing)? from (?:home|anywhere)|home ?office|télétravail|teletrabajo|remoto|fernarbeit)\b/iu;
const NOT_REMOTE =
  /\b(?:no(?:t|n)?[- ]remote|not (?:a |possible )?(?:fully )?remote|no (?:fully )?remote|remote (?:work )?is not|on-?site only|office only)\b/iu;

/** By word, the first one that is found; a title speaks before the text does. */
const LEVELS: readonly [RegExp, NonNullable<Seniority>][] = [
  [/\b(?:chief \w+ officer|c[etfopim]o)\b/iu, 'Executive'],
  [/\b(?:vp|vice president)\b/iu, 'VP'],
  [/\b(?:director|head of)\b/iu, 'Director'],
  [
    /\b(?:engineering|development|team|people|data|design|sales|marketing|finance|support|security) manager\b/iu,
    'Manager',
  ],
  [/\bprincipal\b/iu, 'Principal'],
  [/\bstaff\b/iu, 'Staff'],
  [/\b(?:senior|sr\.?)(?=\s|$|,|-)/iu, 'Senior'],
  [/\b(?:mid[- ]?level|intermediate|medior|mid)\b/iu, 'Mid-level'],
  [/\b(?:junior|jr\.?|graduate|entry[- ]level)(?=\s|$|,|-)/iu, 'Junior'],
  [/\b(?:intern|internship|trainee|werkstudent\w*|praktikant\w*|praktikum)\b/iu, 'Intern'],
];
/** In the text a level counts only in front of what somebody is. */
const IN_TEXT =
  /\b(senior|staff|principal|junior|mid[- ]?level)(?:\s+[\p{L}/+#.-]+){0,2}\s+(?:engineers?|developers?|designers?|scientists?|analysts?|architects?|programmers?|administrators?|recruiters?|entwickler\w*)\b/iu;
const LABELLED = /\b(?:seniority|level)\s*[:–-]\s*([^\n,.;]{2,30})/iu;

/** What can be read out of a job description without a model; a person corrects it. */
export function readDescription(description: string): Criteria {
  const text = description.slice(0, MOST_READ).replace(/\r\n?/g, '\n');
  const title = titleIn(text);
  const { mustHave, niceToHave } = skillsIn(text);
  return {
    title,
    mustHave: mustHave.slice(0, MOST_MUST_HAVES),
    niceToHave: [...mustHave.slice(MOST_MUST_HAVES), ...niceToHave].slice(0, MOST_NICE_TO_HAVES),
    seniority:
      levelIn(title) ?? levelIn(LABELLED.exec(text)?.[1] ?? '') ?? levelIn(IN_TEXT.exec(text)?.[1] ?? ''),
    location: locationIn(text),
    remote: isRemote(text),
  };
}

/** Whether a description offers remote work, and doesn’t say “no remote”. */
export function isRemote(text: string): boolean {
  return REMOTE.test(text) && !NOT_REMOTE.test(text);
}

/** The level that a few words name; null for none. */
export function levelIn(words: string): Seniority {
  return (
    LEVELS.find(([pattern]) => pattern.test(words))?.[1] ?? SENIORITIES.find((one) => one === words) ?? null
  );
}

function titleIn(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/^[\s#*•>_–-]+|[\s*_:]+$/g, '').trim());
  const first = lines.find((line) => line !== '') ?? '';
  const wanted =
    /\b(?:looking for|hiring|seeking|searching for|in search of|suchen)\s+(?:an?|our(?: next)?|einen?|eine)\s+([^.,;:!?\n(]{3,80}?)(?=\s+(?:to|who|with|for|in|at|based|that|der|die|mit)\b|[.,;:!?\n(]|$)/iu.exec(
      text,
    )?.[1];
  const bare = first
    .replace(
      /^(?:job title|job|title|position|role|stelle|stellenanzeige|vacancy|puesto|poste)\s*[:–-]\s*/iu,
      '',
    )
    .replace(/\s*\((?:[mwfdxhi]\s*[/|]\s*)+[mwfdxhi]\)/giu, '')
    .replace(/\s+(?:[–—|]|-)\s+.*$/u, '')
    .replace(/\s*\((?:remote|hybrid|[^)]{2,40})\)\s*$/iu, '')
    .replace(/\s+/g, ' ')
    .trim();
  const isSentence =
    bare.length > LONGEST_TITLE_LINE || /[.!?]$/.test(first) || /\b(?:we|wir|you|are|is)\b/iu.test(bare);
  return (isSentence ? (wanted ?? '') : bare).slice(0, MOST_TITLE).trim();
}

function skillsIn(text: string): { mustHave: string[]; niceToHave: string[] } {
  const must = new Set<string>();
  const nice = new Set<string>();
  let isNiceSection = false;
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    const isHeading = trimmed.length > 0 && trimmed.length <= 60 && /:$|^#|^\*\*.*\*\*$/.test(trimmed);
    if (isHeading) isNiceSection = NICE.test(trimmed);
    for (const sentence of line.split(/(?<=[.;!?])\s+/)) {
      const found = skillsInText(sentence);
      const kind = isNiceSection || NICE.test(sentence) ? nice : must;
      for (const skill of found) kind.add(skill);
    }
  }
  return { mustHave: [...must], niceToHave: [...nice].filter((skill) => !must.has(skill)) };
}

/** A place behind a label counts as it stands; elsewhere only a large city behind “in” or beside the title. */
function locationIn(text: string): string | null {
  const labelled =
    /(?:^|\n)[ \t*•-]{0,10}(?:location|place|office|standort|ort|arbeitsort|lieu|ubicación)\s*[:–-]\s*([^\n]{2,80})/iu.exec(
      text,
    )?.[1];
  if (labelled) {
    const place =
      labelled
        .split(/[;(/|]|\s+or\s+|\s+–\s+|\s-\s/i)[0]
        ?.replace(/[\s.,*]+$/, '')
        .trim() ?? '';
    if (place !== '' && !REMOTE.test(place)) return place;
  }
  const [first = ''] = text.trim().split('\n');
  const beside = [
    ...first.matchAll(/(?:[–—|,(]|\s-\s|\bin\b)\s*(\p{Lu}[\p{L}.'’-]+(?:\s\p{Lu}[\p{L}.'’-]+){0,2})/gu),
  ];
  const within = [
    ...text.matchAll(
      /\b(?:based in|located in|office in|offices in|in|at our|aus|à|en)\s+(?:(?:beautiful|sunny|central|downtown)\s+)?(\p{Lu}[\p{L}.'’-]+(?:\s\p{Lu}[\p{L}.'’-]+){0,2})(?!\s+\p{Ll}+(?:ment|ing|er|tion)\b)/gu,
    ),
  ];
  for (const [, name = ''] of [...beside, ...within]) {
    const words = name.split(' ').map((word) => word.replace(/[.’']+$/, ''));
    for (let count = words.length; count > 0; count--) {
      const city = words.slice(0, count).join(' ');
      if (!ORDINARY.has(city.toLowerCase()) && knownCity(city, LEAST_PEOPLE)) return city;
    }
  }
  return null;
}
