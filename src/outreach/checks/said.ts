import { bySentence, numbersIn } from './ground.ts';

/**
 * Protected characteristics, after Article 21 of the EU's Charter and the grounds that the US EEOC names. Phrases that
 * only look like one (“race condition”, “a young company”, “native apps”) are taken out first.
 */
const HARMLESS =
  /\brace[- ](?:conditions?|days?|tracks?|cars?)\b|\bdata races?\b|\brac(?:e|es|ing) to\b|\b(?:young|mature|old) (?:company|companies|team|teams|product|products|start-?ups?|codebase|technology|market|platform|business|firm|industry)\b|\bmatur(?:e|ity) models?\b|\bnative (?:apps?|mobile|code|modules?|cloud|support)\b|\b(?:cloud|react|ai)[- ]native\b|\bfamily of (?:products|services|fonts|models|tools)\b|\bparent (?:company|class|process|node|team)\b|\bchild (?:process(?:es)?|class|node|component)s?\b|\borientation (?:week|day)\b|\bhealth[- ](?:tech|checks?|care|insurance (?:company|product|startup))\b|\bhealthcare\b|\b(?:liberal|party) (?:licen[cs]e|policy)\b|\bthird[- ]party\b|\bparty\b(?! politics)|\bdisabled? (?:button|flag|feature|by default)\b|\bage of\b|\b(?:this|that|same) day and age\b|\bgender-neutral\b/giu;
const PROTECTED: [RegExp, string][] = [
  [
    /\b(?:your age|at your (?:stage of life|age)|\d+ years? old|you(?:’|')?re (?:still )?young|young (?:wo)?m[ae]n|young (?:person|people|talent|professional|engineer|developer|blood)s?|youthful|millennials?|gen[- ]?z|boomers?|too (?:old|young)|elderly|older (?:worker|candidate|person)s?|retire(?:d|ment)|digital natives?|recent graduates? only)\b/iu,
    'age',
  ],
  [
    /\b(?:as an? (?:wo)?m[ae]n|as an? (?:fe)?male|female (?:engineer|developer|candidate|leader|talent|founder)s?|male (?:engineer|developer|candidate|leader)s?|women in (?:tech|engineering)|girls?|ladies|gentlem[ae]n|guys|transgender|non-?binary|your gender)\b/iu,
    'gender',
  ],
  [
    /\b(?:married|single mother|single father|husband|wife|spouse|divorced|pregnan(?:t|cy)|maternity|paternity|your (?:kids?|child(?:ren)?|sons?|daughters?|family|baby)|(?:working )?(?:mother|father|mom|mum|dad|parent)s?)\b/iu,
    'family',
  ],
  [
    /\b(?:ethnic(?:ity)?|racial|your race|people of colou?r|(?:black|white|asian|hispanic|latino|latina|african|arab|jewish|caucasian|indigenous) (?:candidate|engineer|developer|wom[ae]n|m[ae]n|person|people|talent|professional|background|heritage|community)s?|your (?:nationality|accent|heritage|skin|ancestry|origins?)|native (?:english )?speakers?|mother tongue|immigrants?|diversity (?:hire|candidate)s?)\b/iu,
    'origin',
  ],
  [
    /\b(?:christians?|muslims?|jew(?:s|ish)?|hindus?|buddhists?|atheists?|catholics?|protestants?|your (?:faith|religion|church|mosque|synagogue|temple)|religious(?:ly)?)\b/iu,
    'religion',
  ],
  [
    /\b(?:disabilit(?:y|ies)|disabled|handicap(?:ped)?|wheelchair|your (?:health|illness|condition|diagnosis|therapy|recovery)|mental(?:ly)? (?:health|ill)|autis(?:m|tic)|adhd|cancer|depress(?:ion|ed)|burn-?out)\b/iu,
    'health',
  ],
  [
    /\b(?:gay|lesbian|bisexual|lgbtq?\+?|queer|sexual orientation|sexuality|your (?:boyfriend|girlfriend))\b/iu,
    'sexual orientation',
  ],
  [
    /\b(?:republicans?|democrats?|socialists?|conservatives?|communists?|left-wing|right-wing|your (?:vote|politics|political (?:views?|opinions?))|trade union|union member(?:ship)?)\b/iu,
    'politics',
  ],
  [
    /\b(?:pretty|handsome|good-looking|attractive (?:photo|picture|person)|your (?:looks|photo|picture|smile|weight))\b/iu,
    'looks',
  ],
];

export const protectedCharacteristics = bySentence('protected', function* (sentence) {
  const rest = sentence.replace(HARMLESS, ' ');
  for (const [pattern, what] of PROTECTED) {
    const said = pattern.exec(rest)?.[0];
    if (said) yield `Nothing is said about ${what}: “${said}”.`;
  }
});

const MONEY =
  /\b(?:salar(?:y|ies)|compensation|remuneration|wages?|pay (?:range|rise|raise|package|band|you)|pay(?:s|ing)? (?:\d|up to|more|well|above|better)|equity|stock options?|(?:signing|sign-on|annual|performance) bonus(?:es)?|six[- ]figures?|ote|earn(?:ings)? (?:up to|more)|double your|package of|raise of)\b|[$€£¥]\s?\d|\b\d[\d.,]*\s?(?:k\b|usd\b|eur\b|gbp\b|dollars?\b|euros?\b|pounds?\b)/iu;
const PROMISE =
  /\b(?:guarantee(?:d|s)?|the (?:job|role|position|offer) is yours|you(?:’|'| wi)ll (?:get|have) (?:the|this) (?:job|role|position|offer)|we(?:’|'| wi)ll hire you|you(?:’|')?re hired|consider yourself hired|an? (?:offer|contract) is waiting|promise you|no interviews?(?: needed| required)?|certain to get|we will sponsor|visa (?:is|will be) (?:guaranteed|arranged))\b/iu;

/** Money only where the recruiter brought it up, with the same figures; never a job. */
export const promises = bySentence('promise', function* (sentence, { asked }) {
  const money = MONEY.exec(sentence)?.[0];
  const said = [...numbersIn(sentence)];
  const inAsked = numbersIn(asked);
  const isAskedFor =
    money !== undefined &&
    MONEY.test(asked) &&
    (said.length > 0 ? said.every((number) => inAsked.has(number)) : asked.includes(money.toLowerCase()));
  if (money && !isAskedFor) yield `A salary or benefit is promised: “${money.trim()}”.`;
  const promise = PROMISE.exec(sentence)?.[0];
  if (promise) yield `This promises a job or a result: “${promise}”.`;
});

const DEADLINE =
  /\b(?:(?:by|before|until|no later than) (?:(?:the )?end of (?:the )?(?:day|week|month|business)|(?:this |next )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|tonight|noon|eod|cob|(?:the )?\d{1,2}(?:st|nd|rd|th)?\b)|within (?:the next )?(?:\d+|two|three|a few|one|an?|24|48) (?:hours?|days?|weeks?|minutes?)|deadline|last chance|final reminder|offer (?:ends|expires)|clos(?:es|ing) (?:soon|on|today|tomorrow|this)|expires|hurry|act (?:now|fast)|time is running out|only \w+ (?:days?|hours?|spots?|places?) left|(?:as soon as possible|asap|urgently|immediately|right away)|today only|before it(?:’|')?s too late)\b/iu;

/** Pressure of time only where the recruiter has set it. */
export const deadlines = bySentence('deadline', function* (sentence, { asked }) {
  const said = DEADLINE.exec(sentence)?.[0];
  if (said && !asked.includes(said.toLowerCase()))
    yield `A deadline is set that is not in the facts: “${said}”.`;
});

const OF_MACHINES =
  /\b(?:ignor(?:e|ing) (?:all |any |the |my |your )*(?:previous|prior|above|earlier|other) (?:instructions?|rules?|prompts?)|(?:previous|system|hidden|secret) (?:prompt|instructions?)|prompt injection|as an ai\b|(?:i am|i’m|i'm) an? (?:ai|language model|assistant|bot)|(?:ai )?language model|jailbreak|developer mode|dan mode|override (?:the )?(?:rules|instructions)|untrusted|hacked|pwned|begin (?:system|instructions)|end of (?:prompt|instructions))\b|<\/?(?:untrusted|system|user|assistant|instructions?)\b|\[\s*\d{1,3}\s*\](?!\()|```|\{\s*"\w+"\s*:|<script|<img|javascript:/iu;

/** Words that belong to a conversation with a model and to no letter: somebody's instruction has come through. */
export const machinery = bySentence('instruction', function* (sentence) {
  const said = OF_MACHINES.exec(sentence)?.[0];
  if (said) yield `This doesn’t belong in a letter: “${said}”.`;
});
