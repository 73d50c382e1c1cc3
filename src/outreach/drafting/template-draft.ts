import type { Candidate } from '#candidates/candidate.ts';
import type { Touchpoint } from '#engagement/touchpoint.ts';
import type { DraftRequest, Purpose, Tone } from '../draft.ts';

export interface TemplateSources {
  candidate: Candidate;
  /** Newest first. */
  touchpoints: readonly Touchpoint[];
  requesterName: string;
  request: DraftRequest;
  /** It answers a message of theirs, which a template can't read. */
  isAnswer: boolean;
}

/**
 * A plain draft without a model: 60 to 120 words with a typical record, one true specific, one question, and
 * sentences left out where nothing is known, so that no placeholder can stay open. Texts of notes are never used:
 * they were written for colleagues.
 */
export function templateDraft(sources: TemplateSources): { subject: string; body: string } {
  const { request, requesterName } = sources;
  const firstName = givenName(sources.candidate.name);
  const paragraphs = [
    greeting(firstName, request.tone),
    ...(sources.isAnswer ? answer(request) : message(sources)),
    `${SIGN_OFF[request.tone]}\n${requesterName}`,
  ];
  return {
    subject: request.channel === 'email' ? subject(firstName, request) : '',
    body: paragraphs.filter(Boolean).join('\n\n'),
  };
}

function message(sources: TemplateSources): string[] {
  const { request } = sources;
  return [
    [opening(sources), specific(sources.candidate, request)].filter(Boolean).join(' '),
    [matter(request), mention(request.mention)].filter(Boolean).join(' '),
    closing(request),
  ];
}

/** Nothing in it depends on what they wrote, and nothing of the message that they answered comes again. */
function answer({ role, mention: mentioned, channel }: DraftRequest): string[] {
  const about = role ? `There is more to say about this role: ${role}.` : '';
  const how = channel === 'phone' ? 'when we talk again' : 'in a short call';
  return [
    ['Thank you for your answer; it was good to read from you.', about, mention(mentioned)]
      .filter(Boolean)
      .join(' '),
    `Shall we settle the rest ${how}? A day and a time that suit you are enough, and I will see to it.`,
  ];
}

/** The first word of a name as written; a name without spaces is used whole. */
function givenName(name: string): string {
  const first = name.trim().split(/\s+/)[0] ?? '';
  // Whoever typed a link or a placeholder as a name isn't addressed by it.
  return /^[\p{L}\p{M}’'.-]{1,40}$/u.test(first) ? first : '';
}

function greeting(name: string, tone: Tone): string {
  if (!name) return 'Hello,';
  return tone === 'professional' ? `Dear ${name},` : `Hi ${name},`;
}

const SIGN_OFF: Record<Tone, string> = {
  friendly: 'All the best,',
  professional: 'Kind regards,',
  brief: 'Thanks,',
};

function subject(givenName: string, { purpose, role }: DraftRequest): string {
  const name = givenName || 'Hello';
  const short = role.length <= 28 ? role : '';
  const subjects: Record<Purpose, string> = {
    'first contact': `${name}, may I introduce myself?`,
    'follow-up': `${name}, a short follow-up`,
    're-engagement': `${name}, shall we catch up?`,
    role: short ? `${short}: worth a conversation?` : `${name}, a role you may like`,
    event: `${name}, an invitation`,
    other: givenName ? `A short note for ${givenName}` : 'A short note',
  };
  return subjects[purpose];
}

function opening({ touchpoints, request }: TemplateSources): string {
  const met = touchpoints.find(({ kind }) =>
    ['meeting', 'call', 'interview', 'event attended'].includes(kind),
  )?.kind;
  const answered = touchpoints.some(({ kind }) => kind === 'replied' || kind === 'inbound message');
  const known = met
    ? { meeting: 'our meeting', call: 'our call', interview: 'your interview with us' }[met as string]
    : undefined;
  const since = known ?? (answered ? 'your message' : null);
  if (met === 'event attended')
    return 'It was good to have you at our event, and I would like to stay in touch.';
  switch (request.purpose) {
    case 'first contact':
      return 'I look after people we would love to work with one day, and your profile caught my attention.';
    case 'follow-up':
      return since
        ? `Thank you again for ${since}; I wanted to pick up where we left off.`
        : 'I wrote to you some time ago and wanted to follow up once, in case my note was lost.';
    case 're-engagement':
      return since
        ? `It has been a while since ${since}, and I have been wondering how things are going for you.`
        : 'It has been a while since we were in touch, and I have been wondering how you are doing.';
    default:
      return since ? `I was thinking of you, and of ${since}.` : 'I hope this finds you well.';
  }
}

function specific(candidate: Candidate, request: DraftRequest): string {
  const interest = candidate.interests.at(-1)?.what;
  if (interest) return `You told us that ${interest} interests you, and we have kept that in mind.`;
  const skills = candidate.skills.slice(0, 2).join(' and ');
  if (skills && candidate.company)
    return `Your work at ${candidate.company} and your experience with ${skills} stand out.`;
  if (skills) return `Your experience with ${skills} stands out.`;
  if (candidate.headline) return `What you do (${candidate.headline}) fits well with how our teams work.`;
  if (candidate.company) return `What you do at ${candidate.company} fits well with how our teams work.`;
  return request.tone === 'brief' ? '' : 'I would like to know what you are working on these days.';
}

function matter({ purpose, role }: DraftRequest): string {
  if (role && purpose === 'event') return `The teams behind “${role}” will be there, and happy to talk.`;
  if (role)
    return `We are thinking about this role: ${role}. I believe that it is worth a look from you, and I would gladly tell you more about the team and the work.`;
  switch (purpose) {
    case 'event':
      return 'We are preparing an event where you could meet some of our teams, without any obligation, and I would be glad to see you there.';
    case 'other':
      return 'There is nothing urgent behind this note: I simply want to keep our conversation going.';
    default:
      return 'There is no particular opening behind this note. I would simply like to understand what you would find interesting next, so that I only write when it is worth your time.';
  }
}

/** What the recruiter wants mentioned stands as they put it: a template can't turn notes into sentences. */
function mention(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (!line) return '';
  // Somebody who wrote a sentence gets their sentence.
  if (/^\p{Lu}.*\s.*[.!?…]$/u.test(line)) return line;
  return `Something I wanted to mention in particular: ${line.replace(/[.…]+$/, '')}.`;
}

function closing({ purpose, tone, channel }: DraftRequest): string {
  const how = channel === 'phone' ? 'talking again' : 'a short call';
  if (purpose === 'event')
    return 'Would you like to come? A short answer is enough, and I will send you the details.';
  if (tone === 'brief') return `Would you be open to ${how}?`;
  return `Would you be open to ${how}, whenever it suits you? If the time is not right, a line is enough, and I will not press.`;
}
