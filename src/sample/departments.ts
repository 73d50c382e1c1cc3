/** What people of one department have in common. */
export interface Department {
  /** What stands before “Intern” in a headline. */
  intern: string;
  /** Whether one can rise there without leading people. */
  hasStaff: boolean;
  /** Headlines of those who lead it. */
  titles: { Manager: string; Director: string; VP: string; Executive: string };
  /** What they are interested in once they lead, or want to. */
  leading: string;
  exercises: readonly string[];
  /** What we write about that they would read. */
  readings: readonly string[];
  /** Where to find them. */
  foundAt: readonly string[];
}

export const DEPARTMENTS = {
  engineering: {
    intern: 'Software Engineering',
    hasStaff: true,
    titles: {
      Manager: 'Engineering Manager',
      Director: 'Director of Engineering',
      VP: 'VP of Engineering',
      Executive: 'CTO',
    },
    leading: 'leadership',
    exercises: [
      'system design exercise',
      'pair programming exercise',
      'debugging exercise',
      'code review exercise',
    ],
    readings: [
      'our on-call rota',
      'how we cut our build times',
      'the outage in spring',
      'how we review code',
    ],
    foundAt: ['LinkedIn', 'GitHub', 'Conference talk', 'Hacker News thread'],
  },
  data: {
    intern: 'Data Science',
    hasStaff: true,
    titles: {
      Manager: 'Data Team Lead',
      Director: 'Director of Data',
      VP: 'VP of Data',
      Executive: 'Chief Data Officer',
    },
    leading: 'leadership',
    exercises: ['SQL and modelling exercise', 'take-home analysis', 'experiment design case'],
    readings: ['how we test our models', 'our data platform', 'why we gave up nightly batches'],
    foundAt: ['LinkedIn', 'Kaggle', 'Conference talk', 'Own blog'],
  },
  product: {
    intern: 'Product',
    hasStaff: true,
    titles: {
      Manager: 'Group Product Manager',
      Director: 'Director of Product',
      VP: 'VP of Product',
      Executive: 'Chief Product Officer',
    },
    leading: 'leadership',
    exercises: ['product case', 'prioritisation exercise', 'roadmap presentation'],
    readings: ['how we choose what not to build', 'our discovery weeks', 'our pricing experiments'],
    foundAt: ['LinkedIn', 'Podcast', 'Product newsletter'],
  },
  design: {
    intern: 'Design',
    hasStaff: true,
    titles: {
      Manager: 'Design Manager',
      Director: 'Director of Design',
      VP: 'VP of Design',
      Executive: 'Chief Design Officer',
    },
    leading: 'leadership',
    exercises: ['portfolio review', 'design critique', 'whiteboard exercise'],
    readings: ['our design tokens', 'how we test with screen readers', 'the redesign of our onboarding'],
    foundAt: ['LinkedIn', 'Dribbble', 'Own portfolio'],
  },
  sales: {
    intern: 'Sales',
    hasStaff: false,
    titles: {
      Manager: 'Sales Manager',
      Director: 'Director of Sales',
      VP: 'VP of Sales',
      Executive: 'Chief Revenue Officer',
    },
    leading: 'sales leadership',
    exercises: ['discovery role-play', 'account plan', 'mock negotiation'],
    readings: ['how we share commission', 'what our customers buy and why', 'our move into the mid-market'],
    foundAt: ['LinkedIn', 'Trade fair', 'Customer of ours'],
  },
  marketing: {
    intern: 'Marketing',
    hasStaff: false,
    titles: {
      Manager: 'Marketing Manager',
      Director: 'Director of Marketing',
      VP: 'VP of Marketing',
      Executive: 'CMO',
    },
    leading: 'leadership',
    exercises: ['campaign brief', 'launch plan', 'writing exercise'],
    readings: ['the story behind our new name', 'what our newsletter taught us', 'our first brand survey'],
    foundAt: ['LinkedIn', 'Newsletter author', 'Podcast'],
  },
  people: {
    intern: 'People',
    hasStaff: false,
    titles: {
      Manager: 'Talent Acquisition Manager',
      Director: 'Director of People',
      VP: 'VP of People',
      Executive: 'Chief People Officer',
    },
    leading: 'leadership',
    exercises: ['intake role-play', 'hiring plan', 'employee relations case'],
    readings: ['our salary bands', 'our parental leave', 'how we interview'],
    foundAt: ['LinkedIn', 'Recruiters’ meetup'],
  },
  finance: {
    intern: 'Finance',
    hasStaff: false,
    titles: {
      Manager: 'Finance Manager',
      Director: 'Director of Finance',
      VP: 'VP of Finance',
      Executive: 'CFO',
    },
    leading: 'leadership',
    exercises: ['modelling test', 'budget case', 'close checklist exercise'],
    readings: ['how we close the books in four days', 'our open budget', 'our half-year figures'],
    foundAt: ['LinkedIn', 'Alumni list'],
  },
} satisfies Record<string, Department>;

export type DepartmentName = keyof typeof DEPARTMENTS;
