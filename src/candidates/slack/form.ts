import type { InputBlockElement, KnownBlock, MultiExternalSelect } from '@slack/types';
import { input, option, plain, textInput, truncate } from '#platform/slack/blocks.ts';
import type { Values } from '#platform/slack/surface.ts';
import { type Candidate, SENIORITIES, SOURCES } from '../candidate.ts';
import { LONGEST, type ProfileField, type TypedProfile } from '../profile.ts';
import type { WordKind } from '../vocabulary-store.ts';

/** Action id of a field that takes words of a kind, for the options that it offers. */
export const WORDS_FIELD: Record<WordKind, string> = {
  skill: 'words_skill',
  interest: 'words_interest',
  tag: 'words_tag',
};

/** What an option's text and value may hold. */
const OPTION = 75;
/** What Slack lets a person type into one field. */
const TYPED = 3_000;

/**
 * The fields of **Add candidate** and **Edit candidate** in the order of product.md section 17. Block ids are the
 * names of the fields, so that an error finds its place.
 * @param edit for somebody who is there: the source is fixed then, and the note is a new one
 */
export function profileFields(typed: TypedProfile, edit = false): KnownBlock[] {
  return [
    line('name', 'Full name', typed.name, { optional: false, most: LONGEST.name }),
    line('email', 'E-mail', typed.email, { example: 'ana@example.com' }),
    line('phone', 'Phone', typed.phone, { example: '+1 512 555 0123' }),
    line('link', 'Profile link', typed.link, { example: 'linkedin.com/in/ana' }),
    line('headline', 'Headline', typed.headline, { example: 'Senior Backend Engineer' }),
    line('company', 'Company', typed.company),
    line('location', 'Location', typed.location, { example: 'Austin, United States' }),
    pick('seniority', 'Seniority', SENIORITIES, typed.seniority),
    wordsField('skills', 'Skills', 'skill', typed.skills),
    wordsField('interests', 'Interested in', 'interest', typed.interests),
    tagsField(typed.tags),
    ...(edit
      ? []
      : [
          pick('source', 'Source', SOURCES, typed.source),
          line('sourceDetail', 'Source detail', typed.sourceDetail, { example: 'Met at PyCon' }),
        ]),
    input(
      'owner',
      'Owner',
      {
        type: 'users_select',
        action_id: 'owner',
        ...(typed.owner && { initial_user: typed.owner }),
      },
      { optional: true },
    ),
    textInput('note', 'Note', {
      initial: truncate(typed.note, TYPED),
      most: TYPED,
      multiline: true,
      optional: true,
      hint: edit
        ? 'Kept in the history as a new note; earlier ones stay.'
        : 'Kept in the history. Up to 3,000 characters; log the rest as touchpoints.',
    }),
  ];
}

/** The field **Tags** alone, for the modal of that name. */
export function tagsField(tags: string[]): KnownBlock {
  return wordsField('tags', 'Tags', 'tag', tags);
}

/** What was filled in, as typed. A field that isn't in the modal is empty. */
export function readForm(values: Values): TypedProfile {
  const text = (field: ProfileField) => {
    const value = values[field];
    return typeof value === 'string' ? value : '';
  };
  const list = (field: ProfileField) => {
    const value = values[field];
    return Array.isArray(value) ? value : [];
  };
  return {
    name: text('name'),
    email: text('email'),
    phone: text('phone'),
    link: text('link'),
    headline: text('headline'),
    company: text('company'),
    location: text('location'),
    seniority: text('seniority') || null,
    skills: list('skills'),
    interests: list('interests'),
    tags: list('tags'),
    source: text('source') || null,
    sourceDetail: text('sourceDetail'),
    owner: text('owner') || null,
    note: text('note'),
  };
}

/** The form's fields with nothing in them. */
export const EMPTY_FORM: TypedProfile = readForm({});

/** What stands in the form for somebody who is there. */
export function typedFrom(candidate: Candidate): TypedProfile {
  const { name, emails, phones, links, headline, company, location, seniority, skills, interests } =
    candidate;
  return {
    ...EMPTY_FORM,
    name,
    email: emails.join(', '),
    phone: phones.join(', '),
    link: links.join(', '),
    headline: headline ?? '',
    company: company ?? '',
    location: location ?? '',
    seniority,
    skills,
    interests: interests.map(({ what }) => what),
    tags: candidate.tags,
    owner: candidate.owner,
  };
}

function line(
  field: ProfileField,
  label: string,
  initial: string,
  more: { optional?: boolean; most?: number; example?: string } = {},
): KnownBlock {
  // Several addresses or links stand in one field, so they get more room than one has.
  const room = ['email', 'phone', 'link'].includes(field) ? 1_000 : LONGEST.line;
  const { optional = true, most = room, example } = more;
  return textInput(field, label, { initial: truncate(initial, most), most, example, optional });
}

function pick(
  field: ProfileField,
  label: string,
  choices: readonly string[],
  initial: string | null,
): KnownBlock {
  const picked = choices.find((choice) => choice === initial);
  const element: InputBlockElement = {
    type: 'static_select',
    action_id: field,
    options: choices.map((choice) => option(choice, choice)),
    ...(picked && { initial_option: option(picked, picked) }),
  };
  return input(field, label, element, { optional: true });
}

/** A field that takes words of a kind: those in use are offered, and a new one can be typed. */
export function wordsField(
  field: string,
  label: string,
  kind: WordKind,
  initial: readonly string[],
): KnownBlock {
  const shown = initial.filter((word) => word.length <= OPTION);
  const element: MultiExternalSelect = {
    type: 'multi_external_select',
    action_id: WORDS_FIELD[kind],
    min_query_length: 0,
    placeholder: plain('Pick, or type a new one'),
    ...(shown.length > 0 && { initial_options: shown.map((word) => option(word, word)) }),
  };
  return input(field, label, element, { optional: true });
}
