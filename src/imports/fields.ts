import { wordsOf } from '#candidates/search-words.ts';

/** What a column of a file can mean, with what a person reads when they say so. */
export const FIELDS = {
  name: 'Full name',
  firstName: 'First name',
  lastName: 'Last name',
  email: 'E-mail',
  phone: 'Phone',
  link: 'Profile link',
  headline: 'Headline',
  company: 'Company',
  location: 'Location',
  city: 'City',
  country: 'Country',
  seniority: 'Seniority',
  skills: 'Skills',
  interests: 'Interested in',
  tags: 'Tags',
  sourceDetail: 'Source detail',
  note: 'Note',
  connectedOn: 'Connected on',
  appliedOn: 'Applied on',
} as const;
export type Field = keyof typeof FIELDS;

/** What columns are called in exports and in people's own tables, in English, German, French and Spanish. */
const NAMES: Record<Field, string> = {
  name: 'name|full name|candidate|candidate name|contact|contact name|person|vollständiger name|kandidat|nom complet|candidat|nombre completo|candidato',
  firstName: 'first name|firstname|first|given name|forename|vorname|prénom|prenom|nombre',
  lastName:
    'last name|lastname|last|surname|family name|nachname|familienname|nom|nom de famille|apellido|apellidos',
  email:
    'email|e mail|email address|e mail address|email addresses|emails|primary email|primary email address|personal email|work email|mail|e mail adresse|email adresse|adresse e mail|courriel|correo|correo electrónico',
  phone:
    'phone|phone number|phone numbers|primary phone number|primary phone|mobile|mobile phone|cell|telephone|tel|telefon|telefonnummer|handy|téléphone|portable|teléfono|móvil',
  link: 'url|link|links|profile|profile link|profile url|public profile url|linkedin|linkedin url|linkedin profile|linkedin profile url|website|website url|social media|github|github url|profil|perfil',
  headline:
    'headline|title|job title|position|current title|current position|role title|titel|beruf|stelle|berufsbezeichnung|poste|intitulé|titre|puesto|cargo',
  company:
    'company|current company|employer|current employer|organization|organisation|company name|firma|unternehmen|arbeitgeber|entreprise|société|employeur|empresa|compañía',
  location:
    'location|candidate location|place|address|ort|standort|wohnort|lieu|localisation|adresse|ubicación|lugar',
  city: 'city|town|stadt|ville|ciudad',
  country: 'country|land|pays|país',
  seniority: 'seniority|level|seniority level|karrierestufe|niveau|nivel',
  skills: 'skills|skill|technologies|tech stack|fähigkeiten|kenntnisse|compétences|habilidades|competencias',
  interests: 'interests|interested in|interest|interessen|intérêts|intereses',
  tags: 'tags|tag|labels|label|candidate tags|projects|project|schlagworte|étiquettes|etiquetas',
  sourceDetail:
    'source|sources|origin|source detail|candidate source|source name|credited to|quelle|herkunft|origine|fuente|origen',
  note: 'note|notes|comment|comments|remarks|summary|notiz|notizen|bemerkung|kommentar|remarque|commentaire|nota|notas|comentario',
  connectedOn: 'connected on|connection date|connected at',
  appliedOn:
    'applied on|applied at|application date|date applied|applied|applied date|beworben am|date de candidature',
};

const BY_NAME = new Map<string, Field>();
for (const [field, names] of Object.entries(NAMES))
  for (const name of names.split('|')) BY_NAME.set(columnKey(name), field as Field);

/** A column's name without case, accents, underscores and other marks. */
export function columnKey(name: string): string {
  const apart = name
    .replace(/linkedin/gi, 'linkedin')
    .replace(/[_/]+/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2');
  return wordsOf(apart).join(' ');
}

/** What a column most likely means by its name; null for one that says nothing to us. */
export function fieldNamed(column: string): Field | null {
  const key = columnKey(column);
  return BY_NAME.get(key) ?? BY_NAME.get(key.replace(/ \d+$/, '')) ?? null;
}

/** Columns that may stand for one field; of the others the first counts. */
const SEVERAL = new Set<Field>(['email', 'phone', 'link', 'skills', 'interests', 'tags', 'note']);

/** What each column most likely means. */
export function guessMapping(header: readonly string[]): (Field | null)[] {
  const taken = new Set<Field>();
  return header.map((column) => {
    const field = fieldNamed(column);
    if (field === null || (taken.has(field) && !SEVERAL.has(field))) return null;
    taken.add(field);
    return field;
  });
}

/** Exports that are recognised: all columns of one of these sets are there. */
const FORMATS: readonly [name: string, ...marks: string[][]][] = [
  ['LinkedIn connections', ['first name', 'last name', 'url', 'connected on']],
  ['Gem', ['gem profile url'], ['gem url'], ['first name', 'last name', 'linkedin url', 'sequence name']],
  [
    'Lever',
    ['opportunity id'],
    ['candidate name', 'origin', 'posting'],
    ['name', 'headline', 'origin', 'stage'],
  ],
  [
    'Ashby',
    ['ashby profile url'],
    ['candidate name', 'primary email address'],
    ['name', 'primary email address'],
  ],
  [
    'Greenhouse',
    ['application id', 'candidate name'],
    ['candidate id', 'first name', 'last name'],
    ['candidate name', 'email addresses'],
    ['first name', 'last name', 'email', 'job', 'applied on'],
  ],
];

/** Which tool's export has such columns; null for another file. */
export function formatOf(header: readonly string[]): string | null {
  const columns = new Set(header.map(columnKey));
  const known = FORMATS.find(([, ...marks]) => marks.some((set) => set.every((mark) => columns.has(mark))));
  return known?.[0] ?? null;
}

/** Whether a mapping says who somebody is and how to tell them apart; else what is missing, in words. */
export function missingIn(mapping: readonly (Field | null)[]): string | null {
  const has = (...fields: Field[]) => fields.some((field) => mapping.includes(field));
  if (!has('name', 'firstName', 'lastName')) return 'Please say which column is the name.';
  if (!has('email', 'phone', 'link'))
    return 'Please say which column is an e-mail address, a phone number or a profile link.';
  return null;
}
