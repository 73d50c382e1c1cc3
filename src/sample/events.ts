/** Where we met people. An event is on one day for everybody who was there. */
export interface SampleEvent {
  name: string;
  tag: string;
  daysAgo: number;
  /** Whom it is for, by department or by what they are interested in; null: everybody. */
  topics: readonly string[] | null;
  /** Beginning of the location of those who come; null: from anywhere. */
  near: string | null;
}

/** Counted from the day that generate.ts takes for the present. */
export const EVENTS: readonly SampleEvent[] = [
  event('PyCon 2026', 'pycon-2026', 188, ['backend', 'full stack', 'data']),
  event('PyCon 2025', 'pycon-2025', 555, ['backend', 'full stack', 'data']),
  event('KubeCon 2026', 'kubecon-2026', 12, ['platform', 'backend', 'security', 'systems programming']),
  event('EuroRust 2026', 'eurorust-2026', 38, ['systems programming', 'backend', 'embedded']),
  event('Frontend Days 2026', 'frontend-days-2026', 61, [
    'frontend',
    'full stack',
    'mobile',
    'design systems',
  ]),
  event('Data Summit 2026', 'data-summit-2026', 47, ['data']),
  event('Data Summit 2025', 'data-summit-2025', 412, ['data']),
  event('Design Matters 2026', 'design-matters-2026', 66, ['design', 'product']),
  event('Product Day 2026', 'product-day-2026', 96, ['product', 'marketing']),
  event('SaaS Connect 2026', 'saas-connect-2026', 33, ['sales', 'marketing', 'product']),
  event('SaaS Connect 2025', 'saas-connect-2025', 398, ['sales', 'marketing']),
  event('HR Tech Forum 2026', 'hr-tech-2026', 54, ['people']),
  event('Finance Leaders Forum 2025', 'finance-forum-2025', 376, ['finance']),
  event('Career fair, London', 'career-fair', 26, null, 'London'),
  event('Open evening, Berlin', 'open-evening', 19, null, 'Berlin'),
  event('Austin Tech Meetup', 'austin-meetup', 41, null, 'Austin'),
  event('Tech Evening, New York', 'tech-evening', 240, null, 'New York'),
  event('Bangalore Engineering Night', 'bangalore-night', 150, ['engineering', 'data'], 'Bangalore'),
];

function event(
  name: string,
  tag: string,
  daysAgo: number,
  topics: string[] | null,
  near: string | null = null,
): SampleEvent {
  return { name, tag, daysAgo, topics, near };
}
