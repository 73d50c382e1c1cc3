import type { Candidate, Stage } from '#candidates/candidate.ts';
import type { Kind, Sentiment } from '#engagement/touchpoint.ts';

/** A made-up person with a history, told in days before the first start. */
export interface SamplePerson {
  name: string;
  email: string;
  phone?: string;
  link?: string;
  headline: string;
  company: string;
  location: string;
  seniority: NonNullable<Candidate['seniority']>;
  skills: string[];
  /** What, and how many days ago they said so. */
  interests?: [what: string, daysAgo: number, how: string][];
  tags: string[];
  source: Candidate['source']['kind'];
  sourceDetail?: string;
  knownForDays: number;
  stage: Stage;
  history: SampleTouchpoint[];
  /** Null: nobody looks after them; otherwise the recruiter of the local workspace does. */
  owner?: null;
  optedOut?: true;
  bounced?: true;
}

export interface SampleTouchpoint {
  kind: Kind;
  daysAgo: number;
  note: string;
  sentiment?: Sentiment;
}

/** Who is in the local workspace before anybody has added anyone. Names, firms and addresses are made up. */
export const SAMPLE_PEOPLE: SamplePerson[] = [
  {
    name: 'Amara Okafor',
    email: 'amara.okafor@example.com',
    phone: '+1 512 555 0142',
    link: 'https://www.linkedin.com/in/amara-okafor-sample',
    headline: 'Senior Software Engineer, backend and payments',
    company: 'Brightline Pay',
    location: 'Austin, United States',
    seniority: 'Senior',
    skills: ['Go', 'PostgreSQL', 'Kubernetes'],
    interests: [['backend', 210, 'said so in a call']],
    tags: ['payments', 'runner-up-2025'],
    source: 'Past applicant',
    sourceDetail: 'Backend Engineer, spring 2025',
    knownForDays: 520,
    stage: 'silver medalist',
    history: [
      { kind: 'interview', daysAgo: 500, note: 'Final round for Backend Engineer; close second.' },
      { kind: 'call', daysAgo: 210, note: 'Would look at backend roles again once her project ships.' },
      { kind: 'message sent', daysAgo: 21, note: 'Asked how the ledger migration went.' },
      {
        kind: 'replied',
        daysAgo: 19,
        note: 'It shipped. Happy to talk in the new year.',
        sentiment: 'positive',
      },
    ],
  },
  {
    name: 'Jonas Lindqvist',
    email: 'jonas.lindqvist@example.org',
    link: 'https://github.com/jonas-lindqvist-sample',
    headline: 'Staff Engineer, developer platform',
    company: 'Norrsken Cloud',
    location: 'Stockholm, Sweden',
    seniority: 'Staff',
    skills: ['TypeScript', 'Rust', 'Kubernetes'],
    interests: [['platform', 95, 'told us at a meetup']],
    tags: ['speaker', 'platform'],
    source: 'Event',
    sourceDetail: 'Platform Day, Stockholm',
    knownForDays: 180,
    stage: 'engaged',
    history: [
      { kind: 'event attended', daysAgo: 95, note: 'Gave the talk on build caches at Platform Day.' },
      { kind: 'meeting', daysAgo: 12, note: 'Coffee with Harper; curious about our platform team.' },
    ],
  },
  {
    name: 'Mei-Ling Chen',
    email: 'meiling.chen@example.net',
    link: 'https://www.linkedin.com/in/meiling-chen-sample',
    headline: 'Product Designer, design systems',
    company: 'Papercrane',
    location: 'Singapore',
    seniority: 'Senior',
    skills: ['Figma', 'Design systems', 'Accessibility'],
    tags: ['design'],
    source: 'Referral',
    sourceDetail: 'Referred by Morgan',
    knownForDays: 64,
    stage: 'contacted',
    history: [
      { kind: 'referred', daysAgo: 64, note: 'Morgan worked with her at Papercrane for two years.' },
      { kind: 'message sent', daysAgo: 30, note: 'First contact about the design systems role.' },
    ],
  },
  {
    name: 'Diego Fernández',
    email: 'diego.fernandez@example.com',
    phone: '+34 612 34 56 78',
    headline: 'Data Engineer',
    company: 'Lumen Retail',
    location: 'Madrid, Spain',
    seniority: 'Mid-level',
    skills: ['Python', 'Apache Spark', 'SQL'],
    interests: [['data', 40, 'wrote to us']],
    tags: ['data', 'remote'],
    source: 'Inbound',
    knownForDays: 40,
    stage: 'engaged',
    history: [
      { kind: 'inbound message', daysAgo: 40, note: 'Asked whether we hire data engineers in Spain.' },
      { kind: 'message sent', daysAgo: 39, note: 'Not yet, but we will let you know.' },
      { kind: 'replied', daysAgo: 38, note: 'Please do, thank you!', sentiment: 'positive' },
    ],
  },
  {
    name: 'Priya Raman',
    email: 'priya.raman@example.org',
    link: 'https://www.linkedin.com/in/priya-raman-sample',
    headline: 'Engineering Manager, search',
    company: 'Fathom Maps',
    location: 'Bengaluru, India',
    seniority: 'Manager',
    skills: ['Java', 'Elasticsearch', 'People management'],
    tags: ['leadership'],
    source: 'Sourced',
    knownForDays: 300,
    stage: 'nurturing',
    history: [
      { kind: 'message sent', daysAgo: 290, note: 'First contact.' },
      {
        kind: 'replied',
        daysAgo: 288,
        note: 'Just started a new job; ask again in a year.',
        sentiment: 'neutral',
      },
    ],
  },
  {
    name: 'Tomasz Nowak',
    email: 'tomasz.nowak@example.com',
    headline: 'Site Reliability Engineer',
    company: 'Vistula Bank',
    location: 'Warsaw, Poland',
    seniority: 'Senior',
    skills: ['Linux', 'Terraform', 'Prometheus', 'Go'],
    tags: ['sre'],
    source: 'Past applicant',
    sourceDetail: 'SRE, 2024',
    knownForDays: 700,
    stage: 'silver medalist',
    history: [
      { kind: 'interview', daysAgo: 690, note: 'Strong in the incident exercise; chose another offer.' },
      { kind: 'clicked', daysAgo: 3, note: 'Read the post about our on-call rota.' },
      { kind: 'call', daysAgo: 2, note: 'Called back after reading it; unhappy with nights at the bank.' },
    ],
  },
  {
    name: 'Sofia Rossi',
    email: 'sofia.rossi@example.net',
    headline: 'Frontend Engineer',
    company: 'Teatro Digitale',
    location: 'Milan, Italy',
    seniority: 'Mid-level',
    skills: ['JavaScript', 'React', 'Accessibility'],
    interests: [['frontend', 150, 'said at the career fair']],
    tags: ['career-fair'],
    source: 'Event',
    sourceDetail: 'Career fair, Milan',
    knownForDays: 150,
    stage: 'prospect',
    history: [{ kind: 'event attended', daysAgo: 150, note: 'Talked for ten minutes at our stand.' }],
  },
  {
    name: 'Noah Williams',
    email: 'noah.williams@example.com',
    phone: '+1 415 555 0187',
    link: 'https://www.linkedin.com/in/noah-williams-sample',
    headline: 'Machine Learning Engineer',
    company: 'Kestrel AI',
    location: 'San Francisco, United States',
    seniority: 'Senior',
    skills: ['Python', 'PyTorch', 'Kubernetes'],
    tags: ['ml', 'passive'],
    source: 'Sourced',
    knownForDays: 90,
    stage: 'contacted',
    history: [
      { kind: 'message sent', daysAgo: 88, note: 'First contact.' },
      { kind: 'message sent', daysAgo: 84, note: 'Sent the paper on our ranking models.' },
      { kind: 'opened', daysAgo: 83, note: 'Opened it.' },
    ],
  },
  {
    name: 'Fatima Al-Zahra',
    email: 'fatima.alzahra@example.org',
    headline: 'Security Engineer',
    company: 'Atlas Shield',
    location: 'Casablanca, Morocco',
    seniority: 'Senior',
    skills: ['Application security', 'Rust', 'Threat modelling'],
    tags: ['security', 'remote'],
    source: 'Referral',
    sourceDetail: 'Referred by Harper',
    knownForDays: 25,
    stage: 'prospect',
    history: [
      { kind: 'referred', daysAgo: 25, note: 'Harper: “the best reviewer I have worked with”.' },
      { kind: 'content shared', daysAgo: 10, note: 'Sent our security handbook.' },
    ],
  },
  {
    name: 'Liam O’Sullivan',
    email: 'liam.osullivan@example.com',
    headline: 'Account Executive, enterprise',
    company: 'Harbour CRM',
    location: 'Dublin, Ireland',
    seniority: 'Senior',
    skills: ['Enterprise sales', 'Negotiation'],
    tags: ['sales'],
    source: 'Inbound',
    knownForDays: 400,
    stage: 'nurturing',
    history: [
      { kind: 'inbound message', daysAgo: 400, note: 'Sent his CV unasked.' },
      { kind: 'call', daysAgo: 60, note: 'Still interested once we sell in Ireland.' },
    ],
  },
  {
    name: 'Yuki Tanaka',
    email: 'yuki.tanaka@example.net',
    link: 'https://github.com/yuki-tanaka-sample',
    headline: 'Mobile Engineer, Android',
    company: 'Hoshi Games',
    location: 'Tokyo, Japan',
    seniority: 'Mid-level',
    skills: ['Kotlin', 'Android', 'Java'],
    interests: [['mobile', 20, 'wrote to us']],
    tags: ['mobile', 'relocation'],
    source: 'Inbound',
    knownForDays: 20,
    stage: 'engaged',
    history: [
      { kind: 'inbound message', daysAgo: 20, note: 'Wants to move to Europe next summer.' },
      { kind: 'meeting', daysAgo: 6, note: 'Video call; strong on performance work.' },
    ],
  },
  {
    name: 'Grace Mwangi',
    email: 'grace.mwangi@example.org',
    headline: 'Talent Partner',
    company: 'Savanna Fintech',
    location: 'Nairobi, Kenya',
    seniority: 'Senior',
    skills: ['Recruiting', 'Employer branding'],
    tags: ['alumni-network'],
    source: 'Other',
    sourceDetail: 'Former colleague',
    knownForDays: 900,
    stage: 'alumni',
    history: [
      { kind: 'note', daysAgo: 900, note: 'Left us in good spirits; open to returning.' },
      { kind: 'meeting', daysAgo: 140, note: 'Lunch when she was in town.' },
    ],
  },
];
